import type { Query } from "@/api/client";
import { CHANNELS, type Channel } from "@/api/types";

/** The filters of the guest list, as the address and the API name them. */
export const FILTERS = ["q", "channel", "source", "visits_min", "visits_max", "rate_min", "last_visit_days_min", "tag", "remark", "segment", "owner"] as const;
export type FilterName = (typeof FILTERS)[number];

const NUMBERS: readonly string[] = ["visits_min", "visits_max", "last_visit_days_min"];

export const channelIn = (params: URLSearchParams): Channel | null => CHANNELS.find((known) => known === params.get("channel")) ?? null;

/** What the API is asked: only filters it knows, and only values it would take. */
export function asked(params: URLSearchParams): Query {
  const query: Query = {};
  for (const name of FILTERS) {
    const value = params.get(name)?.trim();
    if (!value) continue;
    if (NUMBERS.includes(name) && !/^\d{1,5}$/.test(value)) continue;
    if (name === "rate_min" && !/^\d{1,9}(\.\d{1,2})?$/.test(value)) continue;
    if (name === "channel" && !channelIn(params)) continue;
    query[name] = value;
  }
  return query;
}

export const isFiltered = (params: URLSearchParams): boolean => Object.keys(asked(params)).length > 0;
export const cleared: Record<FilterName, null> = Object.fromEntries(FILTERS.map((name) => [name, null])) as Record<FilterName, null>;
