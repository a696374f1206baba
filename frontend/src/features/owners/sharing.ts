import type { Workload } from "@/api/deskRuleTypes";

export interface Taker {
  staff: string | null;
  /** Whole per cent. */
  share: number;
}

/** As even whole per cents as they come, the first taking what is left over: 3 → 34, 33, 33. */
export function evenly(n: number): number[] {
  const each = n > 0 ? Math.floor(100 / n) : 0;
  return Array.from({ length: n }, (_, index) => (index === 0 ? 100 - each * (n - 1) : each));
}

export const sumOf = (takers: readonly Taker[]): number => takers.reduce((all, { share }) => all + share, 0);

export type Lack = "nobody" | "twice" | "giver" | "share" | "more" | "short";
/** Why guests cannot be handed over like this; null where they can. `keeps`: whether the giver may keep the rest. */
export function lackOf(from: string | null | undefined, takers: readonly Taker[], keeps: boolean): Lack | null {
  const chosen = takers.flatMap(({ staff }) => (staff ? [staff] : []));
  if (from === undefined || chosen.length < takers.length || takers.length === 0) return "nobody";
  if (new Set(chosen).size < chosen.length) return "twice";
  if (from !== null && chosen.includes(from)) return "giver";
  if (takers.some(({ share }) => share <= 0)) return "share";
  if (sumOf(takers) > 100) return "more";
  return sumOf(takers) < 100 && !keeps ? "short" : null;
}

/** As the API takes it. */
export const sharesOf = (takers: readonly Taker[]) => takers.flatMap(({ staff, share }) => (staff ? [{ staff, share: share / 100 }] : []));

/** Who has the most open that must be done, first. */
export const burdened = (rows: readonly Workload[]): Workload[] =>
  rows.toSorted((a, b) => b.overdue_complaints - a.overdue_complaints || b.at_risk - a.at_risk || b.guests - a.guests);
