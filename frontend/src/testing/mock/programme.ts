import type { Change, Flaw } from "../../api/programmeTypes";
import type { Answer, Asked, Rule } from "./answers.ts";
import { ECONOMY, MIDSCALE, RESORT } from "./programmeDocument.ts";
import { HOUSES } from "./properties.ts";

/** A property with a programme, one without any, and the chain's; what is written stays until the server ends. */

type Doc = Record<string, unknown>;
interface Version { number: number; effective_on: string; published_at: string; published_by: string; note: string; origin: "property" | "chain"; programme: Doc; changes: Change[] }
interface House { versions: Version[]; draft: { programme: Doc; saved_at: string; saved_by: string } | null; locked: string[] }

const version = (number: number, day: string, note: string, changes: Change[], origin: "property" | "chain" = "property"): Version =>
  ({ number, effective_on: day, published_at: `${day}T02:10:00Z`, published_by: origin === "chain" ? "陈立" : "许静", note, origin, programme: MIDSCALE, changes });
const fresh = (slug: string): House => {
  if (slug.endsWith("hudong")) return { versions: [], draft: null, locked: [] };
  const first = version(1, "2026-01-06", "开始做会员", []);
  const second = version(2, "2026-05-01", "总部统一权益与复核线", [{ pointer: "/benefits/4", before: null, after: { code: "upgrade", name: "升级房型" } }, { pointer: "/two_persons/money", before: "2000.00", after: "1000.00" }], "chain");
  const third = version(3, "2026-09-01", "金卡加早餐，升级条件放宽", [{ pointer: "/tiers/levels/2/qualify/0/at_least", before: 6, after: 5 }, { pointer: "/tiers/levels/2/discount_percent", before: 10, after: 12 }]);
  return { versions: [third, second, first], draft: null, locked: slug.endsWith("nanhu") ? ["benefits", "two_persons"] : [] };
};
const houses = new Map<string, House>();
function houseOf({ path }: Asked): House {
  const slug = path.split("/")[2] ?? "";
  const found = houses.get(slug) ?? fresh(slug);
  houses.set(slug, found);
  return found;
}

function state(house: House): Answer {
  const [now] = house.versions;
  return { json: { version: now?.number ?? 0, effective_on: now?.effective_on ?? null, published_at: now?.published_at ?? null, published_by: now?.published_by ?? null, note: now?.note ?? "", origin: now?.origin ?? "property", locked: house.locked, programme: now?.programme ?? null, planned: [], draft: house.draft } };
}

interface Checked { tiers?: { levels?: { name?: string }[]; prices?: { from_tier: string; to_tier: string; price: string }[]; prices_free?: boolean }; points?: { expiry?: { kind?: string; reason?: string } } }

/** A few of the server's rules, enough to see flaws come and go. */
function flaws(document: Checked): { problems: Flaw[]; warnings: Flaw[] } {
  const problems: Flaw[] = [];
  document.tiers?.levels?.forEach((level, index) => {
    if (!level.name) problems.push({ pointer: `/tiers/levels/${index}/name`, code: "too_short", detail: "等级要有名称。" });
  });
  const prices = document.tiers?.prices ?? [];
  const of = (from: string, to: string) => Number(prices.find((one) => one.from_tier === from && one.to_tier === to)?.price ?? NaN);
  const [steps, direct] = [of("base", "silver") + of("silver", "gold"), of("base", "gold")];
  if (!document.tiers?.prices_free && steps !== direct && !Number.isNaN(steps + direct)) {
    problems.push({ pointer: `/tiers/prices/${prices.findIndex((one) => one.from_tier === "base" && one.to_tier === "gold")}/price`, code: "not_the_sum", detail: `直升价 ${direct} 元应等于逐级之和 ${steps} 元。` });
  }
  if (document.points?.expiry?.kind === "never" && !document.points.expiry.reason) problems.push({ pointer: "/points/expiry/reason", code: "needs_reason", detail: "积分永不到期要写明理由。" });
  return { problems, warnings: [] };
}

function put(asked: Asked): Answer {
  const house = houseOf(asked);
  const { programme, note = "", effective_on } = asked.body as { programme: Doc; note?: string; effective_on?: string };
  const { problems } = flaws(programme);
  if (problems.length) return { status: 400, json: { type: "/problems/invalid", status: 400, title: "不对", detail: `方案里有 ${problems.length} 处要改。`, errors: problems } };
  if (asked.query.get("dry_run")) return { json: dryRun(programme) };
  const today = new Date().toISOString();
  house.versions.unshift({ number: house.versions.length + 1, effective_on: effective_on ?? today.slice(0, 10), published_at: today, published_by: "陈立", note, origin: "property", programme, changes: [] });
  house.draft = null;
  return state(house);
}

