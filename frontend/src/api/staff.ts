import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Page, StaffRow } from "./types";

/** Who works for a chain, those who have left and those only invited as well. `chain` is its slug. */
export const staff = (chain: string) =>
  queryOptions({ queryKey: ["staff", chain], queryFn: () => api.get<Page<StaffRow>>(`/chains/${chain}/staff`, { limit: 200 }) });
