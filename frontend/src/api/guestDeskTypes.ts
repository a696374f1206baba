/**
 * The shapes of what is said to a guest, what passed between a guest and the house, who looks after a guest, and what
 * a guest leaves. As `propertyTypes.ts`, but for these.
 */
import type { MemberCard, Words } from "./valueTypes";
import type { PreferenceWord } from "./winningTypes";

/* what is answered */
export interface IntentNamed {
  code: string;
  name: string;
  name_en: string;
}
export interface FactUsed {
  field: string;
  label: Words;
  value: string;
  from: Words;
}
export interface Reply {
  text: string;
  step: number;
  facts: FactUsed[];
  left_out: { field: string; label: Words }[];
}
/** A complaint heard in what the guest wrote. */
export interface Heard {
  topic: string;
  name: Words;
  words: string[];
}
export interface Suggested {
  intent: IntentNamed | null;
  intents: IntentNamed[];
  sure: boolean;
  replies: Reply[];
  complaint: Heard | null;
  check: Words | null;
  /** Noted of the guest, for staff to know: no reply promises anything of it. */
  aside: { text: string; from: Words }[];
  /** Nobody has written a text for this kind in this language. */
  unwritten: boolean;
  /** What the reply answers, in the order asked. */
  answered: IntentNamed[];
  /** What was surely asked too, and the reply says nothing of. */
  unanswered: IntentNamed[];
}
export const SPOKEN = ["zh-CN", "en"] as const;
export type Spoken = (typeof SPOKEN)[number];

/* what is said at the counter */
export interface Script {
  code: string;
  says: Words;
  detail: Words | null;
  value: string | null;
  facts: FactUsed[];
  used: boolean | null;
}
export type Moment = "check_in" | "check_out";
export const MOMENTS: readonly Moment[] = ["check_in", "check_out"];
export interface Scripts {
  /** None: the guest neither stays here nor has booked. */
  stay: string | null;
  moment: Moment | null;
  scripts: Script[];
}

/* what passed */
export const INTERACTION_KINDS = ["complaint", "praise", "request", "conversation", "review", "habit", "service", "consumption"] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];
export const TOUCHES = ["booking", "check_in", "desk", "housekeeping", "fnb", "leisure", "check_out", "review", "message", "phone"] as const;
export type Touch = (typeof TOUCHES)[number];
export type Facts = Record<string, string | number | boolean | null>;
export interface Interaction {
  id: string;
  kind: InteractionKind;
  source: string;
  touch: Touch | "";
  topic: string;
  topic_name: Words | null;
  day: string;
  at: string | null;
  stay: string | null;
  room_no: string;
  text: string;
  facts: Facts;
  owner: string | null;
  owner_name: string;
  department: string;
  due_at: string | null;
  overdue: boolean;
  open: boolean;
  settled_at: string | null;
  settled_name: string;
  outcome: string;
  made_at: string;
  by_name: string;
  guest?: { id: string; name: string } | null;
}
export interface InteractionWanted {
  kind: InteractionKind;
  text: string;
  touch?: Touch;
  topic?: string;
  source?: string;
  day?: string;
  owner?: string;
  due_at?: string;
  department?: string;
  facts?: Facts;
}
export interface InteractionChange {
  settled?: boolean;
  outcome?: string;
  owner?: string;
  due_at?: string;
}
export interface InteractionCounts {
  open: number;
  overdue: number;
  mine: number;
  closed_30d: number;
  median_hours: number | null;
}
export interface InteractionPage {
  results: Interaction[];
  next: string | null;
  counts: InteractionCounts;
}
/** What the house's words find in a text. */
export interface Finding {
  kind: InteractionKind;
  topic: string;
  name: Words;
  words: string[];
  department: string;
  due_hours: number;
}

export const STORY_KINDS = [
  "visit", "stay_booked", "complaint", "praise", "request", "conversation", "review", "habit", "service", "consumption", "remark", "message", "reply", "tier", "points",
  "coupon", "transfer", "task", "preference",
] as const;
export type StoryKind = (typeof STORY_KINDS)[number];
export interface StoryLine {
  id: string;
  kind: StoryKind;
  touch: Touch | "";
  at: string;
  day: string;
  says: Words;
  text: string;
  facts: Facts;
  by_name: string;
  open: boolean;
}

/* what the guest had */
export interface Had {
  id: string;
  /** Its code; null of what the house does not list. */
  product: string | null;
  name: string;
  name_en: string;
  quantity: number;
  amount: string;
  /** The PMS tells this money too. */
  on_folio: boolean;
  day: string;
  at: string;
  source: "desk" | "api" | "import" | "surprise";
  by_name: string;
  stay: string | null;
  visit: string | null;
  visit_no: number | null;
  taken_back: boolean;
  /** For whoever may see it; null where nobody knows it. */
  cost?: string | null;
}
export interface HadPage {
  results: Had[];
  next: string | null;
  totals: { times: number; quantity: number; amount: string; cost?: string; given?: string };
  cycle: { times: number; median_days: number | null; last_on: string | null };
}
export interface HadWanted {
  product: string;
  quantity: number;
  amount: string;
  visit?: string;
  on_folio?: boolean;
  folio?: "fnb" | "other";
}

/* what the guest likes */
export interface KnownPreference extends PreferenceWord {
  value: string;
  noted_at: string;
  by_name: string;
  origin?: string;
  seen_on?: string | null;
  expired_on?: string | null;
}
export interface Proposal extends PreferenceWord {
  id: string;
  value: string;
  drops: boolean;
  seen: number;
  of: number;
  evidence: { day: string; words: string }[];
  says: Words;
}
/** What stands under the three headings of the remark's description. */
export interface GuestNotes {
  habits: string[];
  requests: string[];
  problems: string[];
}

/* who looks after whom */
export interface GuestOwner {
  staff: string | null;
  name: string;
  department: string;
  reason: string;
  reason_says: Words;
  since: string;
  /** Does not work here any more. */
  left?: boolean;
}

/* what a guest leaves */
export interface Profit {
  revenue: string | null;
  commission: string | null;
  rooms: string | null;
  goods: string | null;
  given: string | null;
  profit: string | null;
  share: number | null;
  unknown: { what: "commission" | "rooms" | "fnb" | "other" | "product"; of: string }[];
  /** Visits in house of which the PMS has not told what the room brings. */
  waiting?: number;
}

/** The card with what the desk says, remembers and owns. */
export type DeskCard = MemberCard & {
  preferences: KnownPreference[];
  interactions: Interaction[];
  proposals?: Proposal[];
  scripts?: Script[] | null;
  owner?: GuestOwner | null;
  profit?: Profit | null;
};
