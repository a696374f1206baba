import { WORKS } from "@/api/propertyTypes";
import type { TrainingRow } from "@/api/deskTypes";

/** Who misses what, in the order one would train it. */

export const keyOf = ({ staff, clerk, name }: Pick<TrainingRow, "staff" | "clerk" | "name">): string => staff ?? clerk ?? name;

/** Often and nearly always: one out of one is no habit yet. */
const weightOf = ({ misses_most: most }: TrainingRow): number => (most ? most.missed * most.share : -1);

/** Who misses most of something comes first; who had nothing to do comes last. */
export const ordered = (rows: readonly TrainingRow[]): TrainingRow[] =>
  rows.toSorted((a, b) => weightOf(b) - weightOf(a) || b.remarks.due - a.remarks.due || a.name.localeCompare(b.name, "zh-CN"));

/** The work of the four that a person leaves out most; null where none is left out. */
export function worstWork({ remarks }: Pick<TrainingRow, "remarks">): (typeof WORKS)[number] | null {
  const [worst] = WORKS.toSorted((a, b) => remarks.missing[b] - remarks.missing[a]);
  return worst && remarks.missing[worst] > 0 ? worst : null;
}

/** 3 / 5, and a dash where there was nothing to do. */
export const outOf = (done: number, of: number): string => (of > 0 ? `${done} / ${of}` : "–");

/** Whether something happened in these days that can be told of a person. */
export const didSomething = ({ remarks, scripts, surprises, replies, exercises }: TrainingRow): boolean =>
  remarks.due + scripts.offered + surprises.due + replies + exercises.n > 0;
