/** Campaigns: the document as it is written, whom it is for, what came of it. */
import type { Rule } from "./segmentTypes";
import type { Shape } from "./types";

export const KINDS = ["win_back", "greeting", "birthday", "anniversary", "second_visit", "near_tier", "before_loss", "points_ending", "punch_card", "dormant", "review", "coupon_ending", "sign_up", "turn", "other"] as const;
export type Kind = (typeof KINDS)[number];
export const EVENTS = ["sign_up", "visit", "days_after_visit", "deviation", "birthday", "anniversary", "near_tier", "before_loss", "points_ending", "punch_card", "dormant", "review", "coupon_ending"] as const;
export type CampaignEvent = (typeof EVENTS)[number];
export const WAYS = ["wecom", "sms", "email"] as const;
export type Way = (typeof WAYS)[number];
export const TONGUES = ["zh-CN", "en"] as const;
export type Tongue = (typeof TONGUES)[number];

export type Trigger =
  | { kind: "once"; at: string | null }
  | { kind: "schedule"; every: "day" | "week" | "month"; on: number | null; hour: number }
  | { kind: "event"; event: CampaignEvent; ordinal: number | null; days: number | null; direction: "early" | "late" | null };
export type Offer = { kind: "coupon"; coupon: string } | { kind: "points"; points: number } | { kind: "gap"; nights: 1 | 2; most: number };
export interface WayTexts {
  sms?: { text: string } | null;
  wecom?: { text: string } | null;
  email?: { subject: string; body: string } | null;
}
export interface Variant {
  code: "A" | "B";
  share: number;
  texts: Partial<Record<Tongue, WayTexts>>;
  offer: Offer | null;
}
export interface CampaignDocument {
  name: string;
  kind: Kind;
  audience: { segment: string | null; rule: Rule | null; exclude: string[] };
  trigger: Trigger;
  channels: Way[];
  purpose: "marketing";
  variants: Variant[];
  pretext: "birthday" | "anniversary" | null;
  holdout: number;
  window_days: number;
  budget: string | null;
  stock: number | null;
  expires_hours: number;
  priority: number | null;
  ends_at: string | null;
}

export const STATES = ["draft", "waiting", "approved", "running", "paused", "stopped", "finished"] as const;
export type CampaignState = (typeof STATES)[number];
export type CampaignAct = "edit" | "submit" | "approve" | "launch" | "pause" | "resume" | "stop";

export const TAKEN = ["excluded", "unreachable", "no_consent", "opted_out", "minors", "over_frequency", "secret"] as const;
export type Audience = Shape<"AudienceOut">;
export type Progress = Shape<"CampaignProgressOut">;
export type CampaignFinding = Shape<"CampaignFinding">;
/** The document narrowed: what the generated shape calls optional is always told. */
export type Campaign = Omit<Shape<"CampaignOut">, keyof CampaignDocument> & CampaignDocument;
export type Suggestion = Omit<Shape<"SuggestedCampaign">, "document"> & { document: CampaignDocument };
export type PlannedSend = Shape<"PlannedSend">;
export type GuestPreview = Shape<"CampaignPreview">;
export type Target = Shape<"TargetOut">;
export const DECISIONS = ["contact", "held_out", "refrained", "excluded"] as const;
export type Decision = (typeof DECISIONS)[number];

/* results */
export type ResultsBy = "stage" | "tier" | "channel" | "arm";
export const RESULTS_BY: readonly ResultsBy[] = ["stage", "tier", "channel"];
export type ResultGroup = Shape<"ResultGroup">;
export type Results = Shape<"CampaignResults">;
