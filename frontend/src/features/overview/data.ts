import { useQuery } from "@tanstack/react-query";
import { churn } from "@/api/winning";
import { chainComparison, channelMix, remarks, repeat } from "@/api/reports";
import type { Bucket, ChainInfo, ChainReport, RemarkReport, RepeatReport } from "@/api/types";
import { daysBetween } from "@/lib/dates";
import type { Period } from "@/lib/period";
import { ranked } from "./worst";

/** Weeks for up to half a year, months beyond: a sparkline of 13 points, not of 52. */
export const bucketOf = (period: Period): Bucket => (daysBetween(period.from, period.to) > 200 ? "month" : "week");

/** All the overview asks for; only the comparison is waited for, the rest fills in where it belongs. */
export function useOverview(api: string, chain: ChainInfo, period: Period) {
  const now = useQuery(chainComparison(api, period));
  const then = useQuery(chainComparison(api, period.earlier));
  const bucket = bucketOf(period);
  const trend = useQuery(repeat(api, period, bucket));
  const mixTrend = useQuery(channelMix(api, period, bucket));
  const staff = useQuery(remarks(api, period, "staff"));
  const slips = useQuery(churn(api, period));
  const rows = now.data && (period.against === "target" || then.data)
    ? ranked(now.data.properties, chain, then.data?.properties, period.against !== "target")
    : undefined;
  return { now, then, trend, mixTrend, staff, slips, rows };
}

export type Overview = ReturnType<typeof useOverview>;
export type OverviewRow = NonNullable<Overview["rows"]>[number];

export const trendOf = (trend: RepeatReport | undefined, property: string): (number | null)[] =>
  trend?.properties.find((one) => one.property === property)?.buckets.map(({ repeat_guest_rate }) => repeat_guest_rate) ?? [];

export interface StaffShare {
  people: number;
  missing: number;
  share: number;
  weakest: "nickname" | "tags" | "phone" | "description";
}

const WORKS = ["nickname", "tags", "phone", "description"] as const;

/** How few people make up how much of what a property left undone, and which work they leave. */
export function staffShare(report: RemarkReport | undefined, property: string): StaffShare | null {
  const rows = report?.rows.filter((row) => row.property === property && row.staff) ?? [];
  const all = report?.rows.filter((row) => row.property === property).reduce((sum, row) => sum + row.missing, 0) ?? 0;
  const worst = rows.filter(({ missing }) => missing > 0).toSorted((a, b) => b.missing - a.missing).slice(0, 2);
  const [first] = worst;
  if (!first || all === 0) return null;
  const missing = worst.reduce((sum, row) => sum + row.missing, 0);
  const rateOf = (work: (typeof WORKS)[number]) => first[`${work}_rate`] ?? 1;
  return { people: worst.length, missing, share: missing / all, weakest: WORKS.toSorted((a, b) => rateOf(a) - rateOf(b))[0] ?? "tags" };
}

/** The properties that together leave more than half of the chain's remarks undone, fewest first. */
export function mostMissing(report: ChainReport): { names: string[]; share: number } | null {
  const missing = report.properties.map(({ name, remarks: { due, complete } }) => ({ name, n: due - complete })).toSorted((a, b) => b.n - a.n);
  const all = missing.reduce((sum, { n }) => sum + n, 0);
  if (all === 0) return null;
  const names: string[] = [];
  let sum = 0;
  for (const { name, n } of missing) {
    names.push(name);
    sum += n;
    if (sum / all > 0.5) break;
  }
  return { names, share: sum / all };
}
