import { addMonths } from "@/lib/dates";

/** Moving a sandbox's clock a long way: month by month, so that each step is short and none is lost. */

export interface Happening { what: string; guest: { id: string; name: string }; code: string; says: { zh: string; en: string } }
export interface NightTold { day: string; told: Record<string, Record<string, number>>; happened: Happening[] }
export interface Journey {
  from: string;
  /** Where it goes; null when it is there, or was stopped. */
  goal: string | null;
  days: NightTold[];
}

const NIGHTS_KEPT = 400;
/** Counts that are of interest to the machine only. */
const QUIET = new Set(["tiers.guests", "marks.marked", "mature.postings", "extend.postings", "expire.postings", "cards.waiting"]);

/** The next stop on the way. */
export const stopBefore = (today: string, goal: string): string => {
  const next = addMonths(today, 1);
  return next < goal ? next : goal;
};

/** What a night came to, without what came to nothing: [step.count, n]. */
export const counted = ({ told }: NightTold): [string, number][] =>
  Object.entries(told).flatMap(([step, counts]) => Object.entries(counts).map(([key, n]): [string, number] => [`${step}.${key}`, n])).filter(([key, n]) => n > 0 && !QUIET.has(key));

/** The journey with more nights; those in which nothing happened leave no line. */
export const withNights = (journey: Journey, nights: readonly NightTold[]): Journey =>
  ({ ...journey, days: [...journey.days, ...nights.filter((night) => night.happened.length > 0 || counted(night).length > 0)].slice(-NIGHTS_KEPT) });

const keyOf = (slug: string) => `huike.clock.${slug}`;

/** A journey outlives a reload of its page. */
export function remembered(slug: string): Journey | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(keyOf(slug)) ?? "null") as Partial<Journey> | null;
    return found && typeof found.from === "string" && Array.isArray(found.days) ? { from: found.from, goal: found.goal ?? null, days: found.days } : null;
  } catch {
    return null;
  }
}
export function remember(slug: string, journey: Journey): void {
  try {
    sessionStorage.setItem(keyOf(slug), JSON.stringify(journey));
  } catch {
    // No room: the journey goes on, and only a reload would forget it.
  }
}
