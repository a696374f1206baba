import type { ProfitRow } from "@/api/profitTypes";
import { useScope } from "@/session/scope";

/** Where the page stands, and whether its visits may be seen. */
export interface Place {
  /** The console's path of the property; null for a chain. */
  path: string | null;
  sees: boolean;
}

export function useOpens(): Place {
  const { property, path, may } = useScope();
  return { path: property ? path : null, sees: may("see_guests") };
}

/** The page with what a row counts: its visits, or the same report of one property; null where there is none. */
export function opensOf({ drill }: Pick<ProfitRow, "drill">, { path, sees }: Place): string | null {
  if (!drill) return null;
  const { property, ...which } = drill;
  const query = new URLSearchParams(Object.entries(which));
  if (path) return sees ? `${path}/visits?${query.toString()}` : null;
  return property ? `/p/${property}/reports/profit?${new URLSearchParams({ from: drill.from, to: drill.to }).toString()}` : null;
}
