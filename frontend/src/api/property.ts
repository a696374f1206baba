import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, type Query } from "./client";
import type { Clerk, GuestCard, ReviewItem, Shift, SourceRow, TagWord, TaskState, Task, TaskCounts, TaskPage } from "./propertyTypes";
import type { Page } from "./types";

/** What several pages of a property ask for. `house` is the API path of the property. */

export const tasks = (house: string, state: TaskState, assignee: string | null) =>
  queryOptions({
    queryKey: [house, "tasks", state, assignee],
    queryFn: () => api.get<TaskPage>(`${house}/remark-tasks`, { state, assignee, limit: 30 }),
    refetchInterval: 60_000,
  });
export type { Task, TaskCounts };

export const card = (house: string, guest: string) =>
  queryOptions({ queryKey: [house, "guest", guest], queryFn: () => api.get<GuestCard>(`${house}/guests/${guest}`) });

export const tags = (house: string) =>
  queryOptions({
    queryKey: [house, "tags"],
    queryFn: async () => (await api.get<{ results: TagWord[] }>(`${house}/tags`)).results,
    staleTime: 5 * 60_000,
  });

export const sources = (house: string) =>
  queryOptions({
    queryKey: [house, "sources"],
    queryFn: async () => (await api.get<{ results: SourceRow[] }>(`${house}/sources`)).results,
  });

export const clerks = (house: string) =>
  queryOptions({
    queryKey: [house, "clerks"],
    queryFn: async () => (await api.get<{ results: Clerk[] }>(`${house}/clerks`)).results,
  });

export const shifts = (house: string) =>
  queryOptions({
    queryKey: [house, "shifts"],
    queryFn: async () => (await api.get<{ shifts: Shift[] }>(`${house}/shifts`)).shifts,
  });

/** A list with keyset cursors, one page after the other. */
export const keyset = <Row>(path: string, query: Query, size = 50) =>
  infiniteQueryOptions({
    queryKey: [path, query, size],
    queryFn: ({ pageParam }) => api.get<Page<Row>>(path, { ...query, limit: size, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Guests who may be one person, and wait for somebody to say so. */
export const review = (house: string) =>
  queryOptions({
    queryKey: [house, "review"],
    queryFn: () => api.get<Page<ReviewItem>>(`${house}/review-list`, { state: "open", limit: 50 }),
  });
