import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Days } from "@/lib/dates";
import { api } from "./client";
import type {
  CampaignsReport, ChurnReport, Coach, ContactPool, LatencyReport, RfmReport, ValueReport, WinBack, WinBackDone, WinBackGroup, WinBackSummary, WinBackWanted,
} from "./winningTypes";

/** Who slips away, and why: what several pages ask for. `house` is the API path of a property, `scope` also a chain's. */

/** Rows of a board at first, and with each step further. */
export const BOARD_PAGE = 10;
/** Rows that headquarters sees of each property. */
export const MERGED_PAGE = 20;

/** One group of a property's board; the counts come with each page. */
export const winBack = (house: string, group: WinBackGroup) =>
  infiniteQueryOptions({
    queryKey: [house, "win-back", group],
    queryFn: ({ pageParam }) => api.get<WinBack>(`${house}/win-back`, { group, limit: BOARD_PAGE, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** The top of a property's board, both groups, for the board of a whole chain. */
export const winBackTop = (house: string) =>
  queryOptions({ queryKey: [house, "win-back", "top"], queryFn: () => api.get<WinBack>(`${house}/win-back`, { limit: MERGED_PAGE }) });

/** How many a chain's properties have to contact, and what they are worth. */
export const winBackSummary = (chain: string) =>
  queryOptions({ queryKey: [chain, "win-back"], queryFn: () => api.get<WinBackSummary>(`${chain}/win-back/summary`) });

export const actOnGuest = (house: string, guest: string, wanted: WinBackWanted, key: string) =>
  api.once<WinBackDone>(`${house}/win-back/${guest}/act`, wanted, key);

export type CohortKind = "channel" | "source" | "property";

export const latency = (scope: string, cohort: CohortKind) =>
  queryOptions({ queryKey: ["reports", scope, "latency", cohort], queryFn: () => api.get<LatencyReport>(`${scope}/reports/latency`, { cohort }) });

export type ChurnBy = "channel" | "source" | "stage";

export const churn = (scope: string, { from, to }: Days, by: ChurnBy = "channel") =>
  queryOptions({ queryKey: ["reports", scope, "churn", from, to, by], queryFn: () => api.get<ChurnReport>(`${scope}/reports/churn`, { from, to, by }) });

export const rfm = (scope: string) => queryOptions({ queryKey: ["reports", scope, "rfm"], queryFn: () => api.get<RfmReport>(`${scope}/reports/rfm`) });

export const guestValue = (scope: string) => queryOptions({ queryKey: ["reports", scope, "value"], queryFn: () => api.get<ValueReport>(`${scope}/reports/value`) });

export const campaignResults = (scope: string, { from, to }: Days) =>
  queryOptions({ queryKey: ["reports", scope, "campaigns", from, to], queryFn: () => api.get<CampaignsReport>(`${scope}/reports/campaigns`, { from, to }) });

/** Of the last 13 weeks, whatever the page's period: advice is for now. */
export const coach = (scope: string) => queryOptions({ queryKey: ["reports", scope, "coach"], queryFn: () => api.get<Coach>(`${scope}/reports/channel-coach`) });

export interface PoolInputs {
  daily: number;
  visits: number;
  rate: string;
  cost: string;
  rooms: number | null;
  occupancy: number | null;
}

export const contactPool = (scope: string, inputs: PoolInputs) =>
  queryOptions({ queryKey: ["pool", scope, inputs], queryFn: () => api.get<ContactPool>(`${scope}/reports/contact-pool`, { ...inputs }) });
