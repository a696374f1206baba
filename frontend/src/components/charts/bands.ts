/** One gap between visits: from visit `ordinal` to the next. */
export interface BandStep {
  ordinal: number;
  guests: number;
  lower: number | null;
  median: number | null;
  upper: number | null;
}

export interface Band extends BandStep {
  /** This gap and all later ones. */
  last: boolean;
}

/** Visits from here on share one norm. */
export const LAST_ORDINAL = 10;
/** What people count days in: months, quarters, halves of a year. */
const STEPS = [10, 30, 60, 90, 180, 365, 730];
const TICKS_MOST = 4;

/** The gaps that somebody has made, and round days over the farthest of them. */
export function bandsOf(steps: readonly BandStep[]): { bands: Band[]; ticks: number[]; top: number } {
  const bands = steps.filter(({ guests }) => guests > 0).map((step) => ({ ...step, last: step.ordinal >= LAST_ORDINAL }));
  const farthest = Math.max(1, ...bands.map(({ upper, median }) => upper ?? median ?? 0));
  const step = STEPS.find((size) => farthest / size <= TICKS_MOST) ?? Math.ceil(farthest / TICKS_MOST / 365) * 365;
  const n = Math.max(1, Math.floor(farthest / step));
  return { bands, ticks: Array.from({ length: n + 1 }, (_, index) => index * step), top: Math.max(farthest, n * step) };
}
