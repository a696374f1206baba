import type { Benefit, CouponKind, EarnRule, Game, NineOffer, Points, Prize, ProgrammeDocument, PunchCard, RawDocument, Reward, Rule, Tier, Wallet } from "@/api/programmeTypes";

/** What stands where a document leaves a thing out: the same as the server's own defaults. */

export const RULE: Rule = { measure: "nights", at_least: 5, months: 4 };
const NAMED = { code: "", name: "", name_en: "" };
export const TIER: Tier = { ...NAMED, qualify: [], keep: [], points_price: null, bonus_percent: 0, discount_percent: 0, benefits: [] };
const STANDING: ProgrammeDocument["tiers"]["standing"] = {
  valid_months: 12, ends: "same_day", grace_months: 0, falls: "one_level", checked: "at_term", notice_months: 2, near_percent: 70, second_chances: [],
};
const MATCHING: ProgrammeDocument["tiers"]["matching"] = { enabled: false, table: [], trial_months: 3, keep_visits: 2 };
export const BENEFIT: Benefit = { ...NAMED, price: "0.00", kind: "other", cost: null, period: "month", says: "" };
export const EARN: EarnRule = { code: "", per: "money", points: 1, every: 1, on: "room", kind: "base", action: null, channels: [], room_types: [], cap: null, cap_period: "stay" };
export const NINE: NineOffer = { ...NAMED, coupon: "", condition: { measure: "visits", at_least: 1, months: 1 }, points: 9, per_guest: 1, period: "month", until: null };
export const POINTS: Points = {
  enabled: false, earn: [], pending_days: 0, spent_reversal: "owe",
  expiry: { kind: "rolling", months: 36, years: 3, month_day: "12-31", extension: false, reason: "" },
  warn_days: [30, 7], value_shown: true,
  bill: { enabled: false, points: 1000, money: "50.00", max_percent: 100 },
  transfer: { enabled: false, cap: 5000, cap_period: "month" },
  family: { enabled: false, members_max: 5, cap: 10000, cap_period: "month" },
  purchase: { enabled: false, points: 100, money: "5.00", cap: 10000, cap_period: "year" },
  friend: { enabled: false, cap: 10000, cap_period: "year" },
  nine_offers: [],
};
export const WALLET: Wallet = {
  enabled: false, offers: [], any_amount: false, spends: "proportion", gift_months: null, named_max: "5000.00", unnamed_max: "1000.00", refund_days: 7, warn_total: null,
};
export const COUPON: CouponKind = {
  ...NAMED, kind: "fixed", amount: "20.00", percent: null, steps: [], room_type: null, min_spend: "0.00", valid_days: 90, valid_until: null, stackable: false, stock: null, budget: null,
  per_guest: null, cost: null, says: "",
};
export const PUNCH: PunchCard = { ...NAMED, coupon: "", counts: "visits", every: 8, tell: "month", months: null };
export const REWARD: Reward = {
  ...NAMED, kind: "service", points: 1000, price: "0.00", money: "0.00", cost: null, coupon: null, game: null, stock: null, per_guest: null, period: "month", confirmed: true, from_tier: null, says: "",
};
export const PRIZE: Prize = { ...NAMED, per_10000: 100, gives: "points", points: 10, coupon: null, cost: "0.00", stock: null };
export const GAME: Game = { ...NAMED, points: 50, budget: "1000.00", prizes: [], kind: "wheel", daily: 3 };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

/** The defaults, and over them what is given, record in record. */
function over<T extends object>(defaults: T, given: unknown): T {
  const found = record(given);
  const parts = Object.entries(defaults).map(([key, standard]: [string, unknown]) => {
    const value = found[key];
    if (value === undefined) return [key, standard];
    return [key, isRecord(standard) ? over(standard, value) : value];
  });
  return { ...found, ...(Object.fromEntries(parts) as T) };
}

const each = <T extends object>(defaults: T, given: unknown): T[] => (Array.isArray(given) ? given.map((one) => over(defaults, one)) : []);

/** A document with nothing left out, whatever the server or a draft left out. */
export function whole(raw: RawDocument): ProgrammeDocument {
  const tiers = record(raw.tiers);
  const levels = each(TIER, tiers.levels).map((tier) => ({
    ...tier, qualify: each(RULE_OPEN, tier.qualify), keep: each(RULE_OPEN, tier.keep), benefits: each({ benefit: "", allowance: null }, tier.benefits),
  }));
  const points = over(POINTS, raw.points);
  return {
    name: typeof raw.name === "string" ? raw.name : "",
    joins: raw.joins === "sign_up" ? "sign_up" : "first_stay",
    tiers: {
      levels, prices: each({ from_tier: "", to_tier: "", price: "0.00" }, tiers.prices), prices_free: tiers.prices_free === true,
      standing: over(STANDING, tiers.standing), matching: over(MATCHING, tiers.matching), says: typeof tiers.says === "string" ? tiers.says : "",
    },
    benefits: each(BENEFIT, raw.benefits),
    points: { ...points, earn: each(EARN, points.earn), nine_offers: each(NINE, points.nine_offers) },
    wallet: { ...over(WALLET, raw.wallet), offers: each({ pay: "0.00", gift: "0.00" }, record(raw.wallet).offers) },
    coupons: each(COUPON, raw.coupons).map((kind) => ({ ...kind, steps: each({ over: "0.00", off: "0.00" }, kind.steps) })),
    punch_cards: each(PUNCH, raw.punch_cards),
    rewards: each(REWARD, raw.rewards),
    games: each(GAME, raw.games).map((game) => ({ ...game, prizes: each(PRIZE, game.prizes) })),
    two_persons: over({ points: 10_000, money: "1000.00" }, raw.two_persons),
  };
}
/** A rule that names no months counts since the tier began. */
const RULE_OPEN: Rule = { measure: "nights", at_least: 1, months: null };

/** Two tiers and nothing else: where one starts who wants no template. */
export function plain(names: { programme: string; base: string; next: string }): ProgrammeDocument {
  return whole({
    name: names.programme,
    tiers: { levels: [{ code: "base", name: names.base, name_en: "Member" }, { code: "silver", name: names.next, name_en: "Silver", qualify: [{ measure: "visits", at_least: 3, months: 12 }] }] },
  });
}

/** A code that no other of a list has: `tier-3`. */
export function freeCode(stem: string, taken: readonly { code: string }[]): string {
  const used = new Set(taken.map(({ code }) => code));
  let n = taken.length + 1;
  while (used.has(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}