function dryRun(programme: Doc) {
  const levels = (programme.tiers as { levels: { code: string; name: string; name_en: string }[] }).levels;
  const now = [6120, 1904, 702, 215];
  const then = [5702, 2168, 843, 228];
  return {
    from: "2025-11-23", to: "2026-11-22", guests: 8941, moved_up: 546, moved_down: 18, looked_at: 8941, points: { earned: 2_184_300, earned_now: 2_010_000, liability: "109215.00" }, benefits_cost: "61280.00", coupons_cost: "18420.00", punch_cards: { filled: 96, cost: "8640.00" },
    total_cost: "197555.00", share_of_revenue: 0.0591, room_revenue: "3345210.00", warnings: [],
    tiers: levels.map(({ code, name, name_en }, n) => ({ code, name, name_en, members_now: now[n] ?? 0, members_then: then[n] ?? 120, up: n === 0 ? 0 : [0, 402, 131, 13][n] ?? 120, down: [14, 4, 0, 0][n] ?? 0, benefits_cost: ["0.00", "14200.00", "31480.00", "15600.00"][n] ?? "0.00" })),
    examples: [
      { guest_id: "g1", name: "李刚", from: "silver", to: "gold", why: { zh: "4 个月内住了 6 晚，金卡要 5 晚。", en: "6 nights within 4 months; gold needs 5." } }, { guest_id: "g2", name: "赵敏", from: "base", to: "silver", why: { zh: "12 个月内来了 3 次，银卡要 3 次。", en: "3 visits within 12 months; silver needs 3." } },
      { guest_id: "g3", name: "黄丽", from: "gold", to: "silver", why: { zh: "12 个月内只住了 4 晚，保金卡要 8 晚。", en: "4 nights within 12 months; keeping gold needs 8." } },
    ],
  };
}

const HISTOGRAM = [5480, 1630, 702, 398, 240, 165, 110, 78, 52, 86];
function advice({ query }: Asked): Answer {
  const all = HISTOGRAM.reduce((sum, n) => sum + n, 0);
  const from = (k: number) => HISTOGRAM.slice(k - 1).reduce((sum, n) => sum + n, 0) / all;
  const tiers = [...query].filter(([code]) => code !== "months").map(([code, wanted]) => {
    const share = Number(wanted);
    const threshold = Math.max(1, [...Array(10).keys()].map((n) => n + 1).find((k) => from(k) <= share) ?? 10);
    return { code, share_wanted: share, threshold, share: from(threshold), share_below: from(Math.max(1, threshold - 1)), members: Math.round(from(threshold) * all), benefits_cost: `${Math.round(from(threshold) * all * 14)}.00` };
  });
  return { json: { from: "2025-11-23", to: "2026-11-22", guests: all, histogram: HISTOGRAM.map((guests, n) => ({ visits: n === 9 ? "10+" : String(n + 1), guests, share: guests / all })), tiers } };
}

function generated({ body }: Asked): Answer {
  const { how, measure, first, step = 0, ratio = "2", months, tiers } = body as { how: string; measure: string; first: number; step?: number; ratio?: string; months: number; tiers: string[] };
  return { json: { tiers: tiers.map((code, n) => ({ code, qualify: [{ measure, at_least: how === "geometric" ? Math.round(first * Number(ratio) ** n) : first + n * step, months: months }] })), warnings: [] } };
}

const way = (kind: string, code: string | null, name: string, name_en: string, points: number, worth: number) => ({ way: kind, code, name, name_en, points, worth: worth.toFixed(2), per_point: (worth / points).toFixed(4) });
const COHERENCE = { currency: "CNY", sold_too_cheap: [], spread: { least: "0.0110", most: "0.0500", least_way: "gold", most_way: "bill" }, ways: [
  way("bill", null, "抵房费", "Off the bill", 1000, 50), way("reward", "breakfast", "早餐一份", "A breakfast", 1000, 28), way("night", "night", "免费房晚", "A free night", 12000, 300), way("reward", "book", "苏州手绘地图", "Map of Suzhou", 2500, 28), way("tier", "gold", "金卡", "Gold", 20000, 219),
] };

let chain = { number: 2, programme: MIDSCALE as Doc, adjustable: ["tiers", "coupons", "rewards", "games"], published_at: "2026-05-01T02:10:00Z", published_by: "陈立", note: "" };
let sharing = { tiers: true, points: false, cards: false };
const chainState = (): Answer => ({ json: { ...chain, pushed: HOUSES.filter(({ slug }) => !slug.endsWith("hudong")).map(({ slug, name }, n) => ({ property: slug, name, version: n === 0 ? 2 : 3, adjusted: n === 1 ? ["coupons"] : n === 6 ? ["tiers"] : [] })), refused: [] } });

