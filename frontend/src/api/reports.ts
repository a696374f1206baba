import { queryOptions } from "@tanstack/react-query";
import type { Days } from "@/lib/dates";
import { api } from "./client";
import type { Bucket, By, ChainReport, ChannelMixReport, Comparison, RemarkGroup, RemarkReport, RepeatReport } from "./types";

/** The reports of a scope (`/chains/x` or `/properties/y`); every page that shows one asks for it here. */

export const comparison = (scope: string, { from, to }: Days, by: By = "visits") =>
  queryOptions({
    queryKey: ["reports", scope, "comparison", from, to, by],
    queryFn: () => api.get<Comparison>(`${scope}/reports/comparison`, { from, to, by }),
  });

/** The same of a whole chain. */
export const chainComparison = (chain: string, { from, to }: Days) =>
  queryOptions({
    queryKey: ["reports", "chain", chain, "comparison", from, to],
    queryFn: () => api.get<ChainReport>(`${chain}/reports/comparison`, { from, to, by: "visits" }),
  });

export const remarks = (scope: string, { from, to }: Days, group: RemarkGroup) =>
  queryOptions({
    queryKey: ["reports", scope, "remarks", from, to, group],
    queryFn: () => api.get<RemarkReport>(`${scope}/reports/remarks`, { from, to, group }),
  });

export const channelMix = (scope: string, { from, to }: Days, bucket: Bucket, by: By = "visits") =>
  queryOptions({
    queryKey: ["reports", scope, "channel-mix", from, to, bucket, by],
    queryFn: () => api.get<ChannelMixReport>(`${scope}/reports/channel-mix`, { from, to, bucket, by }),
  });

export const repeat = (scope: string, { from, to }: Days, bucket: Bucket) =>
  queryOptions({
    queryKey: ["reports", scope, "repeat", from, to, bucket],
    queryFn: () => api.get<RepeatReport>(`${scope}/reports/repeat`, { from, to, bucket }),
  });
