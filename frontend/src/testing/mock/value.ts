import type { Approval, CouponHeld, Family, Fulfilment, MemberParts, NoticeRow, PointsEntry, TierClaim, WalletEntry, WalletHeld } from "../../api/valueTypes";
import type { Answer, Asked, Rule } from "./answers.ts";

/** What 李刚 holds, as on the mockup; points and stored value move, so that before and after can be seen. */

const sum = (cents: number) => ({ amount: `${cents < 0 ? "-" : ""}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, "0")}`, currency: "CNY" });
const words = (zh: string, en: string) => ({ zh, en });
const cents = (amount: string) => Math.round(Number(amount) * 100);
const now = () => new Date().toISOString();
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const problem = (code: string, detail: string): Answer => ({ status: 422, json: { type: `/problems/${code}`, status: 422, title: detail, detail } });

const LOTS: [ends: string, kind: "base" | "bonus", zh: string, en: string, points: number][] = [
  [day(22), "bonus", "入会礼", "Welcome gift", 218], ["2029-01-10", "base", "第 3 次入住", "3rd visit", 454], ["2029-02-11", "base", "第 4 次入住", "4th visit", 208], ["2029-03-24", "base", "第 5 次入住", "5th visit", 492],
  ["2029-05-13", "base", "第 6 次入住", "6th visit", 238], ["2029-07-10", "bonus", "第 7 次入住", "7th visit", 424], ["2029-07-10", "base", "第 7 次入住", "7th visit", 208], ["2029-09-11", "base", "第 8 次入住", "8th visit", 476],
];
let spent = 0;
const wallet = { principal: 41200, gift: 12360 };
const held = (): WalletHeld => ({ balance: sum(wallet.principal + wallet.gift), principal: sum(wallet.principal), gift: sum(wallet.gift) });
let coupons: CouponHeld[] = [
  { code: "8KQ2-M7XD-4H", kind: "coffee", name: "咖啡券", name_en: "Coffee", says: words("减 32 元", "32 yuan off"), expires_on: day(7), state: "open" },
  { code: "W3TR-9PVC-6B", kind: "welcome", name: "满减券", name_en: "Over-and-off", says: words("满 40 减 4，满 150 减 8", "4 off 40, 8 off 150"), expires_on: day(38), state: "open" },
];
const left: Record<string, number | null> = { late: null, breakfast: 2, upgrade: 1, gift: 0 };
const ELSEWHERE = { id: "g1", name: "李刚" };
const UNTOLD = { told_at: null, told_by: "" };
let notices: NoticeRow[] = [
  { id: "n1", kind: "punch.progress", guest: ELSEWHERE, says: words("再住 1 次就满 8 次，送 1 晚。", "One more visit and the eighth is free."), day: day(-2), until: null, ...UNTOLD },
  { id: "n2", kind: "points.ends", guest: ELSEWHERE, says: words(`218 积分 ${day(22)} 到期，这次可以抵 10.90 元。`, `218 points end on ${day(22)}: 10.90 yuan off this bill.`), day: day(-1), until: day(22), ...UNTOLD },
  { id: "n3", kind: "tier.near", guest: { id: "g6", name: "何洁" }, says: words("再住 2 晚升金卡，多早餐和升级房型。", "Two more nights bring gold: breakfast and an upgrade."), day: day(0), until: null, ...UNTOLD },
];
const UNSETTLED = { kind: "physical", game: null, coupons: [], ordered_by: "王芳", settled_at: null, settled_by: null, reason: null, posting_id: "48001", state: "open" as const };
let fulfilments: Fulfilment[] = [
  { id: "f1", guest: { id: "g3", name: "陈静" }, reward: { code: "book", name: "苏州手绘地图", name_en: "Map of Suzhou" }, quantity: 1, points: 2500, money: null, ordered_at: new Date(Date.now() - 7_200_000).toISOString(), ...UNSETTLED },
  { id: "f2", guest: { id: "g9", name: "赵一鸣" }, reward: { code: "breakfast", name: "早餐一份", name_en: "A breakfast" }, quantity: 2, points: 2000, money: sum(2000), ordered_at: new Date(Date.now() - 90_000_000).toISOString(), ...UNSETTLED },
];
const UNDECIDED = { decided_at: null, approved: null, decided_by: null, posting_id: null };
let approvals: Approval[] = [
  { id: "a1", kind: "points.adjust", guest: { id: "g4", name: "孙莉" }, says: words("加 20,000 奖励积分", "Add 20,000 bonus points"), reason: "投诉补偿", asked_by: { id: "s9", name: "王芳" }, asked_at: new Date(Date.now() - 3_600_000).toISOString(), mine: false, amount: 20_000, unit: "points", ...UNDECIDED },
  { id: "a2", kind: "wallet.refund", guest: ELSEWHERE, says: words("退储值 ¥1,500.00，客人的原因", "Refund 1,500.00, the guest's wish"), reason: "不再来", asked_by: { id: "s1", name: "许静" }, asked_at: new Date(Date.now() - 86_400_000).toISOString(), mine: true, amount: -150_000, unit: "cents", ...UNDECIDED },
];
let claims: TierClaim[] = [
  { id: "c1", guest: { id: "g8", name: "吴迪" }, partner: "亚朵", partner_tier: "金会员", tier: { code: "gold", name: "金卡", name_en: "Gold" }, proof: "会员卡号 AT88231，截图已存前台平板", claimed_at: new Date(Date.now() - 18_000_000).toISOString(), claimed_by: "王芳", state: "waiting", reviewed_at: null, reviewed_by: null, reason: "", until: null, settled_on: null },
];
let waiting = 0;
let consent = false;
let family: Family | null = { id: "fam1", members: [{ id: "g1", name: "李刚" }, { id: "g2", name: "李四" }], points: 4118 };

