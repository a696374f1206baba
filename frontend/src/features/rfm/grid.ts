import type { RfmReport } from "@/api/winningTypes";

type Cell = RfmReport["grid"][number];

export const SCORES = [1, 2, 3, 4, 5] as const;

/** Rows from the most recent down, columns from the rarest to the most frequent; what nobody is in is null. */
export function gridOf(cells: readonly Cell[]): (Cell | null)[][] {
  return SCORES.toReversed().map((r) => SCORES.map((f) => cells.find((cell) => cell.r === r && cell.f === f) ?? null));
}

/** How dark a cell is, 0–1: by the root, so that one crowded cell does not leave all others white. */
export const shadeOf = (n: number, most: number): number => (n > 0 && most > 0 ? Math.max(0.08, Math.sqrt(n / most)) : 0);

/** Above this a cell's figures are written in the colour of its ground. */
export const DARK = 0.68;

/** The days of recency scores, best first: `≤ 33`, `34–81`, …, `> 312`. Thresholds fall as scores rise. */
export function dayRanges(days: readonly number[]): string[] {
  const bounds = days.toReversed();
  const [first, last] = [bounds[0], bounds.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [`≤ ${first}`, ...bounds.slice(1).map((most, index) => between((bounds[index] ?? 0) + 1, most)), `> ${last}`];
}

/** The visits of frequency scores, fewest first: `≤ 1`, `2`, `3`, `4–6`, `> 6`; a score that nobody can have is empty. */
export function visitRanges(visits: readonly number[]): string[] {
  const [first, last] = [visits[0], visits.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [first === 1 ? "1" : `≤ ${first}`, ...visits.slice(1).map((most, index) => between((visits[index] ?? 0) + 1, most)), `> ${last}`];
}

/** The sums of money scores, least first, each from just above the threshold before it. */
export function spendRanges(spend: readonly string[], write: (sum: string) => string): string[] {
  const [first, last] = [spend[0], spend.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [`≤ ${write(first)}`, ...spend.slice(1).map((most, index) => (most === spend[index] ? "" : `≤ ${write(most)}`)), `> ${write(last)}`];
}

const between = (least: number, most: number): string => (least > most ? "" : least === most ? String(least) : `${least}–${most}`);
