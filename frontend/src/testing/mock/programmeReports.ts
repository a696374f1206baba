import type { Answer, Asked, Rule } from "./answers.ts";
import { HOUSES } from "./properties.ts";

/** What the programmes of the mockups' properties owe, give and cost. */

const yuan = (value: number) => value.toFixed(2);
const wave = (n: number, seed: number) => Math.sin(n / 9 + seed) * 0.02 + Math.sin(n / 3 + seed * 2) * 0.008;
const housesOf = (path: string) => HOUSES.filter(({ slug }) => !path.startsWith("/properties/") || path.includes(`/${slug}/`));
const days = (query: URLSearchParams): string[] => {
  const [from, to] = [Date.parse(query.get("from") ?? ""), Date.parse(query.get("to") ?? "")];
  return Array.from({ length: Math.round((to - from) / 86_400_000) + 1 }, (_, n) => new Date(from + n * 86_400_000).toISOString().slice(0, 10));
};
const head = ({ query }: Asked) => ({ from: query.get("from"), to: query.get("to"), as_of: new Date().toISOString() });
const TIERS = [["base", "普通会员", "Member", 0.68, 0.71], ["silver", "银卡", "Silver", 0.21, 0.19], ["gold", "金卡", "Gold", 0.084, 0.078], ["black", "黑卡", "Black", 0.026, 0.022]] as const;
const named = (code: string) => { const [, name = code, name_en = code] = TIERS.find(([one]) => one === code) ?? []; return { code, name, name_en }; };

