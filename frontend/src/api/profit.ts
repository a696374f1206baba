import { queryOptions } from "@tanstack/react-query";
import type { Days } from "@/lib/dates";
import { api, type Query } from "./client";
import type { Costs, Product, ProfitBy, ProfitReport } from "./profitTypes";

export const products = (house: string, query: Query = {}) =>
  queryOptions({ queryKey: [house, "products", query], queryFn: async () => (await api.get<{ results: Product[] }>(`${house}/products`, query)).results });

export const costs = (house: string) => queryOptions({ queryKey: [house, "costs"], queryFn: () => api.get<Costs>(`${house}/costs`) });

/** Of a property or a chain. */
export const profit = (scope: string, { from, to }: Days, by: ProfitBy) =>
  queryOptions({ queryKey: ["reports", scope, "profit", from, to, by], queryFn: () => api.get<ProfitReport>(`${scope}/reports/profit`, { from, to, by }) });
