/** Messages of a property: what went, what waits and why, what came back. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Filing, Message, MessageInFull, MessagingRules, MessagingStatus, Reach, Reply } from "./messageTypes";
import type { Page } from "./types";

const LOOK_AGAIN_MS = 10_000;

export interface MessagesAsked {
  guest?: string | null;
  state?: string | null;
  campaign?: string | null;
  channel?: string | null;
  limit?: number;
}
export const messages = (house: string, asked: MessagesAsked) => infiniteQueryOptions({
  queryKey: [house, "messages", "log", asked],
  queryFn: ({ pageParam }) => api.get<Page<Message>>(`${house}/messages`, { ...asked, cursor: pageParam }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});
export const message = (house: string, id: string) => queryOptions({ queryKey: [house, "messages", "one", id], queryFn: () => api.get<MessageInFull>(`${house}/messages/${id}`) });
export const messagingStatus = (house: string) => queryOptions({ queryKey: [house, "messages", "status"], queryFn: () => api.get<MessagingStatus>(`${house}/messaging/status`), refetchInterval: LOOK_AGAIN_MS });
export const replies = (house: string, open: boolean) => infiniteQueryOptions({
  queryKey: [house, "messages", "replies", open],
  queryFn: ({ pageParam }) => api.get<Page<Reply>>(`${house}/replies`, { ...(open && { open: true }), cursor: pageParam }),
  initialPageParam: "",
  getNextPageParam: (last) => last.next,
});
export const messagingRules = (house: string) => queryOptions({ queryKey: [house, "messages", "rules"], queryFn: () => api.get<MessagingRules>(`${house}/messaging/settings`) });
export const filings = (house: string) => queryOptions({ queryKey: [house, "messages", "filings"], queryFn: async () => (await api.get<{ results: Filing[] }>(`${house}/messaging/filings`)).results });
export const reach = (house: string, guest: string) => queryOptions({ queryKey: [house, "guests", guest, "reach"], queryFn: () => api.get<Reach>(`${house}/guests/${guest}/reach`) });
