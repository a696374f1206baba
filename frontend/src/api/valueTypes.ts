/** The shapes of what a guest holds by the programme, and of the acts at the desk. As `propertyTypes.ts`, but for these. */
import type { GuestCard } from "./propertyTypes";

/** A sentence in both languages; the reader's own is shown. */
export interface Words {
  zh: string;
  en: string;
}
export interface Sum {
  amount: string;
  currency: string;
}
/** Something with a code and a name in both languages. */
export interface Named {
  code: string;
  name: string;
  name_en: string;
}

/* what a guest holds */
export type Measure = "nights" | "visits" | "spend" | "base_points";
export interface Way {
  measure: Measure;
  have: number;
  need: number;
  missing: number;
  from: string;
  to: string;
  share: number;
  says: Words;
}
export interface TierHeld extends Named {
  rank: number;
  kind: "base" | "qualified" | "bought" | "granted" | "matched" | "second_chance";
  since: string;
  until: string | null;
  grace_until: string | null;
  reason: Words;
  next: (Named & { ways: Way[]; brings: Named[] }) | null;
  keep: { by: string; ways: Way[] } | null;
  second_chance: { tier: string; until: string; have: number; offers: { visits: number; gives_until: string }[] } | null;
  elsewhere: { property_name: string; tier_name: string } | null;
}
export type PointKind = "base" | "bonus" | "pending";
export interface Lot {
  id: string;
  kind: PointKind;
  points: number;
  earned_on: string;
  expires_on: string | null;
  matures_on: string | null;
  origin: Words;
}
export interface PointsHeld {
  balance: number;
  base: number;
  bonus: number;
  pending: number;
  owed: number;
  worth: Sum | null;
  lots: Lot[];
  expiring: { on: string; points: number }[];
}
export interface WalletHeld {
  balance: Sum;
  principal: Sum;
  gift: Sum;
}
export type CouponType = "fixed" | "percent" | "threshold" | "upgrade" | "free_night";
export type CouponState = "open" | "redeemed" | "expired" | "refunded" | "void";
export interface CouponHeld extends Named {
  /** The coupon's own code, to be typed; `kind` is the code of its kind in the programme. */
  code: string;
  kind: string;
  says: Words;
  expires_on: string | null;
  state: CouponState;
}
/** A coupon looked up by its code. */
export interface CouponFound extends CouponHeld {
  guest: { id: string; name: string } | null;
}
export interface BenefitHeld extends Named {
  price: Sum;
  left: number | null;
  allowance: number | null;
  renews_on: string | null;
}
export interface PunchHeld extends Named {
  have: number;
  need: number;
  counts: "visits" | "nights";
  gives: Named;
}
export interface Worth {
  stay_id: string;
  external_id: string;
  total: Sum;
  items: (Named & { amount: Sum; says: Words })[];
}
export interface NoticeHeld {
  id: string;
  kind: string;
  says: Words;
  day: string;
  until: string | null;
}
export interface MemberParts {
  tier: TierHeld | null;
  points: PointsHeld | null;
  wallet: WalletHeld | null;
  coupons: CouponHeld[] | null;
  benefits: BenefitHeld[] | null;
  punch_cards: PunchHeld[] | null;
  worth: Worth | null;
  notices: NoticeHeld[] | null;
  /** How many corrections of this guest wait for a second person. */
  second_approvals: number | null;
}
/** The guest's card with what the programme says of the guest. */
export type MemberCard = GuestCard & MemberParts;