const benefit = (code: string, name: string, name_en: string, worth: number, allowance: number | null) => ({ code, name, name_en, price: sum(worth), kind: "other", period: "month", left: allowance === null ? null : (left[code] ?? 0), allowance, renews_on: allowance === null ? null : day(8), says: "" });

/** The member's part of a guest's card; only some guests have much. */
export function memberParts(id: string): MemberParts {
  const lots = LOTS.map(([expires_on, kind, zh, en, points], index) => ({ id: `l${index}`, kind, points, earned_on: "2026-01-10", expires_on, matures_on: null, origin: words(zh, en) }));
  const bonus = 642 - Math.min(642, spent);
  const base = 2076 - Math.max(0, spent - 642);
  return {
    tier: {
      code: "gold", name: "金卡", name_en: "Gold", rank: 2, kind: "qualified", since: "2026-03-25", until: "2027-03-31", grace_until: null,
      reason: words("2026-03-25 起为金卡：4 个月内住满 5 晚。", "Gold since 2026-03-25: 5 nights within 4 months."),
      next: { code: "black", name: "黑卡", name_en: "Black", ways: [{ measure: "visits", have: 6, need: 12, missing: 6, from: "2025-11-24", to: "2026-11-23", share: 0.5, says: words("再来 6 次", "6 more visits") }], brings: [{ code: "breakfast", name: "每天早餐", name_en: "breakfast every day" }, { code: "upgrade", name: "每月两次升级", name_en: "two upgrades a month" }] },
      keep: { by: "2027-03-31", ways: [{ measure: "nights", have: 2, need: 5, missing: 3, from: "2026-12-01", to: "2027-03-31", share: 0.4, says: words("再住 3 晚", "3 more nights") }, { measure: "spend", have: 560, need: 2000, missing: 1440, from: "2026-10-01", to: "2027-03-31", share: 0.28, says: words("再消费 1,440 元", "1,440 yuan more") }] },
      second_chance: null, elsewhere: id === "g1" ? { property_name: "湖东店", code: "silver", tier_name: "银卡", tier_name_en: "Silver" } : null,
    },
    points: {
      balance: base + bonus, base, bonus, pending: 208, owed: 0, worth: sum(Math.floor((base + bonus) * 5)),
      lots: [...lots, { id: "l9", kind: "pending", points: 208, earned_on: day(-1), expires_on: null, matures_on: day(2), origin: words("第 9 次入住", "9th visit") }], expiring: [{ on: day(22), points: 218 }],
    },
    wallet: held(), coupons,
    benefits: [
      benefit("late", "延迟退房到 14 点", "Check-out until 14:00", 5000, null), benefit("breakfast", "双人早餐", "Breakfast for two", 7600, 2), benefit("upgrade", "升级房型", "Room upgrade", 20000, 1), benefit("gift", "随手礼", "Small gift", 2500, 1),
    ],
    punch_cards: [{ code: "eight", name: "住 8 送 1", name_en: "Stay 8, get 1", have: 7, need: 8, missing: 1, owed: 0, filled: 0, share_free: 0.125, begun_on: "2025-10-01", counts: "visits", gives: { code: "night", name: "送 1 晚", name_en: "a free night" } }],
    worth: { stay_id: "s1", external_id: "F2611230", total: sum(27640), items: [
      { code: "discount", name: "房费 8.8 折", name_en: "12 % off the room", amount: sum(2640), says: words("房价 ¥220.00，一晚", "one night at ¥220.00") }, { code: "upgrade", name: "升级房型", name_en: "Room upgrade", amount: sum(20000), says: words("大床房升豪华房，差价", "to a deluxe room, the difference") },
      { code: "late", name: "延迟退房到 14 点", name_en: "Check-out until 14:00", amount: sum(5000), says: words("半天房费按价目", "by the price list") },
    ] },
    notices: notices.filter(({ guest }) => guest.id === id), second_approvals: waiting,
  };
}

