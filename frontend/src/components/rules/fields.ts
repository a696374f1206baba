/** The catalogue of fields, as it is looked through. Pure. */

import type { FieldWords } from "@/api/segmentTypes";

export interface FieldGroup {
  group: string;
  zh: string;
  en: string;
  fields: FieldWords[];
}

/** What one asks for most stands first. */
const ORDER = ["lifecycle", "stays", "value", "programme", "coupons", "basic", "profile", "campaigns", "reach"];
const rank = (group: string): number => (ORDER.includes(group) ? ORDER.indexOf(group) : ORDER.length);

const fits = (field: FieldWords, sought: string): boolean =>
  [field.zh, field.en, field.field, field.group_zh, field.group_en, ...field.choices.flatMap(({ zh, en }) => [zh, en])].some((word) => word.toLowerCase().includes(sought));

/** Fields in their groups; with something sought only those that have it in a name, a group or a choice. */
export function groupsOf(fields: readonly FieldWords[], sought = ""): FieldGroup[] {
  const plain = sought.trim().toLowerCase();
  const groups = new Map<string, FieldGroup>();
  for (const field of fields) {
    if (plain && !fits(field, plain)) continue;
    const group = groups.get(field.group) ?? { group: field.group, zh: field.group_zh, en: field.group_en, fields: [] };
    group.fields.push(field);
    groups.set(field.group, group);
  }
  return [...groups.values()].sort((a, b) => rank(a.group) - rank(b.group));
}