const P = String.raw`^/properties/[^/]+/programme`;
let batches = [
  { id: "2", kind: "welcome", name: "满减券", name_en: "Over-and-off", says: { zh: "满 ¥40 减 ¥4，满 ¥150 减 ¥8", en: "¥4 off over ¥40, ¥8 off over ¥150" }, count: 5000, redeemed: 412, issued_on: "2026-10-08", expires_on: "2026-12-07", made_at: "2026-10-08T03:20:00Z", made_by: "许静" },
  { id: "1", kind: "coffee", name: "咖啡券", name_en: "Coffee", says: { zh: "立减 ¥32", en: "¥32 off" }, count: 200, redeemed: 61, issued_on: "2026-09-02", expires_on: "2026-10-02", made_at: "2026-09-02T01:10:00Z", made_by: "许静" },
];
function batch({ body }: Asked): Answer {
  const { kind, count, expires_on } = body as { kind: string; count: number; expires_on?: string };
  const [first] = batches;
  if (!first) return { status: 404 };
  const made = { ...first, id: String(batches.length + 1), kind, count, redeemed: 0, expires_on: expires_on ?? "2027-01-22", made_at: new Date().toISOString() };
  batches = [made, ...batches];
  return { status: 201, json: made };
}

export const programme: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/coupon-batches$/, () => ({ json: { results: batches } })],
  ["POST", /^\/properties\/[^/]+\/coupon-batches$/, batch],
  ["GET", /^\/properties\/[^/]+\/coupon-batches\/\d+\.csv$/, () => ({ type: "text/csv", text: "券码\nABCD-2345\n" })],
  ["GET", new RegExp(`${P}$`), (asked) => state(houseOf(asked))],
  ["PUT", new RegExp(`${P}$`), put],
  ["PUT", new RegExp(`${P}/draft$`), (asked) => { const house = houseOf(asked); house.draft = { programme: (asked.body as { programme: Doc }).programme, saved_at: new Date().toISOString(), saved_by: "陈立" }; return { json: house.draft }; }],
  ["DELETE", new RegExp(`${P}/draft$`), (asked) => { houseOf(asked).draft = null; return { status: 204, text: "" }; }],
  ["POST", new RegExp(`${P}/check$`), ({ body }) => ({ json: flaws((body as { programme: Checked }).programme) })],
  ["GET", new RegExp(`${P}/versions$`), (asked) => ({ json: { results: houseOf(asked).versions } })],
  ["GET", new RegExp(`${P}/versions/(\\d+)$`), (asked) => ({ json: houseOf(asked).versions.find(({ number }) => number === Number(asked.groups[0])) })],
  ["GET", new RegExp(`${P}/templates$`), () => ({ json: { results: [
    { code: "economy", name: "经济型", name_en: "Economy", says: "客人图便宜和方便：等级少，券和住八送一撑复购，不碰储值。", says_en: "Guests want cheap and easy: few tiers, coupons and a punch card bring them back; no stored value.", programme: ECONOMY },
    { code: "midscale", name: "中端商务", name_en: "Mid-scale", says: "商务和会员客为主：早餐、延迟退房和升级留人，积分抵房费。", says_en: "Business guests and members: breakfast, late check-out and upgrades keep them, points come off the bill.", programme: MIDSCALE },
    { code: "resort", name: "度假", name_en: "Resort", says: "来得少、花得多：按消费升级，储值和家庭共用积分。", says_en: "Rare visits, high spend: tiers by spend, stored value and family points.", programme: RESORT },
  ] } })],
  ["GET", new RegExp(`${P}/tier-advice$`), advice],
  ["POST", new RegExp(`${P}/generate$`), generated],
  ["GET", new RegExp(`${P}/coherence$`), () => ({ json: COHERENCE })],
  ["GET", /^\/chains\/[^/]+\/programme$/, chainState],
  ["PUT", /^\/chains\/[^/]+\/programme$/, ({ body }) => { const given = body as { programme: Doc; adjustable: string[]; note: string }; chain = { ...chain, ...given, number: chain.number + 1, published_at: new Date().toISOString() }; return chainState(); }],
  ["GET", /^\/chains\/[^/]+\/sharing$/, () => ({ json: sharing })],
  ["PATCH", /^\/chains\/[^/]+\/sharing$/, ({ body }) => { sharing = { ...sharing, ...(body as object) }; return { json: sharing }; }],
];
