/** What a house's desk goes by: what is said, which words are heard, who looks after whom. */
import type { Words } from "./valueTypes";

export type ReplyLocale = "zh-CN" | "en";
export const REPLY_LOCALES: readonly ReplyLocale[] = ["zh-CN", "en"];

export interface TemplateText { locale: ReplyLocale; step: number; text: string; standard: boolean }
export interface Intent {
  code: string; name: string; name_en: string; phrases: string[]; but_not: string[];
  active: boolean; standard: boolean; changed: boolean; templates: TemplateText[];
}
export type IntentGiven = Pick<Intent, "name" | "name_en" | "phrases" | "but_not" | "active">;

export interface FieldWord { code: string; label: Words }
/** Something the text says, and where it is known from. */
export interface SaidFact { field: string; label: Words; value: string; from: Words }
export interface LeftOut { field: string; label: Words }
/** What is wrong with a text; `at` counts its signs from 1. */
export interface TextProblem extends Words { code: string; at: number | null }
export interface Tried {
  text: string | null; facts: SaidFact[]; left_out: LeftOut[]; problem: TextProblem | null; fields: FieldWord[];
}
export interface HouseFact { code: string; label: Words; zh: string; en: string; hint: Words }
/** `ota_discount`: members have their discount on bills of OTA bookings too. */
export interface HouseFacts { results: HouseFact[]; ota_discount: boolean }
/** A room type of the PMS. `silent`: without an English name, an English reply does not name it. */
export interface RoomName { room_type: string; en: string; stays: number; silent: boolean }

/** What is said at the desk by itself, and how often it was answered for of late: said, or not. */
export interface ScriptText {
  code: string; name: string; name_en: string; moment: "check_in" | "check_out"; templates: TemplateText[];
  offered: number; used: number; not_used: number;
}
export interface ScriptsOfStaff { staff: string | null; name: string; offered: number; used: number; not_used: number }
export interface ScriptReport { results: ScriptText[]; by_staff: ScriptsOfStaff[]; days: number }

export type RuleKind = "complaint" | "praise" | "request";
export interface KeywordRule {
  code: string; kind: RuleKind; name: string; name_en: string; words: string[]; but_not: string[];
  department: string; due_hours: number; active: boolean; standard: boolean; changed: boolean;
}
export type KeywordGiven = Omit<KeywordRule, "code" | "standard" | "changed">;

export interface Department { code: string; name: string; name_en: string; members: string[]; member_names: string[]; position: number; standard: boolean }
export interface Colleague { id: string; name: string; role: string }

export const FITS = ["added_contact", "checked_in", "tier", "channel", "tag", "everybody"] as const;
export type Fits = (typeof FITS)[number];
export const GIVES = ["themselves", "staff", "department"] as const;
export type Gives = (typeof GIVES)[number];
export interface OwnerRule { fits: Fits; value: string; gives: Gives; staff: string | null; department: string; active: boolean }
export interface Shared { staff: string | null; name: string; n: number }
export interface OwnersPreview { unowned: number; by: Shared[]; nobody: number }

export interface Workload {
  staff: string; name: string; guests: number; at_risk: number; open_complaints: number; overdue_complaints: number;
  remarks_open: number; tasks_open: number;
  /** Remarks completed in the last 30 days. */
  contacts_30d: number;
  /** Works here no more, and still has guests. */
  left: boolean;
}
export interface WorkloadReport { results: Workload[]; unowned: number }
/** The shares, and what the giver keeps, add up to one. */
export interface TransferGiven { from: string | null; to: { staff: string; share: number }[]; keeps: number; note: string; dry_run: boolean }
export interface TransferDone { moved: number; stay: number; by: Shared[]; complaints: number; transfer: string | null }
export interface Transfer { id: string; at: string; from: string | null; giver_name: string; note: string; by_name: string; n: number; takers: { staff: string; name: string; n: number; unseen: number }[] }
export interface HandedToMe { id: string; at: string; giver_name: string; note: string; by_name: string; n: number; guests: { id: string; name: string; visits: number }[] }
