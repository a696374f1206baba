/** Segments: rules over guests, and what the editor is built from. */
import type { Words } from "./vendorTypes";

export type { Words };

export type FieldType = "count" | "money" | "share" | "day" | "yearly" | "word" | "words" | "text" | "flag";
export interface Choice {
  value: string;
  zh: string;
  en: string;
}
export interface FieldWords {
  field: string;
  group: string;
  group_zh: string;
  group_en: string;
  type: FieldType;
  zh: string;
  en: string;
  operators: string[];
  choices: Choice[];
  within: "back" | "ahead" | null;
  of: Words | null;
  unit_zh: string;
  unit_en: string;
  /** Values that occur at this house, where any may be asked. */
  known: Choice[];
  /** What `of` can name at this house. */
  kinds: Choice[];
}

export interface Span {
  days?: number | null;
  months?: number | null;
}
export interface Leaf {
  kind: "field";
  field: string;
  op: string;
  value: unknown;
  within?: Span | null;
  of?: string[] | null;
}
export type Rule = { kind: "and" | "or"; of: Rule[] } | { kind: "not"; of: Rule } | Leaf;

export interface Finding {
  pointer: string;
  code: string;
  zh: string;
  en: string;
}
export interface SampleGuest {
  id: string;
  name: string;
  phone_masked: string | null;
  visits: number;
  last_visit_on: string | null;
}
export interface Previewed {
  count: number | null;
  total: number | null;
  sample: SampleGuest[];
  told: Words | null;
  findings: Finding[];
}

export interface SuggestedSegment {
  code: string;
  name: Words;
  use: Words;
  rule: Rule;
  told: Words;
  kept: boolean;
}
export interface ChainSegment {
  code: string;
  name: string;
  note: string;
  rule: Rule;
  told: Words | null;
  number: number;
  pushed: { property: string; name: string; number: number }[];
  made_by_name: string;
  changed_at: string;
  archived_at: string | null;
}
export interface Segment {
  id: string;
  code: string;
  name: string;
  note: string;
  rule: Rule;
  told: Words | null;
  frozen_at: string | null;
  origin: "property" | "chain";
  count: number | null;
  counted_at: string | null;
  made_by_name: string;
  changed_at: string;
  archived_at: string | null;
}
