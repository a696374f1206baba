/** The shapes of one property's pages: desk, guests, visits, imports, sources, house. As `types.ts`, but for these. */
import type { Channel } from "./types";

export type Work = "nickname" | "tags" | "phone" | "description";
export const WORKS: readonly Work[] = ["nickname", "tags", "phone", "description"];
export type FitStep = "century" | "source" | "year" | "name";

export interface NicknameFields {
  name: string;
  count: number;
  source: string;
  room: string;
  rate: number | string;
  date: string;
}

export interface TagChoice {
  name: string;
  chosen: boolean;
}

export interface Task {
  id: string;
  guest: { id: string; name: string; phone: string | null; visits: number };
  visit: {
    id: string;
    ordinal: number;
    check_in_on: string;
    check_out_on: string;
    checked_out_at: string | null;
    channel: Channel;
    source: string;
    room_no: string;
    room_type: string;
    rate: string;
  };
  proposal: {
    nickname: string;
    fields: NicknameFields;
    fitted: string;
    fitted_length: number;
    fitted_steps: FitStep[];
    tags: TagChoice[];
    description: string;
    description_length: number;
    none_noted?: boolean;
    requests: string[];
  };
  due_at: string | null;
  overdue: boolean;
  assignee: { id: string; name: string } | null;
  works: Record<Work, boolean>;
  completed_at: string | null;
  completed_by: string | null;
  can_undo?: boolean;
}
export type TaskState = "open" | "missing_phone" | "overdue" | "done" | "in_house";
export interface TaskCounts {
  open: number;
  missing_phone: number;
  overdue: number;
  done_today: number;
}
export interface TaskPage {
  counts: TaskCounts;
  results: Task[];
  next: string | null;
}
export interface Confirming {
  tags: string[];
  description: string;
  none_noted: boolean;
  phone?: string;
}
export interface Confirmed {
  task: Task;
  complete: boolean;
  missing: Work[];
  next: Task | null;
}

export interface FieldProblem {
  field: string;
  written: string | number | null;
  expected: string | number | null;
}
export interface ParsedText {
  text: string;
  fields: NicknameFields | null;
  form: string | null;
  problem: { code: string; detail: string } | null;
  guest: { id: string; name: string } | null;
  expected?: string | null;
  agrees: boolean | null;
  problems: FieldProblem[];
}
export interface Pasted {
  results: (ParsedText & { complete?: boolean | null; recorded?: boolean })[];
}

export interface Arrival {
  stay_id: string;
  external_id: string;
  guest: { id: string; name: string; phone: string | null; visits: number; tags: string[] };
  status: "booked" | "in_house";
  check_in: string;
  room_no: string;
  room_type: string;
  source: string;
  channel: Channel;
  requests: string[];
  visit_ordinal_next: number;
  last_visit: { on: string; room_no: string; rate: string } | null;
  description: string | null;
}
export interface Today {
  date: string;
  arrivals: Arrival[];
  counts: { arrivals: number; in_house: number; departures: number; open_tasks: number; overdue_tasks: number };
}

export interface GuestRow {
  id: string;
  name: string;
  phone: string | null;
  nickname: string | null;
  visits: number;
  first_visit_on: string | null;
  last_visit_on: string | null;
  channel: Channel | null;
  source: string | null;
  room_no: string | null;
  rate: string | null;
  tags: string[];
  remark_complete: boolean;
  spend: { amount: string; currency: string } | string | null;
}

export interface VisitLine {
  id: string;
  ordinal: number;
  check_in_on: string;
  check_out_on: string;
  nights: number;
  source: string;
  channel: Channel;
  room_no: string;
  room_type?: string;
  rate: string;
  revenue: { room: string; fnb: string | null; other: string | null };
  requests: string[] | null;
  gap_days: number | null;
  in_house: boolean;
  stays: number;
}
export interface WrittenRemark {
  nickname: string;
  tags: string[];
  phone: string;
  description: string;
  none_noted: boolean;
  written_by: string | null;
  written_at: string;
}
export interface GuestCard {
  id: string;
  external_ids: string[];
  name: string;
  phone: string | null;
  phone_masked: string | null;
  birthday: string | null;
  gender: string | null;
  email: string | null;
  language: string | null;
  notes: string;
  secret: boolean;
  contested?: boolean;
  tags: string[];
  visits: number;
  nights: number;
  spend: { amount: string; currency: string };
  average_rate: string | null;
  first_visit_on: string | null;
  last_visit: {
    ordinal: number;
    check_in_on: string;
    check_out_on: string;
    source: string;
    channel: Channel;
    room_no: string;
    rate: string;
    nights: number;
  } | null;
  remark: {
    nickname: string | null;
    fitted: string | null;
    fitted_length: number | null;
    fitted_steps: FitStep[];
    complete: boolean;
    missing: Work[];
    works: Record<Work, boolean>;
    wrong?: string;
    written: WrittenRemark | null;
  };
  visit_history: VisitLine[];
  merged_from: { id: string; name: string; merge_id: string | null }[];
  updated_at: string;
}