const entries: PointsEntry[] = [];
let after = 2718;
const LOG: [days: number, kind: string, points: number, zh: string, en: string, actor: string][] = [
  [-2, "points.earn", 476, "第 8 次入住，房费 ¥476.00", "8th visit, room ¥476.00", "系统"], [-65, "points.redeem", -1000, "换早餐一份，另付 10 元", "A breakfast, with 10 yuan", "王芳"], [-136, "points.earn", 632, "第 7 次入住，含金卡多 30 %", "7th visit, with gold's 30 %", "系统"],
  [-194, "points.earn", 238, "第 6 次入住", "6th visit", "系统"], [-235, "expiry", -120, "2023 年的积分到期", "Points of 2023 ended", "系统"], [-300, "points.adjust", 200, "补记入住", "A missing stay", "许静"],
];
for (const [days, kind, points, zh, en, actor] of LOG) {
  entries.push({ id: `e${entries.length}`, at: new Date(Date.now() + days * 86_400_000).toISOString(), on: day(days), kind, points, base: points, bonus: 0, by_hand: kind !== "points.earn" && kind !== "expiry", expired: kind === "expiry" ? [{ lot: "l77", kind: "base", earned_on: day(days - 1000), points: -points, left: -points }] : [], after, reason: words(zh, en), actor, posting_id: String(48210 - entries.length), corrects: null, reversed_by: null });
  after -= points;
}
const PLAIN = { note: "", approved_by: null, stay: null, reference: "", corrects: null, reversed_by: null };
const moneyEntries: WalletEntry[] = [
  { id: "w1", at: new Date(Date.now() - 65 * 86_400_000).toISOString(), on: day(-65), kind: "wallet_charge", principal: sum(-58800), gift: sum(-17640), after: sum(53560), reason: words("房费", "Room"), actor: "王芳", posting_id: "47120", ...PLAIN, stay: "F2609101" },
  { id: "w2", at: new Date(Date.now() - 280 * 86_400_000).toISOString(), on: day(-280), kind: "wallet_top_up", principal: sum(100000), gift: sum(30000), after: sum(130000), reason: words("充 1,000 送 300", "1,000 with 300 on top"), actor: "许静", posting_id: "39011", ...PLAIN },
];

let posting = 50_000;
const posted = (kind: string) => ({ id: String(++posting), kind, at: now(), reason: null });

function move(points: number, zh: string, en: string, more: object = {}): Answer {
  const before = 2718 - spent;
  if (before + points < 0) return problem("insufficient-points", `积分不够：现有 ${before} 分，要 ${-points} 分。`);
  spent -= points;
  const made = posted("points.redeem");
  entries.unshift({ id: `e${made.id}`, at: made.at, on: day(0), kind: made.kind, points, base: points, bonus: 0, by_hand: true, expired: [], after: before + points, reason: words(zh, en), actor: "陈立", posting_id: made.id, corrects: null, reversed_by: null });
  return { json: { posting: made, before, after: before + points, points, ...more } };
}

