import type { Balance, Billing, FirstRun, Plans, Standing, StepCode } from "../../api/businessTypes";
import type { Rule } from "./answers.ts";
import { CHAIN } from "./properties.ts";

/** The business of the made-up chain. Who signs in as `trial@…`, `grace@…`, `readonly@…`, `closed@…` or `new@…` sees it so. */

const DAY_MS = 86_400_000;
const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const day = (days: number): string => at(days).slice(0, 10);

const STANDINGS: Record<string, Standing> = {
  active: { level: "full", reason: "active", since: at(-90), until: null, mend: "none", says: { zh: "订阅正常。", en: "The subscription is in order." } },
  trial: { level: "full", reason: "trialing", since: at(-26), until: at(4), mend: "checkout", says: { zh: `试用到 ${day(4)}，所有功能都可以用；到期前没有订阅，就只能查看和导出。`, en: `On trial until ${day(4)}, with everything in it; without a subscription by then, only reading and exports are left.` } },
  grace: { level: "grace", reason: "past_due", since: at(-3), until: at(11), mend: "portal", says: { zh: `扣款没有成功。请在 ${day(11)} 前处理；逾期后只能查看和导出，期间不能新开门店。`, en: `The last payment failed. Please settle it by ${day(11)}: after that only reading and exports are left. No property can be opened meanwhile.` } },
  readonly: { level: "read_only", reason: "trial_over", since: at(-5), until: at(85), mend: "checkout", says: { zh: `试用已结束，目前只能查看和导出。会员照常兑换，PMS 推送保存到 ${day(85)}。`, en: `The trial is over: only reading and exports are possible. Members still redeem, and stays of the PMS are stored until ${day(85)}.` } },
  closed: { level: "closed", reason: "canceled", since: at(-120), until: at(245), mend: "checkout", says: { zh: `订阅已取消已超过 90 天，目前只能登录和导出。数据保留到 ${day(245)}，届时会先发三次通知。`, en: `The subscription is cancelled, for more than 90 days: only signing in and exports are left. Data is kept until ${day(245)}, with three notices before.` } },
};
let kind = "active";
const standing = (): Standing => STANDINGS[kind === "new" ? "trial" : kind] ?? { level: "full", reason: "active", since: null, until: null, mend: "none", says: { zh: "", en: "" } };
CHAIN.standing = standing();

/** By how somebody signs in. */
export function standAs(login: string): void {
  kind = ["trial", "grace", "readonly", "closed", "new"].find((known) => login.startsWith(known)) ?? "active";
  CHAIN.standing = standing();
  if (kind === "new") run = { ...FRESH };
}
/** What a chain that may not write answers. */
const unpaid = () => ({ status: 402, json: { type: "/problems/payment-required", status: 402, title: "需要付款", detail: "连锁当前的订阅状态不允许这个操作，请企业所有者在“订阅与账单”处理。", level: standing().level } });
export const refusesWriting = (): boolean => ["read_only", "closed"].includes(standing().level);

const PLANS: Plans = { trial_days: 30, currency: "CNY", results: [
  { code: "starter", name: "起步", name_en: "Starter", says: "三家店以内，先把备注和复购做起来。", says_en: "Up to three properties: remarks and repeat guests first.", month: "199.00", year: "1990.00", limits: { properties: 3, contacts: 30_000, messages: 3_000, seats: 10, requests: 100 } },
  { code: "chain", name: "连锁", name_en: "Chain", says: "二十家店以内，会员、活动和对比报表都有。", says_en: "Up to twenty properties, with programme, campaigns and comparison.", month: "399.00", year: "3990.00", limits: { properties: 20, contacts: 300_000, messages: 30_000, seats: 100, requests: 100 } },
  { code: "group", name: "集团", name_en: "Group", says: "两百家店以内，接口额度更高。", says_en: "Up to two hundred properties, with a higher allowance for interfaces.", month: "699.00", year: "6990.00", limits: { properties: 200, contacts: 3_000_000, messages: 300_000, seats: 1_000, requests: 300 } },
] };
let terms = { plan: "chain", interval: "month" as "month" | "year" };
let details: Billing["details"] = { name: "苏州栖川酒店管理有限公司", tax_id: "91320500MA1XXXXX0A", email: "caiwu@qichuan.cn", address: { line1: "平江路 18 号", city: "苏州", province: "江苏", postal_code: "215000", country: "CN" } };

