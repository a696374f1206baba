/** Queries that several of the vendors' pages share. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Page } from "./types";
import type { Endpoint, EventType, KeyRow, ScopeWord } from "./vendorTypes";

const REST_MS = 60 * 60_000;
const FILLING_MS = 2_000;

/** The chain's keys; asked again while the sandbox of one is being filled. */
export const keysQuery = (chain: string) => queryOptions({
  queryKey: ["keys", chain],
  queryFn: () => api.get<Page<KeyRow>>(`/chains/${chain}/keys`, { limit: 200 }),
  refetchInterval: ({ state }) => (state.data?.results.some((row) => row.sandbox_state === "filling" && row.state === "live") ? FILLING_MS : false),
});
export const scopesQuery = queryOptions({ queryKey: ["key-scopes"], queryFn: () => api.get<{ results: ScopeWord[] }>("/key-scopes"), staleTime: REST_MS });
export const eventTypesQuery = queryOptions({ queryKey: ["event-types"], queryFn: () => api.get<{ results: EventType[] }>("/event-types"), staleTime: REST_MS });
export const endpointsQuery = (chain: string) => queryOptions({ queryKey: ["webhooks", chain], queryFn: () => api.get<Page<Endpoint>>(`/chains/${chain}/webhooks`) });
