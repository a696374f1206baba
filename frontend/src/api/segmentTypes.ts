/** Segments: rules over guests, and what the editor is built from. */
import type { Shape } from "./types";
import type { Words } from "./valueTypes";

export type { Words };

export type Choice = Shape<"FieldChoice">;
export type FieldWords = Shape<"SegmentField">;

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

export type SampleGuest = Shape<"SampleGuest">;
export type Previewed = Shape<"SegmentPreview">;
export type SuggestedSegment = Omit<Shape<"SuggestedSegment">, "rule"> & { rule: Rule };
export type ChainSegment = Omit<Shape<"ChainSegmentOut">, "rule"> & { rule: Rule };
export type Segment = Omit<Shape<"SegmentOut">, "rule"> & { rule: Rule };
