/** Campaigns of a property. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Audience, Campaign, CampaignDocument, GuestPreview, PlannedSend, Results, Suggestion, Target } from "./campaignTypes";
import type { Page } from "./types";

const LOOK_AGAIN_MS = 4_000;

export const campaigns = (house: string, state: string | null = null) => queryOptions({ queryKey: [house, "campaigns", "list", state], queryFn: () => api.get<Page<Campaign>>(`${house}/campaigns`, { state, limit: 200 }) });
export const suggestions = (house: string) => queryOptions({ queryKey: [house, "campaigns", "suggestions"], queryFn: async () => (await api.get<{ results: Suggestion[] }>(`${house}/campaigns/suggestions`)).results });
/** While it runs it is looked at again. */
export const campaign = (house: string, id: string) => queryOptions({
  queryKey: [house, "campaigns", "one", id], queryFn: () => api.get<Campaign>(`${house}/campaigns/${id}`),
  refetchInterval: ({ state }) => (state.data?.state === "running" ? LOOK_AGAIN_MS : false),
});
export const calendar = (house: string, from: string, to: string) => queryOptions({ queryKey: [house, "campaigns", "calendar", from, to], queryFn: async () => (await api.get<{ results: PlannedSend[] }>(`${house}/campaigns/calendar`, { from, to })).results });
/** `chosen`: how many were chosen when it was asked, so that it is asked anew while more are. */
export const targets = (house: string, id: string, decision: string | null, chosen: number) => infiniteQueryOptions({
  queryKey: [house, "campaigns", "targets", id, decision, chosen],
  queryFn: ({ pageParam }) => api.get<Page<Target>>(`${house}/campaigns/${id}/targets`, { decision, limit: 20, cursor: pageParam }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});
export const results = (house: string, id: string, by: string) => queryOptions({ queryKey: [house, "campaigns", "results", id, by], queryFn: () => api.get<Results>(`${house}/campaigns/${id}/results`, { by }) });

export const countAudience = (house: string, id: string): Promise<Audience> => api.post<Audience>(`${house}/campaigns/${id}/audience`);
export const previewFor = (house: string, id: string, guest: string): Promise<GuestPreview> => api.post<GuestPreview>(`${house}/campaigns/${id}/preview`, { guest });
export const makeCampaign = (house: string, document: CampaignDocument): Promise<Campaign> => api.post<Campaign>(`${house}/campaigns`, document);
export const keepCampaign = (house: string, id: string, document: CampaignDocument): Promise<Campaign> => api.patch<Campaign>(`${house}/campaigns/${id}`, document);
