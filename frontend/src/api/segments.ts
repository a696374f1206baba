/** Segments of a property, and the chain's templates of them. */
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { ChainSegment, FieldWords, Previewed, Rule, Segment, SuggestedSegment } from "./segmentTypes";
import type { Page } from "./types";

const REST_MS = 60 * 60_000;
const SAMPLE = 8;

export const segmentFields = (house: string) => queryOptions({
  queryKey: [house, "segments", "fields"], staleTime: REST_MS,
  queryFn: async () => (await api.get<{ results: FieldWords[] }>(`${house}/segments/fields`)).results,
});
export const segments = (house: string) => queryOptions({ queryKey: [house, "segments", "list"], queryFn: () => api.get<Page<Segment>>(`${house}/segments`) });
export const segment = (house: string, id: string) => queryOptions({ queryKey: [house, "segments", "one", id], queryFn: () => api.get<Segment>(`${house}/segments/${id}`) });
export const suggestedSegments = (house: string) => queryOptions({ queryKey: [house, "segments", "suggestions"], queryFn: async () => (await api.get<{ results: SuggestedSegment[] }>(`${house}/segments/suggestions`)).results });
export const chainSegments = (chain: string) => queryOptions({ queryKey: ["chain-segments", chain], queryFn: async () => (await api.get<{ results: ChainSegment[] }>(`/chains/${chain}/segments`)).results });
export const previewSegment = (house: string, rule: Rule | null): Promise<Previewed> => api.post<Previewed>(`${house}/segments/preview`, { rule, limit: SAMPLE });
