import type { KeywordGiven, KeywordRule } from "@/api/deskRuleTypes";

/** A rule as it is sent back unchanged. */
export const given = ({ kind, name, name_en, words, but_not, department, due_hours, active }: KeywordRule): KeywordGiven => ({ kind, name, name_en, words, but_not, department, due_hours, active });