function billing(): Billing {
  const now = standing();
  const pays = ["active", "past_due"].includes(now.reason);
  const price = Number(PLANS.results.find(({ code }) => code === terms.plan)?.[terms.interval] ?? 0);
  return {
    ready: true, mode: "stand_in", state: now.reason === "trial_over" ? "trialing" : now.reason, standing: now, plan: terms.plan, interval: pays ? terms.interval : null, quantity: pays ? 8 : 0, properties: 8,
    amount: pays ? (price * 8).toFixed(2) : null, currency: "CNY", trial_ends_at: now.reason === "trialing" ? now.until : null, period_ends_at: pays ? at(12) : null, cancels_at_end: false,
    usage: { properties: { used: 8, limit: 20 }, contacts: { used: 97_883, limit: 300_000 }, messages: { used: 0, limit: 30_000 }, seats: { used: 84, limit: 100 } },
    details, waiting: kind === "grace" ? [{ kind: "quantity", since: at(-0.01), says: { zh: "正在更新付费门店数。", en: "The number of properties paid for is being changed." } }] : [], read_at: at(0),
  };
}
const line = (says: string, amount: string, proration = false) => ({ says, amount, quantity: 8, proration, from: at(-18), to: at(12) });
const invoice = (n: number, state: string, total: string) => ({
  id: `in_${n}`, number: `HK-2026-00${n}`, state, total, due: state === "open" ? total : "0.00", currency: "CNY", issued_at: at(-18 - 30 * (9 - n)), period: { from: at(-18 - 30 * (9 - n)), to: at(12 - 30 * (9 - n)) },
  lines: [line("连锁 × 8", "3192.00"), ...(n === 8 ? [line("新开 1 家门店，剩余 12 天", "159.60", true)] : [])], page: "https://pay.example.com/in", pdf: "https://pay.example.com/in.pdf",
});

const none = { properties: null, stays: null, by: null, keys: null, imports: null, unmapped: null, invited: null, active: null };
const FRESH: FirstRun = { shown: true, finished: false, property: "qichuan-pingjiang", steps: [
  { code: "property", state: "done", facts: { ...none, properties: 1 } }, { code: "stays", state: "open", facts: { ...none, stays: 0, keys: 0, imports: 0 } }, { code: "sources", state: "open", facts: { ...none, unmapped: 0 } },
  { code: "staff", state: "open", facts: { ...none, invited: 0, active: 0 } }, { code: "report", state: "open", facts: none },
] };
let run: FirstRun = { shown: false, finished: true, steps: [], property: null };
const put = (codes: StepCode[], state: "open" | "skipped" | "done") => {
  run = { ...run, steps: run.steps.map((step) => (codes.includes(step.code) && step.state !== "done" ? { ...step, state } : step)) };
};

const BALANCE: Balance = {
  property_name: "平江店", chain_name: "栖川酒店", name: "李*", tier: { name: "金卡", name_en: "Gold", until: "2027-03-31" },
  points: { balance: 2718, pending: 208, worth: { amount: "27.18", currency: "CNY" }, expiring: [{ on: "2026-12-31", points: 218 }, { on: "2027-06-30", points: 900 }] },
  wallet: { balance: { amount: "535.60", currency: "CNY" }, principal: { amount: "500.00", currency: "CNY" }, gift: { amount: "35.60", currency: "CNY" } }, coupons: 1, as_of: "2026-11-23T18:40:00+08:00", locale: "zh-CN",
};

