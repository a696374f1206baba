import type { VisitLine } from "@/api/propertyTypes";
import { daysBetween } from "@/lib/dates";

export interface Point {
  visit: VisitLine;
  /** Where on the line, 0–100. */
  x: number;
}
export interface TimelinePicture {
  points: Point[];
  /** Today on the same line, or null where the guest is in the house. */
  today: number | null;
  /** Days since the last visit began. */
  since: number;
  /** Visits before the first shown. */
  earlier: number;
}

const MOST = 12;
const LEFT = 3;
const RIGHT = 95;
/** Two marks never touch: 4 per cent of the line apart at least. */
const APART = 4;

/** Pushes positions apart to the right, then back to the left where the end would be crossed. */
export function spread(places: readonly number[], apart: number, end: number): number[] {
  const right: number[] = [];
  for (const place of places) right.push(Math.max(place, (right.at(-1) ?? -Infinity) + apart));
  const left: number[] = [];
  for (const place of right.toReversed()) left.unshift(Math.min(place, (left[0] ?? end + apart) - apart));
  return left;
}

/** The last visits on a line of days, oldest at the left, today at the right. */
export function pictureOf(history: readonly VisitLine[], today: string): TimelinePicture {
  const all = history.toSorted((a, b) => a.ordinal - b.ordinal);
  const shown = all.slice(-MOST);
  const [first] = shown;
  const last = shown.at(-1);
  if (!first || !last) return { points: [], today: null, since: 0, earlier: 0 };
  const since = Math.max(0, daysBetween(last.check_in_on, today));
  const span = Math.max(1, daysBetween(first.check_in_on, last.in_house ? last.check_in_on : today));
  const end = last.in_house ? RIGHT : RIGHT - APART;
  const raw = shown.map((visit) => LEFT + (Math.max(0, daysBetween(first.check_in_on, visit.check_in_on)) / span) * (RIGHT - LEFT));
  const xs = spread(raw, APART, end);
  return {
    points: shown.map((visit, index) => ({ visit, x: xs[index] ?? LEFT })),
    today: last.in_house ? null : RIGHT, since, earlier: all.length - shown.length,
  };
}
