import type { Department, OwnerRule } from "@/api/deskRuleTypes";

/** The list with the row at `from` moved to where the row at `to` stood. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length || from === to) return [...rows];
  return rows.toSpliced(from, 1).toSpliced(to, 0, row);
}

export const FRESH: OwnerRule = { fits: "added_contact", value: "", gives: "themselves", staff: null, department: "", active: true };

/** What a rule still lacks to say anything; null for one that is whole. */
export function lacking(rule: OwnerRule): "value" | "staff" | "department" | null {
  if (["tier", "channel", "tag"].includes(rule.fits) && !rule.value) return "value";
  if (rule.gives === "staff" && !rule.staff) return "staff";
  if (rule.gives === "department" && !rule.department) return "department";
  return null;
}

/** A rule with one part changed, and without what no longer says anything in it. */
export function changed(rule: OwnerRule, part: Partial<OwnerRule>): OwnerRule {
  const next = { ...rule, ...part };
  if (part.fits && part.fits !== rule.fits) next.value = "";
  // Only who did something himself can be given what he did: nobody "did" a tier.
  if (next.gives === "themselves" && !["added_contact", "checked_in"].includes(next.fits)) next.gives = "department";
  if (next.gives !== "staff") next.staff = null;
  if (next.gives !== "department") next.department = "";
  return next;
}

/** Rules that nobody reaches, as one above takes everybody: their places, counted from zero. */
export function unreached(rules: readonly OwnerRule[]): number[] {
  const all = rules.findIndex(({ fits, active }) => fits === "everybody" && active);
  return all < 0 ? [] : rules.map((_, index) => index).filter((index) => index > all && rules[index]?.active === true);
}

/** What is sent of a department. */
export const sent = ({ code, name, name_en, members }: Department) => ({ code, name: name.trim(), name_en: name_en.trim(), members });
