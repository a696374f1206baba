import { useQuery, useQueryClient } from "@tanstack/react-query";
import { now } from "@/lib/clock";

/** What was done on this page since it was opened in this browser: to look back at, not to reckon with. */
export interface Recent {
  id: number;
  at: string;
  guest: { id: string; name: string } | null;
  what: string;
}

const MOST = 20;

export function useRecent(house: string): { recent: readonly Recent[]; remember: (one: Omit<Recent, "id" | "at">) => void } {
  const queries = useQueryClient();
  const key = ["recent-vouchers", house];
  const { data } = useQuery<Recent[]>({ queryKey: key, queryFn: () => queries.getQueryData<Recent[]>(key) ?? [], staleTime: Infinity, gcTime: Infinity });
  return {
    recent: data ?? [],
    remember: (one) => queries.setQueryData<Recent[]>(key, (before = []) => [{ ...one, id: (before[0]?.id ?? 0) + 1, at: now().toISOString() }, ...before].slice(0, MOST)),
  };
}