/* the programme's terms, as far as the desk acts by them */
export interface Terms {
  name: string;
  tiers: {
    levels: (Named & { points_price?: number | null })[];
    prices?: { from_tier: string; to_tier: string; price: string }[];
    matching?: { enabled?: boolean; table?: { partner: string; partner_tier: string; tier: string }[] };
  };
  points?: {
    enabled?: boolean;
    bill?: { enabled?: boolean; points?: number; money?: string; max_percent?: number };
    transfer?: { enabled?: boolean; cap?: number };
    purchase?: { enabled?: boolean; points?: number; money?: string; cap?: number };
    friend?: { enabled?: boolean; cap?: number };
    nine_offers?: (Named & { points?: number; coupon: string; until?: string | null; condition: { measure: Measure; at_least: number; months: number } })[];
  };
  wallet?: { enabled?: boolean; offers?: { pay: string; gift?: string }[]; any_amount?: boolean; spends?: "proportion" | "gift_last"; named_max?: string; refund_days?: number };
  coupons?: (Named & {
    kind: CouponType;
    amount?: string | null;
    percent?: number | null;
    steps?: { over: string; off: string }[];
    min_spend?: string;
    says?: string;
    valid_days?: number | null;
    valid_until?: string | null;
  })[];
  two_persons?: { points?: number; money?: string };
}
export interface ProgrammeNow {
  version: number;
  programme: Terms | null;
}
export interface Reward extends Named {
  kind: "virtual" | "physical" | "service" | "coupon" | "night" | "draw";
  points: number;
  money: Sum;
  price: Sum;
  left: number | null;
  from_tier: string | null;
  says: string;
}
export interface Game extends Named {
  kind: "wheel" | "scratch";
  points: number;
  daily: number;
  /** False once its budget is spent. */
  open: boolean;
  nothing_per_10000: number;
  prizes: (Named & { per_10000: number })[];
}

/* acts and what came of them */
export interface PostingMade {
  id: string;
  kind: string;
  at: string;
  reason: Words | null;
}
/** What a movement of points answers. */
export interface PointsMoved {
  posting: PostingMade;
  before: number;
  after: number;
  points: number;
  money_off?: Sum | null;
  to_pay?: Sum | null;
  coupon?: CouponHeld | null;
  fulfilment?: { id: string; state: string } | null;
  prize?: Named | null;
  tier?: Named | null;
}
/** What a movement of stored value answers. */
export interface MoneyMoved {
  posting: PostingMade;
  before: WalletHeld;
  after: WalletHeld;
  principal: Sum;
  gift: Sum;
}
export interface CouponUsed {
  coupon: CouponHeld;
  bill: Sum;
  off: Sum;
  to_pay: Sum;
}
/** A large correction waits for a second person. */
export interface Waiting {
  approval: Approval;
}

/* lists */
export interface PointsEntry {
  id: string;
  at: string;
  on: string;
  kind: string;
  points: number;
  after: number;
  reason: Words;
  actor: string;
  posting_id: string;
  corrects: string | null;
  reversed_by: string | null;
}
export interface WalletEntry {
  id: string;
  at: string;
  on: string;
  kind: string;
  principal: Sum;
  gift: Sum;
  after: Sum;
  reason: Words;
  actor: string;
  posting_id: string;
  corrects: string | null;
  reversed_by: string | null;
}
export interface Explained {
  on: string;
  balance: number;
  says: Words[];
}
export interface Approval {
  id: string;
  kind: string;
  guest: { id: string; name: string };
  says: Words;
  reason: string;
  asked_by: { id: string; name: string };
  asked_at: string;
  mine: boolean;
}
export interface Fulfilment {
  id: string;
  guest: { id: string; name: string };
  reward: Named;
  quantity: number;
  points: number;
  money: Sum | null;
  ordered_at: string;
  state: "open" | "done" | "cancelled";
}
export interface TierClaim {
  id: string;
  guest: { id: string; name: string };
  partner: string;
  partner_tier: string;
  tier: Named;
  proof: string;
  claimed_at: string;
  claimed_by: string;
}
export interface NoticeRow extends NoticeHeld {
  guest: { id: string; name: string };
}
export interface TierChange {
  id: string;
  at: string;
  from: Named | null;
  to: Named;
  kind: string;
  until: string | null;
  reason: Words;
  actor: string;
}
export interface Receipt {
  number: string;
  property_name: string;
  guest_name: string;
  at: string;
  kind: string;
  lines: { says: Words; amount: Sum }[];
  balance: WalletHeld;
  actor: string;
}

export type RefundCause = "seven_days" | "merchant" | "guest";
/** What could be paid back now, for each cause the law knows. */
export interface Refundable {
  cause: RefundCause;
  /** The most that may be paid back. */
  most: Sum;
  /** Gift that is lost when all of it is. */
  gift_lost: Sum;
  allowed: boolean;
  says: Words;
}