const PRICES: Record<string, number> = { breakfast: 1000, book: 2500, night: 12000, coffee: 9, wheel: 50, gold: 20000 };
function redeem({ body }: Asked): Answer {
  const asked = body as { way: string; code?: string; points?: number; bill?: string };
  if (asked.way === "bill") {
    const off = Math.floor(((asked.points ?? 0) * 5000) / 1000);
    return move(-(asked.points ?? 0), "抵账单", "Off a bill", { money_off: sum(off), to_pay: sum(cents(asked.bill ?? "0") - off) });
  }
  const points = asked.points ?? PRICES[asked.code ?? ""] ?? 0;
  if (asked.way === "game") return move(-points, "周末大转盘", "Weekend wheel", { prize: Math.random() < 0.5 ? { code: "p10", name: "10 积分", name_en: "10 points" } : null });
  return move(-points, "积分兑换", "Redeemed", asked.way === "nine" ? { coupon: coupons[0] } : { fulfilment: { id: "f9", state: "open", coupons: [] } });
}

function reverse({ body }: Asked): Answer {
  const { posting: id } = body as { posting: string };
  const found = entries.find((entry) => entry.posting_id === id);
  if (found?.reversed_by) return problem("already-used", "这笔已经冲正过。");
  if (found) found.reversed_by = "51";
  return move(-(found?.points ?? 0), "冲正", "Reversed");
}

function purse(kind: string, principal: number, gift: number, says: { zh: string; en: string }): Answer {
  const before = held();
  wallet.principal += principal;
  wallet.gift += gift;
  const made = posted(kind);
  moneyEntries.unshift({ id: `w${made.id}`, at: made.at, on: day(0), kind, principal: sum(principal), gift: sum(gift), after: held().balance, reason: says, actor: "陈立", posting_id: made.id, ...PLAIN });
  return { json: { posting: made, receipt: "2026-000417", before, after: held(), principal: sum(Math.abs(principal)), gift: sum(Math.abs(gift)) } };
}

const HOUSE = "^/properties/[^/]+";
const at = (rest: string) => new RegExp(`${HOUSE}${rest}$`);
const GUEST = "/guests/(\\w+)";

