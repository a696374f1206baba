import type { Occasion, SurpriseBody, SurpriseRule } from "@/api/deskTypes";

/** A surprise as it is put together: which fields its sentence has, what is sent, in what order they stand. */

/** Occasions that count something: of which visit, or days around the day. */
export const COUNTS: Record<Occasion, "visit" | "days" | null> = {
  visit_from: "visit", every_visits: "visit", first_visit: null, birthday: "days", anniversary: "days", after_complaint: null, tier: null,
};

/** What an occasion begins with where it counts something. */
const FIRST: Record<"visit" | "days", number> = { visit: 5, days: 0 };

export const bodyOf = (rule: SurpriseBody): SurpriseBody => {
  const { code, name, name_en, occasion, n, tier, higher, does, does_en, department, announced, products, cost, active } = rule;
  const counts = COUNTS[occasion];
  return {
    code, name: name.trim(), name_en: name_en.trim(), occasion, n: counts ? (n ?? FIRST[counts]) : null, tier: occasion === "tier" ? tier : "", higher: occasion === "tier" && higher,
    does: does.trim(), does_en: does_en.trim(), department, announced, products, cost, active,
  };
};

/** The same rule on another occasion: a number that meant visits does not become days; a tier means those above it too. */
export function onOccasion<Rule extends SurpriseBody>(rule: Rule, occasion: Occasion): Rule {
  const counts = COUNTS[occasion];
  return { ...rule, occasion, n: counts === null ? null : counts === COUNTS[rule.occasion] ? rule.n : FIRST[counts], tier: occasion === "tier" ? rule.tier : "", higher: occasion === "tier" && (rule.occasion !== "tier" || rule.higher) };
}

/** A rule of the house's own, to begin with. */
export const newRule = (code: string, department: string): SurpriseBody => ({
  code, name: "", name_en: "", occasion: "visit_from", n: 5, tier: "", higher: false, does: "", does_en: "", department, announced: false, products: [], cost: "0.00", active: true,
});

/** Something without which it says nothing; the server judges the rest. */
export const isWhole = ({ name, does, occasion, n, tier }: SurpriseBody): boolean =>
  name.trim() !== "" && does.trim() !== "" && (COUNTS[occasion] !== "visit" || (n ?? 0) > 0) && (occasion !== "tier" || tier !== "");

/** Those that are on, and those that are offered or switched off. */
export const parted = (rules: readonly SurpriseRule[]): { on: SurpriseRule[]; off: SurpriseRule[] } => ({
  on: rules.filter(({ active }) => active), off: rules.filter(({ active }) => !active),
});

/** What all of them came to; null where the reader may not see it. */
export function costOf(rules: readonly SurpriseRule[]): { n: number; cost: number | null } {
  const known = rules.every(({ cost_90 }) => cost_90 !== null);
  return { n: rules.reduce((all, { done_90 }) => all + done_90, 0), cost: known ? rules.reduce((all, { cost_90 }) => all + Number(cost_90), 0) : null };
}
