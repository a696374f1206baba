/** The shapes of what a guest holds by the programme, and of the acts at the desk. As `propertyTypes.ts`, but for these. */
import type { GuestCard } from "./propertyTypes";
import type { Shape } from "./types";

/** A sentence in both languages; the reader's own is shown. */
export type Words = Shape<"Words">;
export type Sum = Shape<"MoneyOut">;
/** Something with a code and a name in both languages. */
export type Named = Shape<"TierNamed">;

/* what a guest holds */
/** The card without what the desk says, remembers and owns: moving value needs none of that. */
export type MemberCard = Omit<GuestCard, "preferences" | "interactions" | "proposals" | "scripts" | "owner" | "profit" | "kept">;
export type TierHeld = Shape<"TierOut">;
export type Way = Shape<"TierWay">;
export type Measure = Way["measure"];
export type PointsHeld = Shape<"PointsHeld">;
export type WalletHeld = Shape<"WalletSums">;
export type CouponHeld = Shape<"CardCoupon">;
/** A coupon looked up by its code, with its history. */
export type CouponFound = Shape<"CouponOut">;
export type CouponType = CouponFound["type"];
export type BenefitHeld = Shape<"BenefitLeft">;
export type PunchHeld = Shape<"CardPunch">;
export type Worth = Shape<"CardWorth">;
export type NoticeHeld = Shape<"CardNotice">;
export type MemberParts = Pick<MemberCard, "tier" | "points" | "wallet" | "coupons" | "benefits" | "punch_cards" | "worth" | "notices" | "second_approvals">;

/**
 * The programme's terms, as far as the desk acts by them. The document comes as it was published: what stands at its
 * default may be left out.
 */
export interface Terms {
  name: string;
  tiers: {
    levels: (Named & { points_price?: number | null })[];
    prices?: { from_tier: string; to_tier: string; price: string }[];
    matching?: { enabled?: boolean; table?: { partner: string; partner_tier: string; tier: string }[] };
  };
  points?: {
    enabled?: boolean;
    warn_days?: number[];
    earn?: { per: "money" | "night" | "visit" | "action"; action?: string | null; points: number }[];
    bill?: { enabled?: boolean; points?: number; money?: string; max_percent?: number };
    transfer?: { enabled?: boolean; cap?: number };
    family?: { enabled?: boolean; members_max?: number };
    purchase?: { enabled?: boolean; points?: number; money?: string; cap?: number };
    friend?: { enabled?: boolean; cap?: number };
    nine_offers?: (Named & { points?: number; coupon: string; until?: string | null; condition: { measure: Measure; at_least: number; months: number } })[];
  };
  wallet?: { enabled?: boolean; offers?: { pay: string; gift?: string }[]; any_amount?: boolean; spends?: "proportion" | "gift_last"; named_max?: string };
  coupons?: (Named & {
    kind: CouponType;
    amount?: string | null;
    percent?: number | null;
    steps?: { over: string; off: string }[];
    min_spend?: string;
    valid_days?: number | null;
  })[];
  two_persons?: { points?: number; money?: string };
}
export interface ProgrammeNow {
  version: number;
  programme: Terms | null;
}
export type Reward = Shape<"RewardOut">;
export type Game = Shape<"GameOut">;

/* acts and what came of them */
export type PointsMoved = Shape<"PointsMoved">;
export type MoneyMoved = Shape<"MoneyMoved">;
export type CouponUsed = Shape<"CouponUsed">;
export type BenefitUsed = Shape<"BenefitUsed">;
/** It waits for a second person and has moved nothing. */
export interface Waiting {
  approval: { id: string };
}
export type Refundable = Shape<"DueOut">;
export type RefundCause = Refundable["cause"];
export type RefundOwed = Shape<"RefundOut">;
export type Receipt = Shape<"ReceiptOut">;

/* ledgers and lists */
export type PointsOfGuest = Shape<"PointsOfGuest">;
export type Family = NonNullable<PointsOfGuest["family"]>;
export type PointsEntry = Shape<"PointEntry">;
export type WalletOfGuest = Shape<"WalletOut">;
export type WalletEntry = Shape<"WalletEntry">;
export type Explained = Shape<"PointsExplained">;
export type TierChange = Shape<"TierStep">;
export type Approval = Shape<"ApprovalOut">;
export type Fulfilment = Shape<"FulfilmentOut">;
export type TierClaim = Shape<"ClaimOut">;
export type NoticeRow = Shape<"NoticeOut">;

/* at the chain's other properties */
export type Elsewhere = Shape<"ElsewhereOut">;
export type ElsewherePurse = Elsewhere["points"][number];
export type SpentElsewhere = Shape<"SpentElsewhere">;
export type Consent = Shape<"ConsentOut">;
