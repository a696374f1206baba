/** What a campaign brought, read for people: is it certain, and on which scale it is drawn. Pure. */

import type { ResultGroup } from "@/api/campaignTypes";

/** More came, fewer came, it cannot be told, or there is nothing to go by yet. */
export type Verdict = "more" | "fewer" | "unclear" | "none";

export function verdictOf(group: Pick<ResultGroup, "uplift_pp" | "uplift_ci">): Verdict {
  const [low, high] = group.uplift_ci ?? [];
  if (group.uplift_pp === null || low === undefined || high === undefined) return "none";
  return low > 0 ? "more" : high < 0 ? "fewer" : "unclear";
}

export interface Scale {
  least: number;
  most: number;
  steps: number[];
}

/** One scale for all intervals: round steps, zero always on it. One wild interval does not flatten the others. */
export function scaleOf(groups: readonly Pick<ResultGroup, "uplift_pp" | "uplift_ci">[]): Scale {
  const ends = groups.flatMap(({ uplift_pp, uplift_ci }) => (uplift_pp === null ? [] : [uplift_pp, ...(uplift_ci ?? []).map((end) => Math.max(-60, Math.min(60, end)))]));
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const step = [1, 2, 5, 10, 20, 50].find((size) => (high - low) / size <= 6) ?? 50;
  const least = Math.floor(low / step) * step;
  const most = Math.max(least + step, Math.ceil(high / step) * step);
  return { least, most, steps: Array.from({ length: Math.round((most - least) / step) + 1 }, (_, index) => least + index * step) };
}
