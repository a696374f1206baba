import { useMemo } from "react";
import { before, isDay, presetDays, PRESETS, todayIn, yearAgo, type Days, type Preset } from "./dates";
import { useFilters } from "./filters";

export type Against = "target" | "previous" | "year";

export interface Period extends Days {
  preset: Preset | null;
  /** What the figures are held against. */
  against: Against;
  /** The days compared with: a year ago if asked for, else the period just before. */
  earlier: Days;
}

/** Reads the period a page shows from its address; anything unreadable is the default, 13 weeks. */
export function periodOf(params: URLSearchParams, today: string): Period {
  const from = params.get("from");
  const to = params.get("to");
  const asked = params.get("range");
  const own = isDay(from) && isDay(to) && from <= to ? { from, to } : null;
  const preset = own ? null : (PRESETS.find((known) => known === asked) ?? "13w");
  const days = own ?? presetDays(preset ?? "13w", today);
  const vs = params.get("vs");
  const against: Against = vs === "previous" || vs === "year" ? vs : "target";
  return { ...days, preset, against, earlier: against === "year" ? yearAgo(days) : before(days) };
}

/** The page's period, kept in the address so that a link shows the same figures. */
export function usePeriod(timeZone: string): Period & { change: (next: Record<string, string | null>) => void } {
  const { params, set } = useFilters();
  const today = todayIn(timeZone);
  const period = useMemo(() => periodOf(params, today), [params, today]);
  return { ...period, change: set };
}

/** The part of an address that carries the period to another page. */
export function periodQuery({ preset, from, to, against }: Period): string {
  const query = new URLSearchParams(preset ? { range: preset } : { from, to });
  if (against !== "target") query.set("vs", against);
  return query.toString();
}
