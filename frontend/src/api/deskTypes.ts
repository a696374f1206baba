/** The shapes of the day at the desk: who comes, what is prepared, what the next shift must know, surprises, training. */
import type { Channel } from "./types";
import type { Words } from "./valueTypes";

export type TaskKind = "surprise" | "preference" | "first_visit" | "request" | "complaint";
export type TaskState = "open" | "done" | "skipped" | "withdrawn";

/** Something a department does for one arrival. */
export interface DeskTask {
  id: string;
  kind: TaskKind;
  code: string;
  guest: string;
  guest_name: string;
  room_no: string;
  day: string;
  department: string;
  department_name: Words;
  says: Words;
  why: Words;
  /** False: the guest must not be told beforehand. */
  announced: boolean;
  cost: string | null;
  state: TaskState;
  note: string;
  settled_at: string | null;
  settled_name: string;
  version?: string;
  /** Done already, for an arrival that was then moved to another day or room. */
  earlier?: TaskDoing[];
}

export interface TaskDoing {
  day: string;
  room_no: string;
  at: string;
  name: string;
  note: string;
}

export interface Say {
  code: string;
  says: Words;
  value: string | null;
}

export interface DeskGuest {
  id: string;
  name: string;
  phone: string | null;
  visits: number;
  tags: string[];
}

export interface OpenComplaint {
  id: string;
  day: string;
  text: string;
  topic: string;
  due_at: string | null;
  owner_name: string | null;
}

export interface DeskPreference {
  code: string;
  zh: string;
  en: string;
  value: string;
  doubtful: boolean;
}

export interface DeskArrival {
  stay_id: string;
  external_id: string;
  status: "booked" | "in_house";
  check_in: string;
  check_out: string;
  nights: number;
  room_no: string;
  room_type: string;
  source: string;
  channel: Channel;
  rate: string | null;
  requests: string[];
  adults: number | null;
  children: number | null;
  guest: DeskGuest;
  /** Which visit this is. */
  ordinal: number;
  /** Another room, or more nights, of a visit that began before. */
  continues?: boolean;
  tier: { code: string; name: string; name_en: string } | null;
  owner: { staff: string; name: string } | null;
  last_visit: { on: string; room_no: string; rate: string } | null;
  stage: string | null;
  tasks: DeskTask[];
  complaints: OpenComplaint[];
  preferences: DeskPreference[];
  say: Say[];
  description: string;
}

export interface ArrivalCounts {
  arrivals: number;
  arrived: number;
  in_house: number;
  departures: number;
  to_prepare: number;
  prepared: number;
  complaints: number;
}

export interface Arrivals {
  day: string;
  as_of: string;
  version: string;
  counts: ArrivalCounts;
  rows: DeskArrival[];
  unchanged?: false;
}
/** With `since`: the board is as it was. */
export interface Unchanged {
  unchanged: true;
  as_of: string;
  version: string;
}

export interface DeskDeparture {
  stay_id: string;
  guest: DeskGuest;
  room_no: string;
  check_out: string;
  status: "in_house" | "checked_out";
  ordinal: number;
  source: string;
  channel: Channel;
  remark: { task: string | null; state: "done" | "open" | "overdue" | "none"; missing: string[]; due_at: string | null };
  say: Say[];
}
export interface Departures {
  day: string;
  rows: DeskDeparture[];
}

export interface ShiftSpan {
  name: string;
  starts: string;
  ends: string;
  holder_name: string | null;
}

export interface HandNote {
  id: string;
  day: string;
  shift: string;
  text: string;
  guest: { id: string; name: string } | null;
  made_at: string;
  made_name: string;
  settled_at: string | null;
  settled_name: string;
}

export interface Turn {
  handed_at: string | null;
  handed_name: string;
  /** What was open when it was handed over, by kind. */
  left: Record<string, number>;
  taken_at: string | null;
  taken_name: string;
}

export interface ShiftComplaint {
  id: string;
  day: string;
  text: string;
  topic: string;
  topic_name: Words | null;
  due_at: string | null;
  overdue: boolean;
  owner_name: string | null;
  room_no: string;
  guest: { id: string; name: string };
}

/** What one person did; null where there is nothing to tell from. */
export interface MyFigures {
  confirmed: number;
  on_time_rate: number | null;
  median_hours: number | null;
  contacts: number;
  contacts_target: number | null;
}

export interface ShiftDay {
  /** On which the shift begins: at two in the morning it is still yesterday's. */
  day: string;
  /** Whether this shift has the desk now. */
  now: boolean;
  shift: ShiftSpan;
  shifts: ShiftSpan[];
  arrivals: ArrivalCounts;
  /** Those overdue are among the open ones. */
  departures: { n: number; remarks_open: number; remarks_overdue: number };
  tasks: { open: DeskTask[]; done: number };
  complaints: ShiftComplaint[];
  notes: HandNote[];
  turn: Turn | null;
  mine: MyFigures;
}

export const OCCASIONS = ["visit_from", "every_visits", "first_visit", "birthday", "anniversary", "after_complaint", "tier"] as const;
export type Occasion = (typeof OCCASIONS)[number];

export interface SurpriseBody {
  code: string;
  name: string;
  name_en: string;
  occasion: Occasion;
  n: number | null;
  tier: string;
  /** Those above the tier too. */
  higher: boolean;
  does: string;
  does_en: string;
  department: string;
  announced: boolean;
  products: { product: string; quantity: number }[];
  cost: string;
  active: boolean;
}
export interface SurpriseRule extends SurpriseBody {
  /** With its products; null where one's cost is not known, or for who does not see profit. */
  cost_each: string | null;
  standard: boolean;
  done_90: number;
  cost_90: string | null;
}
/** What a rule would have come to, and on how many of the next 30 days' bookings it will. */
export interface SurprisePreview {
  last_90_days: number;
  cost: string | null;
  coming: number;
  coming_cost: string | null;
  /** The first of those who come. */
  arrivals: { guest: string; name: string; day: string; why: Words }[];
  examples: { guest: string; name: string }[];
}

export type Missed = "nickname" | "tags" | "phone" | "description" | "script" | "surprise";
/** One person: an account with its clerks, or a clerk of the PMS without one (then `staff` is null). */
export interface TrainingRow {
  staff: string | null;
  clerk: string | null;
  name: string;
  remarks: { due: number; complete: number; on_time: number; missing: Record<"nickname" | "tags" | "phone" | "description", number>; wrong: number; wrong_kinds: { kind: string; says: Words; n: number }[]; median_hours: number | null };
  scripts: { offered: number; used: number };
  surprises: { due: number; done: number };
  replies: number;
  exercises: { n: number; right: number };
  misses_most: { what: Missed; says: Words; missed: number; of: number; share: number } | null;
}

/** A real case of the week with its names masked. */
export interface TrainingExample {
  kind: Missed;
  what: Words;
  wrote: string;
  expected: string;
  day: string;
  visit_ordinal: number | null;
  /** Of who had it. */
  name: string;
}

export interface ExerciseCase {
  id: string;
  kind: "nickname" | "missing_work" | "script" | "reply";
  question: Words;
  facts: { label: Words; value: string }[];
  choices: { id: string; text: string }[];
}
export interface Exercise {
  cases: ExerciseCase[];
  /** Why there are fewer than were asked for. */
  few: Words | null;
}
export interface ExerciseVerdict {
  right: boolean;
  /** The choice that is right. */
  expected: string;
  expected_text: string;
  because: Words;
  /** False where the case was answered before: the first answer counts. */
  counted: boolean;
}
