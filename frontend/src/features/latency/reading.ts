import type { LatencyCohort, LatencyReport, LatencyStep } from "@/api/winningTypes";
import { cameBy, type Curve } from "@/components/charts/curves";

export { cameBy };

/** More lines than these cannot be told apart. */
export const CURVES_MOST = 6;
const COLOURS = ["accent", "ch-corporate", "ch-ota", "text-3", "rm-ontime", "warn"];
const CHANNELS: Record<string, string> = { member: "ch-member", corporate: "ch-corporate", ota: "ch-ota", walk_in: "ch-walkin" };

/** The cohort's own word for a channel, `channel:ota` → `ota`. */
export const codeOf = (key: string): string => key.slice(key.indexOf(":") + 1);

export const stepOf = (cohort: LatencyCohort, ordinal: number): LatencyStep | undefined => cohort.steps.find((step) => step.ordinal === ordinal);

/** The return curves of one gap, of the largest cohorts; channels in their own colours. */
export function curvesOf({ cohort, cohorts, whole }: LatencyReport, ordinal: number): Curve[] {
  const large = cohorts
    .filter((one) => (stepOf(one, ordinal)?.curve.length ?? 0) > 0)
    .toSorted((a, b) => b.guests - a.guests)
    .slice(0, CURVES_MOST);
  const shown = large.length > 0 ? large : [whole];
  return shown.map((one, index) => ({
    name: one.name, points: (stepOf(one, ordinal)?.curve ?? []).map(([day = 0, share = 0]) => [day, share] as const),
    colour: (cohort === "channel" ? CHANNELS[codeOf(one.key)] : undefined) ?? COLOURS[index] ?? "text-3",
  }));
}

/** Days at the right end of the curves: a year, or two where people come that seldom. */
export function farOf(curves: readonly Curve[]): number {
  const slow = curves.some(({ points }) => {
    const last = points.at(-1)?.[1] ?? 0;
    return last > 0 && cameBy(points, 365) / last < 0.75;
  });
  return slow ? 730 : 365;
}

/** From which gap on the cohort's own figures are too few, and whose are taken instead. */
export function borrowed({ steps, name }: LatencyCohort): { from: number; whose: string; pooled: boolean } | null {
  const first = steps.find(({ enough, from_name: whose }) => !enough && whose);
  // Its own figures, but over all gaps from the second visit on.
  return first?.from_name ? { from: first.ordinal, whose: first.from_name, pooled: first.pooled || first.from_name === name } : null;
}
