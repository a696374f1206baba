import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Page } from "./types";
import type {
  Approval, Fulfilment, Game, NoticeRow, PointsOfGuest, ProgrammeNow, Reward, TierChange, TierClaim, WalletOfGuest,
} from "./valueTypes";

/** What the desk asks for where value is moved. `house` is the API path of the property. */

const SLOW_MS = 5 * 60_000;

/** The programme in force: the desk acts by its terms, and changes nothing of them. */
export const terms = (house: string) =>
  queryOptions({ queryKey: [house, "programme", "terms"], queryFn: () => api.get<ProgrammeNow>(`${house}/programme`), staleTime: SLOW_MS });

export const rewards = (house: string) =>
  queryOptions({ queryKey: [house, "rewards"], queryFn: async () => (await api.get<{ results: Reward[] }>(`${house}/rewards`)).results });

export const games = (house: string) =>
  queryOptions({ queryKey: [house, "games"], queryFn: async () => (await api.get<{ results: Game[] }>(`${house}/games`)).results, staleTime: SLOW_MS });

export type LedgerUnit = "points" | "wallet";
const ENTRIES = 50;

/** A guest's movements of one unit, newest first. */
export const ledger = <Unit extends LedgerUnit>(house: string, guest: string, unit: Unit) =>
  infiniteQueryOptions({
    queryKey: [house, "ledger", guest, unit],
    queryFn: ({ pageParam }) =>
      api.get<Unit extends "points" ? PointsOfGuest : WalletOfGuest>(`${house}/guests/${guest}/${unit}`, { limit: ENTRIES, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** What a guest's points can do beyond the card: how far the conditions of the offers are met. */
export const pointsOf = (house: string, guest: string) =>
  queryOptions({ queryKey: [house, "points", guest], queryFn: () => api.get<PointsOfGuest>(`${house}/guests/${guest}/points`, { limit: 1 }) });

/** What could be paid back of a guest's stored value for each cause, and what is still owed. */
export const walletOf = (house: string, guest: string) =>
  queryOptions({ queryKey: [house, "wallet", guest], queryFn: () => api.get<WalletOfGuest>(`${house}/guests/${guest}/wallet`, { limit: 1 }) });

export const tierHistory = (house: string, guest: string) =>
  queryOptions({
    queryKey: [house, "tier-history", guest],
    queryFn: async () => (await api.get<{ results: TierChange[] }>(`${house}/guests/${guest}/tier/history`)).results,
  });

/* what waits for somebody */
const MOST = 50;
const waiting = <Row>(house: string, list: string, query: Record<string, string>) =>
  queryOptions({
    queryKey: [house, list],
    queryFn: () => api.get<Page<Row>>(`${house}/${list}`, { ...query, limit: MOST }),
    refetchInterval: 120_000,
  });
/** The query of a list that waits, for the parts that draw or count any of them. */
export type WaitingQuery<Row> = ReturnType<typeof waiting<Row>>;
export const notices = (house: string) => waiting<NoticeRow>(house, "notices", { state: "open" });
export const fulfilments = (house: string) => waiting<Fulfilment>(house, "fulfilments", { state: "open" });
export const approvals = (house: string) => waiting<Approval>(house, "approvals", { state: "open" });
export const tierMatches = (house: string) => waiting<TierClaim>(house, "tier-matches", { state: "waiting" });
