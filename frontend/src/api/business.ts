/** The queries of the business that several pages share: the account, the plans, the first run. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Billing, FirstRun, Interval, Invoice, Plans, Preview } from "./businessTypes";
import type { Page } from "./types";

const REST_MS = 60 * 60_000;

/** What a plan costs and has room for; open to strangers. */
export const plansQuery = queryOptions({ queryKey: ["plans"], queryFn: () => api.get<Plans>("/plans"), staleTime: REST_MS });

export const billingQuery = (chain: string) => queryOptions({ queryKey: ["billing", chain], queryFn: () => api.get<Billing>(`/chains/${chain}/billing`) });

/** What a change would cost at once. */
export const previewQuery = (chain: string, wish: { plan: string; interval: Interval; quantity?: number }) => queryOptions({
  queryKey: ["billing", chain, "preview", wish],
  queryFn: () => api.get<Preview>(`/chains/${chain}/billing/preview`, { ...wish }),
  staleTime: 0,
});

export const invoicesQuery = (chain: string) => queryOptions({
  queryKey: ["billing", chain, "invoices"],
  queryFn: () => api.get<Page<Invoice>>(`/chains/${chain}/billing/invoices`, { limit: 50 }),
});

export const firstRunQuery = (chain: string) => queryOptions({ queryKey: ["first-run", chain], queryFn: () => api.get<FirstRun>(`/chains/${chain}/first-run`) });