export const value: Rule[] = [
  ["GET", at("/rewards"), () => ({ json: { results: [
    { code: "breakfast", name: "早餐一份", name_en: "A breakfast", kind: "service", points: 1000, money: sum(1000), price: sum(3800), left: null, from_tier: null, says: "" }, { code: "book", name: "苏州手绘地图", name_en: "Map of Suzhou", kind: "physical", points: 2500, money: sum(0), price: sum(2800), left: 119, from_tier: null, says: "" },
    { code: "tea", name: "碧螺春礼盒", name_en: "Tea box", kind: "physical", points: 1800, money: sum(0), price: sum(6800), left: 0, from_tier: null, says: "" }, { code: "night", name: "免费房晚", name_en: "A free night", kind: "night", points: 12000, money: sum(0), price: sum(30000), left: 58, from_tier: null, says: "" },
    { code: "suite", name: "套房体验", name_en: "A night in a suite", kind: "night", points: 2000, money: sum(9900), price: sum(120000), left: 3, from_tier: "black", says: "" },
  ] } })],
  ["GET", at("/games"), () => ({ json: { results: [{ code: "wheel", name: "周末大转盘", name_en: "Weekend wheel", kind: "wheel", points: 50, daily: 3, open: true, nothing_per_10000: 6700, prizes: [{ code: "p10", name: "10 积分", name_en: "10 points", per_10000: 3000 }, { code: "coffee", name: "咖啡券", name_en: "Coffee", per_10000: 300 }] }] } })],
  ["GET", at(`${GUEST}/points`), () => ({ json: { family, offers: [{ code: "coffee", have: 3, need: 2, met: true }], entries, next: null } })],
  ["GET", at(`${GUEST}/points/explain`), ({ query }) => ({ json: { on: query.get("on"), balance: 2718, says: [words("前一天 2,242 分", "2,242 points the day before"), words("第 8 次入住，+476 分", "8th visit, +476 points")] } })],
  ["GET", at(`${GUEST}/wallet`), () => ({ json: { entries: moneyEntries, next: null, refunds: [], refundable: [
    { cause: "seven_days", most: sum(0), gift_lost: sum(0), allowed: false, says: words("充值已过 7 天，或已经用过", "More than 7 days ago, or used since") }, { cause: "merchant", most: sum(wallet.principal), gift_lost: sum(wallet.gift), allowed: true, says: words("用掉的按折后价算", "What was used counts at its discount") },
    { cause: "guest", most: sum(Math.max(0, wallet.principal - 17640)), gift_lost: sum(wallet.gift), allowed: true, says: words("用掉的按原价算", "What was used counts in full") },
  ] } })],
  ["GET", at(`${GUEST}/tier/history`), () => ({ json: { results: [
    { id: "t2", at: "2026-03-25T03:30:00Z", from: { code: "silver", name: "银卡", name_en: "Silver" }, to: { code: "gold", name: "金卡", name_en: "Gold" }, kind: "qualified", until: "2027-03-31", reason: words("4 个月内住满 5 晚", "5 nights within 4 months"), actor: "系统" },
    { id: "t1", at: "2026-01-20T03:30:00Z", from: null, to: { code: "silver", name: "银卡", name_en: "Silver" }, kind: "qualified", until: "2027-01-31", reason: words("12 个月内来了 3 次", "3 visits within 12 months"), actor: "系统" },
  ] } })],
  ["POST", at(`${GUEST}/points/redeem`), redeem],
  ["POST", at(`${GUEST}/points/reverse`), reverse],
  ["POST", at(`${GUEST}/points/adjust`), ({ body }) => {
    const { points, reason } = body as { points: number; reason: string };
    if (Math.abs(points) < 10_000) return move(points, reason, reason);
    waiting += 1;
    return { status: 202, json: { approval: approvals[0] } };
  }],
  ["POST", at(`${GUEST}/points/reinstate`), ({ body }) => {
    const { lot, reason } = body as { lot: string; reason: string };
    const found = entries.flatMap(({ expired }) => expired).find((ended) => ended.lot === lot);
    if (!found || found.left === 0) return problem("nothing-expired", "这一批没有到期的积分。");
    const brought = found.left;
    found.left = 0;
    return move(brought, `恢复过期积分：${reason}`, `Expired points reinstated: ${reason}`);
  }],
  ["POST", at(`${GUEST}/points/transfer`), ({ body }) => move(-(body as { points: number }).points, "转赠", "Given")],
  ["POST", at(`${GUEST}/points/purchase`), ({ body }) => move((body as { points: number }).points, "购买", "Bought")],
  ["POST", at(`${GUEST}/wallet/top-ups`), ({ body }) => {
    const { pay } = body as { pay: string };
    return purse("wallet_top_up", cents(pay), cents({ "500.00": "100.00", "1000.00": "300.00" }[pay] ?? "0"), words(`充 ${pay}`, `Paid ${pay}`));
  }],
  ["POST", at(`${GUEST}/wallet/charges`), ({ body }) => {
    const { amount, what } = body as { amount: string; what: string };
    const whole = wallet.principal + wallet.gift;
    if (cents(amount) > whole) return problem("insufficient-funds", `余额不够：现有 ${sum(whole).amount} 元。`);
    const gift = Math.floor((2 * cents(amount) * wallet.gift + whole - 1) / (2 * whole));
    return purse("wallet_charge", gift - cents(amount), -gift, words(what, what));
  }],
  ["POST", at(`${GUEST}/wallet/refunds`), ({ body }) => {
    const { amount, all } = body as { amount?: string; all?: boolean };
    return purse("wallet_refund", all ? -wallet.principal : -cents(amount ?? "0"), all ? -wallet.gift : 0, words("退款", "Refund"));
  }],
  ["POST", at(`${GUEST}/wallet/reverse`), () => purse("reversal", 5000, 1500, words("冲正", "Reversed"))],
  ["GET", at("/wallet/receipts/(\\w+)"), ({ groups }) => ({ json: { number: groups[0], property_name: "栖川酒店 · 平江店", guest_name: "李刚", at: now(), kind: "topup", lines: [{ says: words("充值本金", "Principal"), amount: sum(100000) }, { says: words("赠金", "Gift"), amount: sum(30000) }], balance: held(), actor: "陈立" } })],
  ["POST", at(`${GUEST}/benefits/(\\w+)/use`), ({ groups }) => {
    const code = groups[1] ?? "";
    const has = left[code];
    if (has === 0) return problem("exhausted", "这项权益这个月用完了。");
    if (typeof has === "number") left[code] = has - 1;
    return { json: { use: { id: code }, left: left[code] ?? null } };
  }],
  ["POST", at("/benefit-uses/(\\w+)/undo"), ({ groups }) => {
    const code = groups[0] ?? "";
    const has = left[code];
    if (typeof has === "number") left[code] = has + 1;
    return { json: {} };
  }],
  ["GET", at(`${GUEST}/coupons`), () => ({ json: { results: coupons, next: null } })],
  ["POST", at(`${GUEST}/coupons`), ({ body }) => {
    const made: CouponHeld = { code: `NEW-${++posting}`, kind: (body as { kind: string }).kind, name: "咖啡券", name_en: "Coffee", says: words("减 32 元", "32 yuan off"), expires_on: day(30), state: "open" };
    coupons = [...coupons, made];
    return { status: 201, json: made };
  }],
  ["GET", at("/coupons/([\\w-]+)"), ({ groups }) => {
    const found = coupons.find(({ code }) => code.replaceAll("-", "") === groups[0]?.replaceAll("-", "").toUpperCase());
    return found ? { json: { ...found, guest: ELSEWHERE } } : { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有这张券，核对券码。" } };
  }],
  ["POST", at("/coupons/([\\w-]+)/redeem"), ({ groups, body }) => {
    const found = coupons.find(({ code }) => code === groups[0]);
    if (!found) return problem("already-used", "这张券已经用过了。");
    coupons = coupons.filter((one) => one !== found);
    const bill = cents((body as { bill: string }).bill);
    const off = Math.min(bill, found.kind === "coffee" ? 3200 : bill >= 15000 ? 800 : 400);
    return { json: { coupon: { ...found, state: "redeemed" }, bill: sum(bill), off: sum(off), to_pay: sum(bill - off) } };
  }],
  ["POST", at(`${GUEST}/tier/(buy|grant)`), () => ({ json: { tier: memberParts("g1").tier } })],
  ["POST", at(`${GUEST}/tier/match`), () => ({ status: 201, json: claims[0] })],
  ["PUT", at(`${GUEST}/family`), ({ body }) => { family = { id: "fam1", points: 4118, members: [...new Set(["g1", ...(body as { members: string[] }).members])].map((id) => ({ id, name: { g1: "李刚", g2: "李四" }[id] ?? "家人" })) }; return { json: { family } }; }],
  ["DELETE", at(`${GUEST}/family`), () => { family = null; return { json: { family } }; }],
  ["GET", at(`${GUEST}/elsewhere`), () => ({ json: { cards: consent ? [{ property: "qichuan-hudong", name: "湖东店", tier: "银卡", tier_en: "Silver", last_visit_on: "2026-05-02", visits: 3, preferences: ["高楼层", "荞麦枕"] }] : [], points: [{ property: "qichuan-hudong", name: "湖东店", points: 620, worth: "31.00" }] } })],
  ["POST", at(`${GUEST}/points/spend-elsewhere`), ({ body }) => { const { points, bill, home } = body as { points: number; bill: string; home: string }; return { json: { transfer: "1", home, points, money_off: sum(points * 5).amount, to_pay: sum(cents(bill) - points * 5).amount, state: "done" } }; }],
  ["GET", at(`${GUEST}/consents`), () => ({ json: { results: [{ purpose: "chain_card", given: consent, wording: "", through: "desk", at: now(), by_name: "王芳" }] } })],
  ["POST", at(`${GUEST}/consents`), ({ body }) => { consent = (body as { given: boolean }).given; return { json: { results: [{ purpose: "chain_card", given: consent, wording: "", through: "desk", at: now(), by_name: "王芳" }] } }; }],
  ["GET", at("/notices"), () => ({ json: { results: notices, next: null } })],
  ["POST", at("/notices/(\\w+)/told"), ({ groups }) => { notices = notices.filter(({ id }) => id !== groups[0]); return { json: {} }; }],
  ["GET", at("/fulfilments"), () => ({ json: { results: fulfilments, next: null } })],
  ["POST", at("/fulfilments/(\\w+)/(?:confirm|cancel)"), ({ groups }) => { fulfilments = fulfilments.filter(({ id }) => id !== groups[0]); return { json: {} }; }],
  ["GET", at("/approvals"), () => ({ json: { results: approvals, next: null } })],
  ["POST", at("/approvals/(\\w+)"), ({ groups }) => { approvals = approvals.filter(({ id }) => id !== groups[0]); return { json: {} }; }],
  ["GET", at("/tier-matches"), () => ({ json: { results: claims, next: null } })],
  ["POST", at("/tier-matches/(\\w+)"), ({ groups }) => { claims = claims.filter(({ id }) => id !== groups[0]); return { json: {} }; }],
];
