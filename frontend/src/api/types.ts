/**
 * The shapes the console reads, from the product's own OpenAPI document (`npm run api` → schema.d.ts). Everything
 * imports from here and nothing from schema.d.ts; where the document says `string` and the console needs to know
 * which ones, the narrower type stands here.
 */
import type { components } from "./schema";

type Shapes = components["schemas"];
/** A shape by the name it has in the document, for the files of shapes beside this one. */
export type Shape<Name extends keyof Shapes> = Shapes[Name];

export type Channel = Shapes["SourceOut"]["channel"];
export const CHANNELS: readonly Channel[] = ["member", "corporate", "ota", "walk_in"];
export type ChannelTargets = Shapes["Targets"];
export type ChannelMix = Shapes["Mix"];
export type By = Shapes["ComparisonOut"]["by"];
export type Bucket = Shapes["RepeatOut"]["bucket"];
export type Role = Shapes["Role"];

export type Ability =
  | "see_chain"
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
  | "manage_billing"
  | "manage_property"
  | "see_audit"
  | "see_programme"
  | "edit_programme"
  | "move_value"
  | "adjust_value"
  | "approve_value"
  | "send_stays"
  | "see_events"
  | "manage_webhooks"
  | "enrol_members"
  | "see_campaigns"
  | "edit_campaigns"
  | "send_messages"
  | "approve_campaigns"
  | "greet_guests"
  | "manage_messaging"
  | "serve_guests"
  | "manage_desk"
  | "assign_guests"
  | "see_profit"
  | "send_touches";

/** Cursor paging, as every list of the API answers. */
export interface Page<T> {
  results: T[];
  next: string | null;
}

/* who is signed in */
export type ChainInfo = Shapes["SessionChain"];
export type PropertyInfo = Shapes["SessionProperty"];
export type Membership = Omit<Shapes["SessionMembership"], "role" | "abilities"> & { role: Role; abilities: Ability[] };
export type Session = Omit<Shapes["Session"], "memberships"> & { memberships: Membership[] };

/* reports */
export type VisitDistribution = Record<"1" | "2" | "3-5" | "6-10" | "11+", number>;
type Distributed<T> = Omit<T, "visit_distribution"> & { visit_distribution: VisitDistribution };
export type ComparisonRow = Distributed<Shapes["PropertyMeasures"]>;
export type ComparisonFigures = Omit<ComparisonRow, "property" | "name" | "city">;
export type ChainComparison = Distributed<Shapes["ChainMeasures"]>;
/** `chain` is null in a property's own report. */
export type Comparison = Omit<Shapes["ComparisonOut"], "chain" | "properties"> & {
  chain: ChainComparison | null;
  properties: ComparisonRow[];
};
/** A chain's own comparison always has its row. */
export type ChainReport = Comparison & { chain: ChainComparison };

export type RemarkGroup = Shapes["RemarksOut"]["group"];
export type RemarkFigures = Shapes["RemarkKpi"];
/** A row by property, staff or shift; the rows of the four works have less and are read from the total. */
export type RemarkRow = RemarkFigures & Pick<Shapes["RemarkRow"], "property" | "name" | "staff" | "shift">;
export type WrongExamples = Shapes["WrongKind"];
export type RemarkReport = Omit<Shapes["RemarksOut"], "rows"> & { rows: RemarkRow[] };

export type MixBucket = Shapes["MixBucket"];
export type ChannelMixReport = Shapes["ChannelMixOut"];
export type RepeatReport = Omit<Shapes["RepeatOut"], "properties"> & {
  properties: Distributed<Shapes["RepeatOfProperty"]>[];
};

/* the chain's own affairs */
export type PropertyRow = Shapes["PropertyOut"];
export type StaffRow = Omit<Shapes["StaffOut"], "role"> & { role: Role };
export type InvitationMade = Shapes["InvitationMade"];
export type InvitationShown = Omit<Shapes["InvitationShown"], "role"> & { role: Role };
export type AuditEntry = Omit<Shapes["EntryOut"], "facts"> & { facts: Record<string, unknown> };

export type SearchAnswer = Omit<Shapes["Found"], "staff"> & {
  staff: (Omit<Shapes["FoundStaff"], "role"> & { role: Role })[];
};
