import type { CampaignsReport, WinBack, WinBackGroup, WinBackRow, WinBackSummary } from "@/api/winningTypes";

/** A row of the board, and the property it is of: at headquarters, rows of all of them stand together. */
export interface BoardRow extends WinBackRow {
  property: { slug: string; name: string };
}

export const keyOf = ({ property, guest }: BoardRow): string => `${property.slug}/${guest.id}`;

/** The days a guest is judged by: for the late those since the last visit, for the early those before it. */
export const judgedDays = ({ group, away_days: away, by_days: by, norm }: Pick<WinBackRow, "group" | "away_days" | "by_days" | "norm">): number =>
  group === "early" && norm.lower !== null ? Math.max(0, norm.lower - by) : away;

export interface Section {
  key: string;
  kind: WinBackGroup | "property";
  name?: string;
  /** All of them, of which `rows` are shown. */
  n: number;
  rows: BoardRow[];
}

export const GROUPS: readonly WinBackGroup[] = ["late", "early"];

export interface Place {
  slug: string;
  name: string;
  board: WinBack;
}

const worth = (row: BoardRow): number => Number(row.year_value ?? 0);
const byWorth = (a: BoardRow, b: BoardRow): number => worth(b) - worth(a);

export const rowsOf = ({ slug, name, board }: Place): BoardRow[] => board.rows.map((row) => ({ ...row, property: { slug, name } }));

/** Late before early, whoever is worth most first. */
export function byReason(places: readonly Place[]): Section[] {
  const rows = places.flatMap(rowsOf).toSorted(byWorth);
  return GROUPS.map((group) => ({
    key: group, kind: group, rows: rows.filter((row) => row.group === group),
    n: places.reduce((sum, { board }) => sum + board.counts[group], 0),
  }));
}

/** One section a property, the one with most to win first. */
export function byProperty(places: readonly Place[]): Section[] {
  const sections = places.map((place): Section => ({
    key: place.slug, kind: "property", name: place.name, rows: rowsOf(place).toSorted(byWorth), n: place.board.counts.today,
  }));
  const total = ({ rows }: Section) => rows.reduce((sum, row) => sum + worth(row), 0);
  return sections.filter(({ n }) => n > 0).toSorted((a, b) => total(b) - total(a));
}

export type Counts = WinBack["counts"];

/** What the boards of several properties come to together. */
export function added(boards: readonly WinBack[]): Counts {
  const sum = (key: keyof Counts): number => boards.reduce((all, { counts }) => all + Number(counts[key]), 0);
  return {
    today: sum("today"), late: sum("late"), early: sum("early"), on_pattern: sum("on_pattern"), no_offer: sum("no_offer"),
    saved_today: sum("saved_today").toFixed(2), saved_month: sum("saved_month").toFixed(2),
  };
}

/** Why nothing was offered, over several properties: most frequent first. */
export function restrainedOf(boards: readonly WinBack[]): WinBack["restrained"] {
  const found = new Map<string, WinBack["restrained"][number]>();
  for (const one of boards.flatMap(({ restrained }) => restrained)) {
    const before = found.get(one.reason);
    found.set(one.reason, before ? { ...before, n: before.n + one.n, saved: (Number(before.saved) + Number(one.saved)).toFixed(2) } : one);
  }
  return [...found.values()].filter(({ n }) => n > 0).toSorted((a, b) => b.n - a.n);
}

/** Headquarters asks so many properties at once, and no more. */
export const PLACES_MOST = 30;

/** The properties whose boards are asked: those with somebody to contact, and most to win first. */
export function mostToDo(properties: WinBackSummary["properties"]): WinBackSummary["properties"] {
  return properties.toSorted((a, b) => Number(b.value) - Number(a.value) || b.today - a.today).slice(0, PLACES_MOST);
}

/** What messages brought to one stage: who came of those written to, and of those who were not. */
export interface Brought {
  key: string;
  name: string;
  rate: number | null;
  held: number | null;
  uplift: number | null;
  /** Only where the interval leaves no doubt: more came than of the holdout, or next to nobody did. */
  verdict: "works" | "useless" | null;
}

/** Below this a message changed nothing worth its cost. */
const LITTLE_PP = 0.5;

export function brought({ stages }: Pick<CampaignsReport, "stages">): Brought[] {
  return stages.filter(({ chosen }) => chosen > 0).map(({ key, name, rate, holdout_rate: held, uplift_pp: uplift, uplift_ci: interval }) => {
    const [low = null, high = null] = interval ?? [];
    const verdict = low === null || high === null ? null : high < LITTLE_PP ? "useless" : low > 0 ? "works" : null;
    // Campaigns hold out different shares: as many would have come of those written to as the difference says.
    const without = rate === null || uplift === null ? held : Math.max(0, rate - uplift / 100);
    return { key, name, rate, held: without, uplift, verdict };
  });
}
