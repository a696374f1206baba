/** Campaigns: the document as it is written, whom it is for, what came of it. */
import type { Rule, Words } from "./segmentTypes";

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

export interface Restrained {
  reason: string;
  says: Words;
  n: number;
  saved: string;
}
export const TAKEN = ["excluded", "unreachable", "no_consent", "opted_out", "minors", "over_frequency", "secret"] as const;
export type Taken = (typeof TAKEN)[number];
export interface Audience extends Record<Taken, number> {
  segment: number;
  restrained: Restrained[];
  holdout: number;
  contact: number;
  saved: string;
  sample: { guest: string; name: string; why: Words | null }[];
  as_of: string;
}
export interface Progress {
  chosen: number;
  waiting: number;
  sent: number;
  delivered: number;
  failed: number;
  unknown: number;
  dropped: number;
}
export interface Campaign extends CampaignDocument {
  id: string;
  code: string;
  version: number;
  state: CampaignState;
  price_offer: boolean;
  made_by_name: string;
  made_at: string;
  approved_by_name: string | null;
  approved_at: string | null;
  launched_at: string | null;
  ended_at: string | null;
  next_at: string | null;
  audience_counts: Audience | null;
  spend: { budget: string | null; reserved: string; spent: string; stock: number | null; taken: number };
  progress: Progress;
  may: CampaignAct[];
}
export interface Suggestion {
  code: string;
  kind: Kind;
  name: string;
  why: Words;
  n: number | null;
  document: CampaignDocument;
}
export interface PlannedSend {
  campaign: string;
  name: string;
  kind: Kind;
  state: CampaignState;
  at: string;
  planned: boolean;
  n: number | null;
}
export interface PreviewedText {
  variant: "A" | "B";
  channel: Way;
  subject: string | null;
  text: string;
  left_out: string[];
}
export interface GuestPreview {
  guest: { id: string; name: string };
  decision: string;
  says: Words;
  texts: PreviewedText[];
}

/* results */
export type ResultsBy = "stage" | "tier" | "channel" | "arm";
export const RESULTS_BY: readonly ResultsBy[] = ["stage", "tier", "channel"];
export interface Compared {
  n: number;
  visited: number;
  visits: number;
  revenue: string;
}
export interface Advice {
  code: "exclude" | "widen" | "wait";
  says: string;
}
export interface ResultGroup {
  key: string;
  name: string;
  contact: Compared;
  holdout: Compared;
  rate: number | null;
  holdout_rate: number | null;
  uplift_pp: number | null;
  uplift_ci: number[] | null;
  extra_visits: number | null;
  extra_visits_ci: number[] | null;
  extra_revenue: string | null;
  extra_revenue_ci: string[] | null;
  cost: string;
  net: string | null;
  return: number | null;
  advice: Advice | null;
}
export interface Funnel {
  chosen: number;
  sent: number;
  delivered: number;
  clicked: number;
  answered: number;
  visited: number;
  redeemed: number;
  failed: number;
  unknown: number;
  dropped: number;
}
export interface Results {
  window_days: number;
  as_of: string;
  final: boolean;
  groups: ResultGroup[];
  total: ResultGroup;
  arms: ResultGroup[];
  duel: { uplift_pp: number | null; uplift_ci: number[] | null; better: string | null; says: string } | null;
  restrained: { n: number; saved: string; reasons: { reason: string; says: string; n: number; saved: string }[] };
  funnel: Funnel;
}
