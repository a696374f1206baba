/** A programme's document and what the API says about one: `loyalty/programme/document.py`, part by part. */

export type Measure = "nights" | "visits" | "spend" | "base_points";
export const MEASURES: readonly Measure[] = ["nights", "visits", "spend", "base_points"];
export type AllowancePeriod = "stay" | "day" | "month" | "quarter" | "year" | "membership_year" | "ever";
export const PERIODS: readonly AllowancePeriod[] = ["stay", "day", "month", "quarter", "year", "membership_year", "ever"];

export interface Rule { measure: Measure; at_least: number; months: number | null }
export interface TierBenefit { benefit: string; allowance: number | null }
interface Named { code: string; name: string; name_en: string }
export interface Tier extends Named {
  qualify: Rule[]; keep: Rule[]; points_price: number | null; bonus_percent: number; discount_percent: number; benefits: TierBenefit[];
}
export interface TierPrice { from_tier: string; to_tier: string; price: string }
export interface SecondChance { visits: number; within_months: number; gives_months: number }
export interface Tiers {
  levels: Tier[];
  prices: TierPrice[];
  prices_free: boolean;
  standing: {
    valid_months: number; ends: "same_day" | "year_end"; grace_months: number; falls: "one_level" | "to_qualified"; checked: "at_term" | "at_once";
    notice_months: number; near_percent: number; second_chances: SecondChance[];
  };
  matching: { enabled: boolean; table: { partner: string; partner_tier: string; tier: string }[]; trial_months: number; keep_visits: number };
  says: string;
}

export type BenefitKind = "breakfast" | "late_checkout" | "afternoon_tea" | "gift" | "booking_hold" | "discount" | "upgrade" | "line" | "other";
export interface Benefit extends Named { price: string; kind: BenefitKind; cost: string | null; period: AllowancePeriod; says: string }

export interface EarnRule {
  code: string; per: "money" | "night" | "visit" | "action"; points: number; every: number; on: "room" | "all"; kind: "base" | "bonus"; action: string | null;
  channels: ("member" | "corporate" | "ota" | "walk_in")[]; room_types: string[]; cap: number | null; cap_period: AllowancePeriod;
}
export interface NineOffer extends Named {
  coupon: string; condition: { measure: "visits" | "nights" | "spend"; at_least: number; months: number }; points: number; per_guest: number; period: AllowancePeriod; until: string | null;
}
interface Capped { enabled: boolean; cap: number; cap_period: AllowancePeriod }
export interface Points {
  enabled: boolean;
  earn: EarnRule[];
  pending_days: number;
  spent_reversal: "owe" | "forgive";
  expiry: { kind: "rolling" | "year_end" | "yearly" | "never"; months: number; years: number; month_day: string; extension: boolean; reason: string };
  warn_days: number[];
  value_shown: boolean;
  bill: { enabled: boolean; points: number; money: string; max_percent: number };
  transfer: Capped;
  family: Capped & { members_max: number };
  purchase: Capped & { points: number; money: string };
  friend: Capped;
  nine_offers: NineOffer[];
}

export interface Wallet {
  enabled: boolean; offers: { pay: string; gift: string }[]; any_amount: boolean; spends: "proportion" | "gift_last"; gift_months: number | null;
  named_max: string; unnamed_max: string; refund_days: number; warn_total: string | null;
}

export type CouponType = "fixed" | "percent" | "threshold" | "upgrade" | "free_night";
export interface CouponKind extends Named {
  kind: CouponType; amount: string | null; percent: number | null; steps: { over: string; off: string }[]; room_type: string | null; min_spend: string;
  valid_days: number | null; valid_until: string | null; stackable: boolean; stock: number | null; budget: string | null; per_guest: number | null; cost: string | null; says: string;
}
export interface PunchCard extends Named { coupon: string; counts: "visits" | "nights"; every: number; tell: "month" | "quarter" | "no"; months: number | null }
export interface Reward extends Named {
  kind: "virtual" | "physical" | "service" | "coupon" | "night" | "draw"; points: number; price: string; money: string; cost: string | null; coupon: string | null; game: string | null;
  stock: number | null; per_guest: number | null; period: AllowancePeriod; confirmed: boolean; from_tier: string | null; says: string;
}
export interface Prize extends Named { per_10000: number; gives: "points" | "coupon" | "thing"; points: number; coupon: string | null; cost: string; stock: number | null }
export interface Game extends Named { points: number; budget: string; prizes: Prize[]; kind: "wheel" | "scratch"; daily: number }

