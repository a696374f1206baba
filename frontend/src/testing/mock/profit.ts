import type { Costs, CostsGiven, Product, Profit, ProfitRow } from "../../api/profitTypes";
import type { Asked, Answer, Rule } from "./answers.ts";
import { HOUSES } from "./properties.ts";

/** Products, costs and profit of the made-up houses. */

let products: Product[] = ([
  ["breakfast", "早餐", "Breakfast", "service", "餐饮", "位", 38, 14, null, 812], ["fruit", "果盘", "Fruit plate", "product", "餐饮", "份", 28, 9.5, 14, 121], ["milk", "睡前牛奶", "Bedtime milk", "product", "餐饮", "杯", 12, 3.2, 46, 88], ["late_out", "延迟退房到 18 点", "Check-out at 6 pm", "service", "房务", "次", 80, null, null, 63],
  ["laundry", "洗衣", "Laundry", "service", "房务", "件", 25, 8, null, 54], ["pickup", "高铁站接站", "Pick-up", "service", "出行", "次", 60, 42, null, 31], ["tea", "平江伴手礼茶", "Gift of tea", "product", "伴手礼", "盒", 128, 71, 22, 26], ["umbrella", "雨伞", "Umbrella", "product", "伴手礼", "把", 39, null, 3, 18], ["old", "旧款浴袍", "Old bathrobe", "product", "伴手礼", "件", 199, 120, 0, 0],
] as const).map(([code, name, name_en, kind, category, unit, price, cost, stock, sold]) => ({
  code, name, name_en, kind, category, unit, price: price.toFixed(2), cost: cost === null ? null : cost.toFixed(2), margin: cost === null ? null : (price - cost) / price, stock, active: code !== "old", sold_90: sold, amount_90: (price * sold).toFixed(2),
}));

const costs: Costs = {
  rooms: [{ room_type: "大床房", cost: "46.00", visits_90: 1410 }, { room_type: "双床房", cost: "52.00", visits_90: 1102 }, { room_type: "家庭房", cost: null, visits_90: 388 }, { room_type: "套房", cost: null, visits_90: 143 }], fnb_cost_share: 0.38, other_cost_share: null,
  commissions: ([["携程", "ota", 0.15, 780, true], ["会员", "member", null, 690, false], ["协议单位", "corporate", 0, 577, true], ["小程序", "member", null, 410, false], ["美团", "ota", null, 323, true], ["飞猪", "ota", 0.1, 141, true], ["散客", "walk_in", null, 122, false], ["Booking", "ota", 0.18, 60, true]] as const).map(([source, channel, share, visits_90, needed]) => ({ source, channel, share, visits_90, needed, ...(source === "携程" && { since: "2026-07-01", earlier: [{ since: null, share: 0.12 }] }) })),
  changed_at: new Date(Date.now() - 86_400_000).toISOString(), changed_by_name: "许静", costs_hold: { zh: "房间成本、成本率和佣金按入住当天的设置计算。", en: "Room costs, cost shares and commissions are those of the day of check-in." },
};

const two = (value: number) => value.toFixed(2);
function made(key: string, name: string, visits: number, adr: number, commission: number, drill: ProfitRow["drill"], unknown: Profit["unknown"] = []): ProfitRow {
  const nights = Math.round(visits * 1.4);
  const revenue = nights * adr * 1.07;
  const [paid, rooms, goods, given] = [nights * adr * commission, nights * 49, revenue * 0.026, visits * 1.6];
  const profit = revenue - paid - rooms - goods - given;
  return { key, name, visits, nights, revenue: two(revenue), commission: two(paid), rooms: two(rooms), goods: two(goods), given: two(given), profit: two(profit), share: revenue ? profit / revenue : null, unknown, profit_per_visit: visits ? two(profit / visits) : null, profit_per_night: nights ? two(profit / nights) : null, drill };
}
function summed(rows: readonly ProfitRow[]): ProfitRow {
  const sum = (pick: (row: ProfitRow) => string | number) => rows.reduce((all, row) => all + Number(pick(row)), 0);
  const [revenue, profit, visits, nights] = [sum((r) => r.revenue), sum((r) => r.profit), sum((r) => r.visits), sum((r) => r.nights)];
  return { key: "", name: "", visits, nights, revenue: two(revenue), commission: two(sum((r) => r.commission)), rooms: two(sum((r) => r.rooms)), goods: two(sum((r) => r.goods)), given: two(sum((r) => r.given)), profit: two(profit), share: revenue ? profit / revenue : null, unknown: rows.flatMap((row) => row.unknown), profit_per_visit: visits ? two(profit / visits) : null, profit_per_night: nights ? two(profit / nights) : null, drill: null };
}
const UNKNOWN: Profit["unknown"] = [{ what: "commission", of: "美团" }];
const ROOMS: Profit["unknown"] = [{ what: "rooms", of: "家庭房" }, { what: "rooms", of: "套房" }, { what: "other", of: "" }];