export const business: Rule[] = [
  ["GET", /^\/plans$/, () => ({ json: PLANS })],
  ["POST", /^\/sign-ups$/, () => ({ status: 202, text: "" })],
  ["GET", /^\/sign-ups\/gone$/, () => ({ status: 404, json: { type: "/problems/dead-link", status: 404, title: "链接无效", detail: "链接无效或已过期。" } })],
  ["GET", /^\/sign-ups\/[^/]+$/, () => ({ json: { email: "chenli@qichuan.cn", name: "陈立", chain_name: "栖川酒店", slug: "qichuan", locale: "zh-CN", known: false } })],
  ["GET", /^\/sign-ups\/[^/]+\/slug$/, ({ query }) => ({ json: query.get("slug") === "taken" ? { free: false, says: { zh: "这个网址已被占用，换一个。", en: "This address is taken." } } : { free: true, says: null } })],
  ["GET", /^\/chains\/[^/]+\/first-run$/, () => ({ json: run })],
  ["PATCH", /^\/chains\/[^/]+\/first-run$/, ({ body }) => {
    const { skip = [], unskip = [], report_seen: seen, hidden } = body as { skip?: StepCode[]; unskip?: StepCode[]; report_seen?: boolean; hidden?: boolean };
    put(skip, "skipped");
    put(unskip, "open");
    if (seen) put(["report"], "done");
    if (hidden !== undefined) run = { ...run, shown: !hidden };
    return { json: run };
  }],
  ["GET", /^\/chains\/[^/]+\/billing$/, () => ({ json: billing() })],
  ["PATCH", /^\/chains\/[^/]+\/billing$/, ({ body }) => { ({ details } = body as { details: Billing["details"] }); return { json: billing() }; }],
  ["POST", /^\/chains\/[^/]+\/billing\/refresh$/, () => ({ json: billing() })],
  ["POST", /^\/chains\/[^/]+\/billing\/checkout$/, () => { standAs("active"); return { status: 201, json: { url: `/c/${CHAIN.slug}/billing?paid=cs_mock` } }; }],
  ["POST", /^\/chains\/[^/]+\/billing\/portal$/, () => { standAs("active"); return { status: 201, json: { url: `/c/${CHAIN.slug}/billing` } }; }],
  ["POST", /^\/chains\/[^/]+\/billing\/plan$/, ({ body }) => { terms = body as typeof terms; return { json: billing() }; }],
  ["GET", /^\/chains\/[^/]+\/billing\/preview$/, ({ query }) => ({ json: { due: query.get("quantity") ? "159.60" : "960.00", currency: "CNY", lines: [line("未用完的「连锁」退回", "-1276.80", true), line("「集团」剩余 12 天", "2236.80", true)] } })],
  ["GET", /^\/chains\/[^/]+\/billing\/invoices$/, () => ({ json: { next: null, results: [invoice(9, standing().level === "grace" ? "open" : "paid", "3192.00"), invoice(8, "paid", "3351.60"), invoice(7, "paid", "3192.00")] } })],
  ["POST", /^\/chains\/[^/]+\/properties\/[^/]+\/(close|reopen)$/, () => (refusesWriting() ? unpaid() : { json: CHAIN })],
  ["GET", /^\/balances\/dead$/, () => ({ status: 404, json: { type: "/problems/dead-link", status: 404, title: "链接无效", detail: "链接无效。" } })],
  ["GET", /^\/balances\/[^/]+$/, () => ({ json: BALANCE })],
  ["POST", /^\/properties\/[^/]+\/guests\/[^/]+\/balance-link$/, () => ({ status: 201, json: { url: "/m/m0cklink" } })],
  // The first that fits wins: with an unpaid chain every other change ends here.
  ["PATCH", /^\/chains\/[^/]+$/, () => (refusesWriting() ? unpaid() : { json: CHAIN })],
];