export interface ProgrammeDocument {
  name: string;
  tiers: Tiers;
  joins: "first_stay" | "sign_up";
  benefits: Benefit[];
  points: Points;
  wallet: Wallet;
  coupons: CouponKind[];
  punch_cards: PunchCard[];
  rewards: Reward[];
  games: Game[];
  two_persons: { points: number; money: string };
}
/** The parts that a chain may leave to its properties. */
export type Part = Exclude<keyof ProgrammeDocument, "name" | "joins">;
export const PARTS: readonly Part[] = ["tiers", "benefits", "points", "wallet", "coupons", "punch_cards", "rewards", "games", "two_persons"];

/** As it comes from the server: what stands at its default may be left out, a draft may be half written. */
export type RawDocument = Record<string, unknown>;

export interface ProgrammeState {
  version: number;
  effective_on: string | null;
  published_at: string | null;
  published_by: string | null;
  note: string;
  origin: "property" | "chain" | null;
  locked: Part[];
  programme: RawDocument | null;
  /** Versions that come into force later. */
  planned: { version: number; effective_on: string }[];
  draft: { programme: RawDocument; saved_at: string; saved_by: string | null } | null;
}
export interface Flaw { pointer: string; code: string; detail: string }
export interface Checked { problems: Flaw[]; warnings: Flaw[] }
export interface Change { pointer: string; before: unknown; after: unknown }
export interface ProgrammeVersion {
  number: number; effective_on: string; published_at: string; published_by: string | null; note: string; origin: "property" | "chain"; changes: Change[];
}
export interface Template { code: string; name: string; name_en: string; says: string; says_en: string; programme: RawDocument }

export interface DryRunTier {
  code: string; name: string; name_en: string; members_now: number; members_then: number; up: number; down: number; benefits_cost: string;
}
export interface DryRun {
  from: string;
  to: string;
  guests: number;
  /** Fewer than all: tiers and points are multiplied from so many. */
  looked_at: number;
  tiers: DryRunTier[];
  moved_up: number;
  moved_down: number;
  /** No liability where the programme names no price of a point. */
  points: { earned: number; earned_now: number; liability: string | null };
  benefits_cost: string;
  coupons_cost: string;
  punch_cards: { filled: number; cost: string };
  total_cost: string;
  share_of_revenue: number | null;
  room_revenue: string;
  warnings: Flaw[];
  examples: { guest_id: string; name: string; from: string | null; to: string | null; why: { zh: string; en: string } }[];
}

export interface Advice {
  from: string;
  to: string;
  guests: number;
  histogram: { visits: string; guests: number; share: number }[];
  tiers: { code: string; share_wanted: number; threshold: number; share: number; share_below: number; members: number; benefits_cost: string }[];
}
export interface Generated {
  tiers: { code: string; qualify: Rule[] }[];
  warnings: { code: string; says: { zh: string; en: string } }[];
}
export interface Coherence {
  /** No worth where nothing says what the thing is worth. */
  ways: { way: string; code: string | null; name: string; name_en: string; points: number; worth: string | null; per_point: string | null }[];
  spread: { least: string; most: string; least_way: string; most_way: string } | null;
  /** Ways in which a point costs guests less than it is worth elsewhere: codes, or the way's own name. */
  sold_too_cheap: string[];
}

export interface ChainProgramme {
  number: number;
  programme: RawDocument | null;
  adjustable: Part[];
  note: string;
  published_at: string | null;
  published_by: string | null;
  pushed: { property: string; name: string; version: number; adjusted: Part[] }[];
  /** Where a property's own parts do not fit: there nothing changed. */
  refused: { property: string; name: string; problems: Flaw[] }[];
}
export interface Sharing { tiers: boolean; points: boolean; cards: boolean }