function report({ query, path }: Asked): Answer {
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  const by = query.get("by") ?? "source";
  const drill = (which: object) => ({ from, to, ...which });
  const rows = {
    source: costs.commissions.map(({ source, share, visits_90: visits }) => made(source, source, visits ?? 0, { 会员: 262, 小程序: 268, 携程: 236 }[source] ?? 244, share ?? 0, drill({ source }), source === "美团" ? UNKNOWN : source === "会员" ? ROOMS : [])),
    channel: (["ota", "member", "corporate", "walk_in"] as const).map((channel, index) => made(channel, channel, [1304, 1100, 577, 122][index] ?? 0, [238, 264, 231, 248][index] ?? 0, channel === "ota" ? 0.13 : 0, drill({ channel }), channel === "ota" ? UNKNOWN : [])),
    room_type: costs.rooms.map(({ room_type, visits_90: visits }, index) => made(room_type, room_type, visits ?? 0, [228, 246, 312, 486][index] ?? 0, 0.05, drill({ room_type }), index > 1 ? [{ what: "rooms", of: room_type }] : [])),
    product: products.filter(({ sold_90: sold }) => sold > 0).map((one) => { const revenue = Number(one.amount_90); const goods = Number(one.cost ?? 0) * one.sold_90; return { ...made(one.code, one.name, 0, 0, 0, null, one.cost === null ? [{ what: "product", of: one.name }] : []), visits: one.sold_90, quantity: one.sold_90, revenue: two(revenue), goods: two(goods), given: "0.00", profit: two(revenue - goods), share: (revenue - goods) / revenue, profit_per_visit: null, profit_per_night: null }; }),
    month: ["2026-08", "2026-09", "2026-10", "2026-11"].map((month, index) => made(month, month, [260, 1040, 1212, 590][index] ?? 0, [236, 241, 266, 238][index] ?? 0, 0.058, drill({}))),
    property: HOUSES.map((house) => made(house.slug, house.name, house.visits, house.adr, (house.mix[2] / 100) * 0.15, drill({ property: house.slug }), house.slug === "qichuan-hudong" ? UNKNOWN : [])),
  }[by] ?? [];
  if (by === "source" && path.startsWith("/properties")) rows.push({ ...made("-", "", 0, 0, 0, null), revenue: "1260.00", goods: "402.00", profit: "858.00", share: 0.681 });
  return { json: { from, to, by, as_of: new Date().toISOString(), rows, total: summed(rows), costs_hold: costs.costs_hold } };
}

export const profit: Rule[] = [
  ["GET", /\/reports\/profit$/, report],
  ["GET", /^\/properties\/[^/]+\/products$/, ({ query }) => ({ json: { results: products.filter((one) => (query.get("active") !== "true" || one.active) && (one.name + one.code).includes(query.get("q") ?? "") && (!query.get("category") || one.category === query.get("category"))) } })],
  ["PUT", /^\/properties\/[^/]+\/products\/(.+)$/, ({ groups, body }) => {
    const code = decodeURIComponent(groups[0] ?? "");
    const sent = body as Product;
    const old = products.find((one) => one.code === code);
    const now = { ...(old ?? { code, sold_90: 0, amount_90: "0.00", margin: null, cost: null }), ...sent };
    products = old ? products.map((one) => (one === old ? now : one)) : [...products, now];
    return { json: now };
  }],
  ["GET", /^\/properties\/[^/]+\/costs$/, () => ({ json: costs })],
  ["PUT", /^\/properties\/[^/]+\/costs$/, ({ body }) => {
    const { commissions = [], rooms, fnb_cost_share = costs.fnb_cost_share, other_cost_share = costs.other_cost_share } = body as CostsGiven;
    Object.assign(costs, { fnb_cost_share, other_cost_share });
    costs.commissions = costs.commissions.map((one) => ({ ...one, ...commissions.find(({ source }) => source === one.source) }));
    if (rooms) costs.rooms = [...costs.rooms.filter(({ room_type: type }) => type).map((one) => ({ ...one, cost: rooms.find(({ room_type: type }) => type === one.room_type)?.cost ?? null })), ...rooms.filter(({ room_type: type }) => type === "").map((one) => ({ ...one, visits_90: null }))];
    return { json: costs };
  }],
];
