import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** Sets some parts of an address; an empty value takes the part away. */
export function withParts(old: URLSearchParams, parts: Record<string, string | number | null | undefined>): URLSearchParams {
  const next = new URLSearchParams(old);
  for (const [key, value] of Object.entries(parts)) {
    if (value === null || value === undefined || value === "") next.delete(key);
    else next.set(key, String(value));
  }
  return next;
}

/** What a list is cut down to, kept in the address: a link shows the same list. */
export function useFilters(): { params: URLSearchParams; set: (parts: Record<string, string | number | null | undefined>) => void } {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (parts: Record<string, string | number | null | undefined>) => setParams((old) => withParts(old, parts), { replace: true, preventScrollReset: true }),
    [setParams],
  );
  return { params, set };
}
