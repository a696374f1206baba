import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { ChainWhole, FiguresTold, HealthTold } from "@/api/operatorTypes";

const LOOK_AGAIN_MS = 15_000;

export const figuresQuery = queryOptions({ queryKey: ["operator", "figures"], queryFn: () => api.get<FiguresTold>("/operator/figures") });
export const healthQuery = queryOptions({ queryKey: ["operator", "health"], queryFn: () => api.get<HealthTold>("/operator/health"), refetchInterval: LOOK_AGAIN_MS });
export const chainQuery = (slug: string) => queryOptions({ queryKey: ["operator", "chain", slug], queryFn: () => api.get<ChainWhole>(`/operator/chains/${slug}`) });
