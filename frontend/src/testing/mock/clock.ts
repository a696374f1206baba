import type { Rule } from "./answers.ts";

/** The one sandbox's clock; it moves when it is asked to. */

const DAY_MS = 86_400_000;
let ahead = 0;
export const aheadS = (): number => ahead;

const today = (): string => new Date(Date.now() + ahead * 1000).toISOString().slice(0, 10);
const shown = () => ({ sandbox: true, now: new Date(Date.now() + ahead * 1000).toISOString(), today: today(), ahead_s: ahead });

function night(day: string, n: number) {
  const told = { warnings: { told: n % 9 === 0 ? 3 : 0 }, tiers: { guests: 912, up: n % 7 === 0 ? 2 : 0, down: n % 11 === 0 ? 1 : 0, kept: 0, notices: n % 11 === 0 ? 1 : 0 }, marks: { marked: 3 } };
  const says = (zh: string, en: string, code: string, what: string, id: string, name: string) => ({ what, guest: { id, name }, code, says: { zh, en } });
  const happened = [
    ...(told.tiers.up ? [says("12 个月内来了 3 次，升到银卡。", "3 visits within 12 months: silver now.", "tier_reached", "tier", "g1", "李刚")] : []),
    ...(told.tiers.down ? [says("金卡到期没保住，降到银卡；一个月内再住 2 次可恢复 3 个月。", "Gold was not kept: silver now; 2 visits within a month bring it back for 3 months.", "tier_fell", "tier", "g2", "赵敏")] : []),
  ];
  return { day, told, happened };
}

export const clock: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/clock$/, () => ({ json: shown() })],
  ["POST", /^\/properties\/[^/]+\/clock$/, ({ body }) => {
    const from = Date.parse(today());
    const { to } = body as { to: string };
    const days = Math.round((Date.parse(to) - from) / DAY_MS);
    if (days <= 0 || days > 92) return { status: 422, json: { type: "/problems/clock-too-far", status: 422, title: "不行", detail: "一次最多前进 92 天。" } };
    ahead += days * 86_400;
    return { json: { ...shown(), days: Array.from({ length: days }, (_, n) => night(new Date(from + (n + 1) * DAY_MS).toISOString().slice(0, 10), n + 1)) } };
  }],
];
