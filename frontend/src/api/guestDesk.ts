import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, type Query } from "./client";
import type {
  DeskCard, Finding, HadPage, Interaction, InteractionChange, InteractionPage, InteractionWanted, Moment, Scripts, Spoken, StoryKind, StoryLine, Suggested,
} from "./guestDeskTypes";
import type { Page } from "./types";

/** What is said to a guest, and what is kept of it. `house` is the API path of the property. */

export const deskCard = (house: string, guest: string) =>
  queryOptions({ queryKey: [house, "guest", guest], queryFn: () => api.get<DeskCard>(`${house}/guests/${guest}`) });

export interface Asked {
  message: string;
  locale: Spoken;
  /** Named by hand; without one the message says it. */
  intent: string | null;
}

/** What to answer. It reads and changes nothing, though it is sent: a message may be long, and belongs in no address. */
export const suggestion = (house: string, guest: string, { message, locale, intent }: Asked) =>
  queryOptions({
    queryKey: [house, "suggestion", guest, message, locale, intent],
    queryFn: () => api.post<Suggested>(`${house}/guests/${guest}/reply-suggestions`, { message, locale, ...(intent !== null && { intent }) }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const replyUsed = (house: string, used: { guest: string; intent: string; step: number; locale: Spoken; edited: boolean }) => api.post(`${house}/reply-uses`, used);

export const scripts = (house: string, guest: string, moment: Moment) =>
  queryOptions({ queryKey: [house, "scripts", guest, moment], queryFn: () => api.get<Scripts>(`${house}/guests/${guest}/scripts`, { moment }) });

export const addInteraction = (house: string, guest: string, wanted: InteractionWanted, key: string) => api.once<Interaction>(`${house}/guests/${guest}/interactions`, wanted, key);
export const changeInteraction = (house: string, guest: string, id: string, change: InteractionChange) => api.patch<Interaction>(`${house}/guests/${guest}/interactions/${id}`, change);
export const findIn = (house: string, text: string) => api.post<{ found: Finding[] }>(`${house}/interactions/find`, { text });

/** Complaints and the like of a whole house, the open ones first. */
export const interactions = (house: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: [house, "interactions", query],
    queryFn: ({ pageParam }) => api.get<InteractionPage>(`${house}/interactions`, { ...query, limit: 30, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

/** What a guest had, the newest first. */
export const consumption = (house: string, guest: string) =>
  queryOptions({ queryKey: [house, "consumption", guest], queryFn: () => api.get<HadPage>(`${house}/guests/${guest}/consumption`, { limit: 12 }) });

/** Everything that ever passed with a guest, at every touch point, the newest first. */
export const story = (house: string, guest: string, kinds: readonly StoryKind[]) =>
  infiniteQueryOptions({
    queryKey: [house, "story", guest, kinds.join()],
    queryFn: ({ pageParam }) => api.get<Page<StoryLine>>(`${house}/guests/${guest}/timeline`, { kinds: kinds.join(), cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
