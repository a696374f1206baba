/**
 * The shapes the console reads. The one place where they change to the generated ones (`npm run api` →
 * schema.d.ts): everything imports from here, nothing from schema.d.ts.
 */
export type Channel = "member" | "corporate" | "ota" | "walk_in";
export const CHANNELS: readonly Channel[] = ["member", "corporate", "ota", "walk_in"];

export type Role = "operator" | "owner" | "analyst" | "marketing" | "manager" | "front_desk";

export type Ability =
  | "see_reports_chain"
  | "see_reports_property"
  | "see_guests"
  | "see_full_phone"
  | "edit_guests"
  | "write_remarks"
  | "assign_remarks"
  | "merge_guests"
  | "import_data"
  | "export_data"
  | "map_sources"
  | "manage_staff"
  | "manage_keys"
  | "manage_chain"
  | "manage_property"
  | "see_audit"
  | "send_stays";

export type ChannelTargets = Record<Channel, number>;

export interface ChainInfo {
  slug: string;
  name: string;
  time_zone: string;
  targets: ChannelTargets;
  target_repeat_rate: number;
  target_remark_rate: number;
}

export interface PropertyInfo {
  slug: string;
  name: string;
  city: string;
  time_zone: string;
}

export interface Membership {
  chain: ChainInfo;
  role: Role;
  abilities: Ability[];
  properties: PropertyInfo[];
}

export interface Session {
  staff: { id: string; name: string; email: string | null; locale: string };
  memberships: Membership[];
  csrf_token: string;
}

/** Cursor paging, as every list of the API answers. */
export interface Page<T> {
  results: T[];
  next: string | null;
}

export type By = "visits" | "nights" | "revenue" | "guests";
export type Bucket = "day" | "week" | "month";

export interface MixPart {
  value: number | string;
  share: number | null;
  target?: number;
  gap_pp: number | null;
}
export type ChannelMix = Record<Channel, MixPart>;
export type VisitDistribution = Record<"1" | "2" | "3-5" | "6-10" | "11+", number>;

export interface ComparisonFigures {
  guests_to_date: number;
  repeat_guests_to_date: number;
  repeat_guest_rate: number | null;
  visits: number;
  repeat_visits: number;
  repeat_visit_share: number | null;
  active_guests: number;
  active_repeat_guests: number;
  active_repeat_rate: number | null;
  nights: number;
  room_revenue: string | number;
  adr: string | number | null;
  channel_mix: ChannelMix;
  mix_gap: number | null;
  visit_distribution: VisitDistribution;
  remarks: {
    due: number;
    complete: number;
    on_time: number;
    completion_rate: number | null;
    on_time_rate: number | null;
  };
  targets?: RowTargets;
}
export type RowTargets = ChannelTargets & { repeat_rate?: number; remark_rate?: number };
export interface ComparisonRow extends ComparisonFigures {
  property: string;
  name: string;
  city?: string;
}
export interface ChainComparison extends ComparisonFigures {
  chain_guests_to_date: number;
  chain_repeat_guests_to_date: number;
  chain_repeat_guest_rate: number | null;
}
export interface Comparison {
  from: string;
  to: string;
  by: By;
  as_of: string;
  /** null in a property's own report. */
  chain: ChainComparison | null;
  properties: ComparisonRow[];
}

/** A chain's own comparison always has its row. */
export type ChainReport = Comparison & { chain: ChainComparison };

export type RemarkGroup = "property" | "staff" | "shift" | "work";
export interface RemarkFigures {
  in_house: number;
  due: number;
  complete: number;
  on_time: number;
  late: number;
  missing: number;
  completion_rate: number | null;
  on_time_rate: number | null;
  nickname_rate: number | null;
  tags_rate: number | null;
  phone_rate: number | null;
  description_rate: number | null;
  wrong_nickname: number;
  wrong_nickname_rate: number | null;
  none_noted: number;
  none_noted_share: number | null;
  median_hours: number | null;
}
export interface RemarkRow extends RemarkFigures {
  property: string | null;
  name: string | null;
  /** null: nobody was assigned; its id is null for a clerk known by name only. */
  staff?: { id: string | null; external_id: string; name: string } | null;
  shift?: string | null;
}
export type WrongKind = "count" | "date" | "rate" | "source" | "room" | "name" | "unparsed";
export interface WrongExamples {
  kind: WrongKind;
  n: number;
  examples: { property: string; guest_id: string; written: string; expected: string }[];
}
export interface RemarkReport {
  from: string;
  to: string;
  group: RemarkGroup;
  as_of: string;
  total: RemarkFigures;
  rows: RemarkRow[];
  wrong_examples?: WrongExamples[];
}

export interface MixBucket {
  from: string;
  to: string;
  channel_mix: ChannelMix;
  mix_gap: number | null;
  visits: number;
}
export interface ChannelMixReport {
  from: string;
  to: string;
  by: By;
  bucket: Bucket;
  as_of: string;
  targets: ChannelTargets;
  buckets: MixBucket[];
  properties: { property: string; name: string; buckets: MixBucket[] }[];
}

export interface RepeatBucket {
  to: string;
  guests_to_date: number;
  repeat_guests_to_date: number;
  repeat_guest_rate: number | null;
}
export interface RepeatReport {
  from: string;
  to: string;
  bucket: Bucket;
  as_of: string;
  buckets: RepeatBucket[];
  properties: {
    property: string;
    name: string;
    buckets: RepeatBucket[];
    visit_distribution: VisitDistribution;
    exact_distribution: Record<string, number>;
  }[];
  chain_repeat_guest_rate: number | null;
}

export interface PropertyRow {
  slug: string;
  name: string;
  city: string;
  time_zone: string;
  state?: string;
  targets: ChannelTargets | null;
  remark_deadline_hours: number;
}

export interface StaffRow {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  role: Role;
  properties: string[];
  active: boolean;
  last_seen_at: string | null;
  pending_invitation: boolean;
}
export interface InvitationMade {
  id: string;
  link: string;
  expires_at: string;
}
export interface InvitationShown {
  chain: { name: string };
  role: Role;
  email: string;
  name: string;
}

export interface KeyRow {
  id: number | string;
  name: string;
  prefix: string;
  scopes: string[];
  properties: string[];
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
  expires_at: string | null;
}
export interface KeyMade extends KeyRow {
  key: string;
}

export interface AuditEntry {
  id: number | string;
  at: string;
  action: string;
  subject: string;
  actor: { kind: string; id: string | null; name: string };
  property: string | null;
  facts: Record<string, unknown>;
  request_id: string | null;
}

export interface SearchAnswer {
  guests: {
    property: string;
    property_name: string;
    id: string;
    name: string;
    phone: string | null;
    nickname: string | null;
    visits: number;
    room_no: string | null;
  }[];
  properties: { slug: string; name: string; city?: string }[];
  staff: { id: string; name: string; role?: Role }[];
}
