import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { EventPage, EventRow } from "@/api/vendorTypes";
import { earlier, newest, numberOf, type Read } from "./reading";

const PAGE = 100;
const LOOK_AGAIN_MS = 10_000;

export type Event = EventRow & { number: number };

/** Events, the newest first: what is there, what was before it on demand, and what comes while one looks. */
export function useEvents(path: string, type: string | null, property: string | null) {
  const read: Read<Event> = async (after) => {
    const { results, next } = await api.get<EventPage>(path, { after: after ? `evt_${after}` : null, type, property, limit: PAGE });
    return { rows: results.map((row) => ({ ...row, number: numberOf(row.id) })), more: next !== null };
  };
  const key = ["events", path, type, property];
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => (pageParam === 0 ? newest(read, PAGE) : earlier(read, pageParam, PAGE)),
    initialPageParam: 0,
    getNextPageParam: (last) => last[0]?.number,
    staleTime: Infinity,
  });
  const known = pages.data?.pages[0]?.at(-1)?.number ?? 0;
  const fresh = useQuery({
    queryKey: [...key, "after", known],
    queryFn: async () => (await read(known)).rows,
    enabled: pages.data !== undefined,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const rows = pages.data && [...(fresh.data ?? []).toReversed(), ...pages.data.pages.flatMap((page) => page.toReversed())];
  return { rows, pages };
}