export interface RemarkVerdict {
  complete: boolean;
  missing: Work[];
  works: {
    nickname: { ok: boolean; problems: FieldProblem[] };
    tags: { ok: boolean };
    phone: { ok: boolean; reason?: string | null };
    description: { ok: boolean };
  };
}

export interface VisitRow {
  id: string;
  guest: { id: string; name: string; phone: string | null };
  ordinal: number;
  check_in_on: string;
  check_out_on: string;
  nights: number;
  source: string;
  channel: Channel;
  room_no: string;
  rate: string;
  revenue_room: string;
  assignee: { id: string; name: string } | string | null;
  remark_complete: boolean | null;
}

export interface SourceRow {
  source: string;
  channel: Channel;
  short: string;
  mapped: boolean;
  counted: boolean;
  stays: number;
  last_seen_on: string | null;
}
export interface SourceMapped {
  source: string;
  channel: Channel;
  short: string;
  corrected_visits: number;
}

export interface TagWord {
  name: string;
  kind: "standard" | "own";
  sensitive: boolean;
}
export interface Clerk {
  id: string;
  external_id: string;
  name: string;
  shift: string | null;
  staff_id: string | null;
}
export interface Shift {
  name: string;
  starts: string;
  ends: string;
  holder: string | null;
}

export interface ReviewPerson {
  id: string;
  name: string;
  phone: string | null;
  visits: number;
  last_visit_on?: string | null;
  nickname?: string | null;
  room_no?: string | null;
}
export interface ReviewItem {
  id: string;
  kind: "conflict" | "masked_phone";
  reason: string;
  guest: ReviewPerson;
  other: ReviewPerson;
}

export type ImportKind = "stays" | "guests" | "contacts";
export type ImportState = "draft" | "queued" | "running" | "finished" | "failed" | "cancelled";
export interface ImportRule {
  column?: string;
  time?: string;
  date_parts?: string[];
  nights?: (string | number)[];
  constant?: string;
  values?: Record<string, string>;
}
export interface ImportMapping {
  fields: Record<string, ImportRule>;
  date_format?: "DMY" | "MDY" | null;
  header_line?: number | null;
}
export type ColumnOrigin = "remembered" | "recognised" | "given" | "none";
export interface ImportColumn {
  name: string;
  index: number;
  samples: string[];
  field: string | null;
  origin: ColumnOrigin;
}
export interface PreviewRow {
  line: number;
  stay: {
    external_id: string;
    guest_name: string;
    phone: string | null;
    room_no: string;
    rate: string;
    check_in: string;
    check_out: string;
    nights: number;
    source: string;
    channel: Channel;
    status: string;
    result?: "created" | "updated" | "unchanged";
  } | null;
  problem: { code: string; field: string; reason: string; hint: string } | null;
}
export interface ImportReject {
  line: number;
  row: string[];
  code: string;
  field?: string;
  reason: string;
  hint: string;
}
export interface ImportSummary {
  id: string | number;
  kind: ImportKind;
  filename: string;
  state: ImportState;
  rows: number;
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  progress: number;
  problem: { code: string; detail: string } | null;
  created_at: string;
  created_by: string;
  started_at: string | null;
  finished_at: string | null;
}
export interface ImportJob extends ImportSummary {
  mapping: ImportMapping;
  columns: ImportColumn[];
  header_line?: number;
  preview: PreviewRow[];
  missing_fields: string[];
  unmapped_sources: { source: string; rows: number }[];
  rejects: ImportReject[];
}
export interface ImportField {
  field: string;
  zh: string;
  en: string;
  required: boolean;
  example: string;
}