function owed(guests: number, grown: number) {
  const points = Math.round(guests * 640 * grown);
  const pending = Math.round(points * 0.04);
  const [worth, principal, gift] = [(points + pending) * 0.05, guests * 21 * grown, guests * 4.6 * grown];
  return { points, base: Math.round(points * 0.8), bonus: Math.round(points * 0.2), pending, owed: 320, worth: yuan(worth), principal: yuan(principal), gift: yuan(gift), total: yuan(worth + principal + gift) };
}
function liability(asked: Asked): Answer {
  const houses = housesOf(asked.path);
  const guests = houses.reduce((sum, h) => sum + h.guests, 0) / 10;
  const all = days(asked.query);
  const grown = (n: number) => 0.86 + (n / all.length) * 0.14 + wave(n, 1);
  return { json: { ...head(asked), before: owed(guests, grown(0)), now: owed(guests, grown(all.length - 1)), days: all.map((day, n) => ({ day, ...owed(guests, grown(n)) })), properties: houses.map((h, n) => ({ property: h.slug, name: h.name, ...owed(h.guests / 10, 1 + wave(n, 3) * 8) })) } };
}
function redemption(asked: Asked): Answer {
  const row = (guests: number, used: number) => ({ issued: guests * 220, redeemed: Math.round(guests * 220 * used), expired: Math.round(guests * 12), redeemed_worth: yuan(guests * 220 * used * 0.041), redemption_rate: used });
  const houses = housesOf(asked.path);
  const whole = row(houses.reduce((sum, h) => sum + h.guests, 0), 0.312);
  const ways = [["bill", 0.46, 0.05], ["reward", 0.22, 0.028], ["night", 0.16, 0.025], ["tier", 0.08, 0.011], ["game", 0.05, 0.014], ["nine", 0.03, 3.5]] as const;
  return { json: { ...head(asked), ...whole, ways: ways.map(([way, share, worth]) => ({ way, points: Math.round(whole.redeemed * share), worth: yuan(whole.redeemed * share * Math.min(worth, 0.3)) })),
    rewards: [["breakfast", "早餐一份", "A breakfast", 812, 38, 16], ["night", "免费房晚", "A free night", 74, 300, 90], ["book", "苏州手绘地图", "Map of Suzhou", 61, 28, 11]].map(([code, name, name_en, count, price, cost]) => ({ code, name, name_en, count, price: yuan(Number(count) * Number(price)), cost: yuan(Number(count) * Number(cost)) })),
    properties: houses.map((h, n) => ({ property: h.slug, name: h.name, ...row(h.guests, 0.31 + wave(n * 7, 2) * 5) })) } };
}
function benefits(asked: Asked): Answer {
  const houses = housesOf(asked.path);
  const size = houses.length / 8;
  const use = (uses: number, price: number, cost: number) => ({ uses: Math.round(uses * size), price: yuan(Math.round(uses * size) * price), cost: yuan(Math.round(uses * size) * cost) });
  const rows = [["breakfast", "双人早餐", "Breakfast for two", 2140, 76, 32], ["upgrade", "升级房型", "Room upgrade", 640, 200, 40], ["gift", "随手礼", "Small gift", 1810, 25, 12], ["late", "延迟退房", "Late check-out", 2420, 50, 8], ["hold", "保留预订", "Booking held", 5210, 10, 0]] as const;
  const made = rows.map(([code, name, name_en, uses, price, cost]) => ({ code, name, name_en, ...use(uses, price, cost) }));
  const sum = (key: "price" | "cost") => made.reduce((all, row) => all + Number(row[key]), 0);
  const [cost, price, uses] = [sum("cost"), sum("price"), made.reduce((all, row) => all + row.uses, 0)];
  const part = (share: number, members: number) => ({ uses: Math.round(uses * share), price: yuan(price * share), cost: yuan(cost * share), members, cost_per_member: yuan((cost * share) / Math.max(1, members)) });
  return { json: { ...head(asked), total: part(1, Math.round(4210 * size)), rows: made, tiers: TIERS.slice(1).map(([code], n) => ({ ...named(code), ...part([0.24, 0.46, 0.3][n] ?? 0, Math.round(([2900, 1010, 300][n] ?? 0) * size)) })),
    properties: houses.map((h, n) => ({ property: h.slug, name: h.name, ...part(1 / houses.length, Math.round(526 * (1 + wave(n * 5, 4) * 9))) })),
    members: asked.path.startsWith("/properties/") ? [["g1", "李刚", "金卡", 31, 1804, 702], ["g2", "赵敏", "黑卡", 26, 1644, 610], ["g3", "黄丽", "金卡", 22, 1210, 488]].map(([guest_id, name, tier, n, p, c]) => ({ guest_id, name, tier, uses: n, price: yuan(Number(p)), cost: yuan(Number(c)) })) : [] } };
}
function tiers(asked: Asked): Answer {
  const houses = housesOf(asked.path);
  const guests = houses.reduce((sum, h) => sum + h.guests, 0);
  const all = days(asked.query);
  const at = (people: number, grown: number) => Object.fromEntries(TIERS.map(([code, , , now, then]) => [code, Math.round(people * (then + (now - then) * grown))]));
  const now = at(guests, 1);
  const before = at(guests, 0);
  const move = (from: string, to: string, kind: string, direction: string, count: number) => ({ from: named(from), to: named(to), kind, direction, count });
  return { json: { ...head(asked), tiers: TIERS.map(([code]) => ({ ...named(code), members: now[code], before: before[code] })), members: now, up: 2184, down: 612,
    moves: [move("base", "silver", "qualified", "up", 1402), move("base", "silver", "bought", "up", 318), move("silver", "gold", "qualified", "up", 296), move("gold", "black", "qualified", "up", 88), move("base", "gold", "matched", "up", 80), move("gold", "silver", "fell", "down", 402), move("silver", "base", "fell", "down", 210), move("silver", "gold", "second_chance", "up", 61)],
    days: all.map((day, n) => ({ day, members: at(guests, n / all.length + wave(n, 1)) })), properties: houses.map((h, n) => ({ property: h.slug, name: h.name, members: at(h.guests, 1), up: Math.round(h.guests / 46), down: Math.round(h.guests / (n === 0 ? 40 : 170)) })) } };
}
function wallet(asked: Asked): Answer {
  const houses = housesOf(asked.path);
  const flows = (guests: number) => ({ principal: yuan(guests * 2.1), gift: yuan(guests * 0.46), wallets: Math.round(guests / 90), topped_up: yuan(guests * 1.4), gift_given: yuan(guests * 0.38), charged_principal: yuan(guests * 1.1), charged_gift: yuan(guests * 0.3), refunded: yuan(guests * 0.04), forfeited: yuan(guests * 0.01), top_ups: Math.round(guests / 480), charges: Math.round(guests / 210) });
  const guests = houses.reduce((sum, h) => sum + h.guests, 0);
  const all = days(asked.query);
  return { json: { ...head(asked), ...flows(guests), days: all.map((day, n) => ({ day, principal: yuan(guests * (1.8 + (n / all.length) * 0.3 + wave(n, 5))), gift: yuan(guests * (0.4 + (n / all.length) * 0.06)) })), properties: houses.map((h) => ({ property: h.slug, name: h.name, ...flows(h.guests) })) } };
}
function coupons(asked: Asked): Answer {
  const row = (issued: number, rate: number, face: number) => ({ issued, redeemed: Math.round(issued * rate), redemption_rate: rate, face: yuan(issued * face), discount: yuan(issued * rate * face), cost: yuan(issued * rate * face * 0.6) });
  return { json: { ...head(asked), reference_rate: 0.15, total: row(18_420, 0.128, 21), rows: [["welcome", "满减券", "Over-and-off", 14_210, 0.104, 8], ["coffee", "咖啡券", "Coffee", 3_480, 0.192, 32], ["night", "免费房晚", "Free night", 730, 0.284, 300]].map(([code, name, name_en, issued, rate, face]) => ({ code, name, name_en, ...row(Number(issued), Number(rate), Number(face)) })),
    spend_per_visit: { with: "41.30", visits_with: 2358, without: "29.60", visits_without: 27_333, change: 0.39527 }, properties: housesOf(asked.path).map((h, n) => ({ property: h.slug, name: h.name, ...row(Math.round(h.guests / 5.3), 0.128 + wave(n * 6, 2) * 2.4, 21) })) } };
}
function settled({ query }: Asked): Answer {
  const place = (n: number) => ({ property: HOUSES[n]?.slug ?? "", name: HOUSES[n]?.name ?? "" });
  const flow = (points: number, transfers: number) => ({ points, transfers, value: yuan(points * 0.05) });
  const pairs = query.get("month") === "2026-01" ? [] : [
    { one: place(0), other: place(2), there: flow(42_000, 31), back: flow(11_800, 9), net: "1510.00", pays: place(0).property }, { one: place(2), other: place(7), there: flow(6_400, 5), back: flow(18_200, 14), net: "-590.00", pays: place(7).property },
    { one: place(4), other: place(5), there: flow(3_000, 2), back: null, net: "150.00", pays: place(4).property },
  ];
  const balances = new Map<string, { property: string; name: string; cents: number }>();
  for (const { one, other, net } of pairs) for (const [at, sign] of [[one, -1], [other, 1]] as const) balances.set(at.property, { ...at, cents: (balances.get(at.property)?.cents ?? 0) + sign * Math.round(Number(net) * 100) });
  return { json: { month: query.get("month"), currency: "CNY", pairs, balances: [...balances.values()].map(({ cents, ...at }) => ({ ...at, balance: yuan(cents / 100) })), sum: "0.00", open: 0 } };
}

export const programmeReports: Rule[] = [
  ["GET", /\/reports\/liability$/, liability], ["GET", /\/reports\/redemption$/, redemption], ["GET", /\/reports\/benefits$/, benefits], ["GET", /\/reports\/tiers$/, tiers],
  ["GET", /\/reports\/wallet$/, wallet], ["GET", /\/reports\/coupons$/, coupons], ["GET", /\/reports\/settlement$/, settled],
];
