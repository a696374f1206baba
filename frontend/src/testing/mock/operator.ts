import type { Session } from "../../api/types";
import type { Rule } from "./answers.ts";

/** The platform's own people, and whom they look as. */

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const day = (hours: number): string => hoursAgo(hours).slice(0, 10);

let held: Session["impersonation"] = null;
export const looking = (): Session["impersonation"] => held;

const chain = (slug: string, name: string, level: string, reason: string, more: object) => ({
  slug, name, owner: { name: "陈立", email: `owner@${slug}.cn` } as { name: string; email: string } | null, state: "open", level, reason, plan: "chain", interval: "month", quantity: 8, properties: 8, contacts: 97_883, stays_30d: 9_120, last_stay_on: day(2), amount: "3192.00", currency: "CNY", trial_ends_at: null, created_at: hoursAgo(8000), ...more,
});
let chains = [
  chain("yunjian", "云间客栈", "full", "trialing", { owner: { name: "苏小曼", email: "su@yunjian.cn" }, plan: "chain", interval: null, quantity: 0, properties: 2, contacts: 1_204, stays_30d: 212, amount: null, trial_ends_at: hoursAgo(-90), created_at: hoursAgo(620) }),
  chain("qichuan", "栖川酒店", "full", "active", {}),
  chain("shanhai", "山海精选", "grace", "past_due", { owner: { name: "林海", email: "linhai@shanhai.com" }, plan: "group", quantity: 23, properties: 24, contacts: 310_442, stays_30d: 20_331, amount: "16077.00" }),
  chain("laojie", "老街连锁", "read_only", "trial_over", { owner: null, plan: "chain", interval: null, quantity: 0, properties: 1, contacts: 88, stays_30d: 0, last_stay_on: null, amount: null }),
  chain("demo", "示例连锁", "full", "arranged", { plan: null, interval: null, quantity: 0, amount: null }),
  chain("fengqiao", "枫桥酒店", "full", "active", { state: "suspended", quantity: 3, properties: 3, amount: "1197.00" }),
];
const impersonations = [
  { id: 2, chain: "shanhai", chain_name: "山海精选", operator: "平台 李想", staff: "周岚", reason: "工单 4412：客户说平江店备注对不上，代看前台的备注页", began_at: hoursAgo(28), until: hoursAgo(27.5), ended_at: hoursAgo(27.8) },
  { id: 1, chain: "qichuan", chain_name: "栖川酒店", operator: "平台 李想", staff: "王芳", reason: "工单 4390：看门店名为什么选不到", began_at: hoursAgo(300), until: hoursAgo(299.5), ended_at: null },
];
const house = (slug: string, name: string, more: object) => ({ slug, name, state: "open", sandbox: false, schema: "0042_outbox", lagging: false, contacts: 8_941, stays_30d: 1_120, last_stay_on: day(2), ...more });
const whole = (slug: string | undefined) => {
  const row = chains.find((each) => each.slug === slug);
  return row && {
    ...row,
    houses: [house(`${row.slug}-pingjiang`, "平江店", {}), house(`${row.slug}-hudong`, "湖东店", row.level === "grace" ? { lagging: true, schema: "0041_wallet" } : {}), house(`${row.slug}-sandbox-1`, "沙箱 1", { sandbox: true, contacts: 400 }), house(`${row.slug}-old`, "老店", { state: "closed", stays_30d: 0, last_stay_on: null })],
    staff: [{ id: "s1", name: "陈立", role: "owner", properties: [], last_seen_at: hoursAgo(1), impersonable: row.state === "open" }, { id: "s2", name: "王芳", role: "front_desk", properties: [`${row.slug}-pingjiang`], last_seen_at: null, impersonable: row.state === "open" }],
    keys: [{ id: 2, name: "绿云 PMS", prefix: "hk_live_9f2c", scopes: ["stays:read", "stays:write"], created_at: hoursAgo(900), last_used_at: hoursAgo(0.2), expires_at: null, revoked_at: null }],
    usage: { properties: { used: row.properties, limit: 20 }, contacts: { used: row.contacts, limit: 300_000 }, seats: { used: 43, limit: 100 } },
    errands: row.level === "grace" ? [{ kind: "quantity", since: hoursAgo(5), tries: 7, next_at: hoursAgo(-0.3), error: "card_declined: Your card was declined." }] : [],
    waiting: { outbox: 0, deliveries: 12, stripe_events: 0 },
    impersonations: impersonations.filter((each) => each.chain === row.slug),
  };
};
const lost = { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有这个连锁。" } };
const told = (slug: string | undefined) => { const found = whole(slug); return found ? { json: found } : lost; };
const change = (slug: string | undefined, more: object) => { chains = chains.map((each) => (each.slug === slug ? { ...each, ...more } : each)); };

export const operator: Rule[] = [
  ["GET", /^\/operator\/chains$/, ({ query }) => {
    const [q, level, state] = [query.get("q") ?? "", query.get("level"), query.get("state")];
    return { json: { next: null, results: chains.filter((each) => (each.name + each.slug + (each.owner?.name ?? "")).includes(q) && (!level || each.level === level) && (!state || each.state === state)) } };
  }],
  ["GET", /^\/operator\/chains\/([^/]+)$/, ({ groups }) => told(groups[0])],
  ["PATCH", /^\/operator\/chains\/([^/]+)$/, ({ groups, body }) => { change(groups[0], { state: (body as { state: string }).state }); return told(groups[0]); }],
  ["POST", /^\/operator\/chains\/([^/]+)\/billing$/, ({ groups, body }) => {
    const { arranged, trial_ends_at } = body as { arranged?: boolean; trial_ends_at?: string };
    change(groups[0], arranged ? { reason: "arranged", level: "full", plan: null, amount: null, trial_ends_at: null } : { reason: "trialing", level: "full", trial_ends_at });
    return told(groups[0]);
  }],
  ["GET", /^\/operator\/health$/, () => ({ json: {
    database: "ok", redis: "ok", schemas: { ready: 41, lagging: ["shanhai-hudong"] }, spares: 3, version: "0.4.0",
    queues: [["stripe_events", 0, null], ["errands", 1, 18_000], ["outbox", 3, 1], ["deliveries", 184, 420], ["cells", 12, 4], ["guest_cells", 0, null], ["visits", 0, null], ["messages", 1, 2], ["campaigns", 0, null], ["transfers", 0, null], ["tasks", 2, null]].map(([code, waiting, oldest_s]) => ({ code, waiting, oldest_s })),
  } })],
  ["GET", /^\/operator\/figures$/, () => ({ json: { chains: { full: 38, grace: 2, read_only: 1, closed: 0, suspended: 1 }, properties: 241, mrr: [{ currency: "CNY", amount: "86231.00" }], sign_ups_30d: 9, sign_ups_asked_30d: 14, trials_ending: 3 } })],
  ["GET", /^\/operator\/impersonations$/, () => ({ json: { next: null, results: impersonations } })],
  ["POST", /^\/operator\/impersonations$/, ({ body }) => {
    const given = body as { chain: string; staff: string; reason: string };
    held = { operator: "平台 李想", staff: given.staff === "s2" ? "王芳" : "陈立", chain: given.chain, reason: given.reason, until: hoursAgo(-0.5) };
    return { status: 201, json: { staff: { id: given.staff, name: held.staff, email: "x@x.cn", locale: "zh-CN" }, memberships: [], csrf_token: "mock", operator: false, impersonation: held } };
  }],
  ["DELETE", /^\/operator\/impersonations\/current$/, () => { held = null; return { json: {} }; }],
];
