/** The shapes of one property's pages: desk, guests, visits, imports, sources, house. As `types.ts`, but for these. */
import type { Shape } from "./types";

export type Work = "nickname" | "tags" | "phone" | "description";
export const WORKS: readonly Work[] = ["nickname", "tags", "phone", "description"];
export type FitStep = "century" | "source" | "year" | "name";
export type NicknameFields = Shape<"NicknameFields">;
export type Task = Shape<"TaskOut">;
export type TaskState = "open" | "missing_phone" | "overdue" | "done" | "in_house";
export type TaskCounts = Shape<"TaskCounts">;
export type TaskPage = Shape<"TaskPage">;
/** What the card sends: all of it, and the phone only where the guest has none. */
export type Confirming = { [Part in "tags" | "description" | "none_noted"]: NonNullable<Shape<"Confirm">[Part]> } & { phone?: string };
export type Confirmed = Shape<"Confirmed">;
export type ParsedText = Shape<"TextRead">;
export type Pasted = Shape<"TextsRecorded">;
export type GuestRow = Shape<"GuestOut">;
export type VisitLine = Shape<"VisitOfGuest">;
export type GuestCard = Shape<"GuestCard">;
export type RemarkVerdict = Shape<"RemarkJudged">;
export type VisitRow = Shape<"VisitOut">;
export type SourceRow = Shape<"SourceOut">;
export type SourceMapped = Shape<"Mapped">;
export type TagWord = Shape<"TagOut">;
export type Clerk = Shape<"DeskClerk">;
export type Shift = Shape<"ShiftShape">;
export type ReviewPerson = Shape<"DoubtGuest">;
export type ReviewItem = Shape<"DoubtOut">;

export type ImportKind = "stays" | "guests" | "contacts" | "products" | "reviews";
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
export type ImportColumn = Shape<"ImportColumn">;
export type PreviewRow = Shape<"PreviewRow"> & { fields?: Record<string, string> | null };
export type ImportReject = Shape<"RejectOut">;
export type ImportSummary = Shape<"ImportSummary">;
/** The document says no more of a mapping than that it is an object. */
export type ImportJob = Omit<Shape<"ImportOut">, "mapping" | "preview"> & { mapping: ImportMapping; preview: PreviewRow[] };
export type ImportField = Shape<"ImportField">;
