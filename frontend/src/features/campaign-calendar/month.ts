/** A month as rows of weeks, Monday first. Pure. */

import { addDays } from "@/lib/dates";

/** Every day shown for the month `2026-11`: whole weeks. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks: string[][] = [];
  for (let day = addDays(first, -weekday); weeks.length === 0 || day.startsWith(month); day = addDays(day, 7)) weeks.push(Array.from({ length: 7 }, (_, n) => addDays(day, n)));
  return weeks;
}

export function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = new Date(Date.UTC(year, number - 1 + by, 1));
  return at.toISOString().slice(0, 7);
}

/** The month an address names, or this one. */
export const monthOf = (given: string | null, today: string): string => (given && /^\d{4}-(0[1-9]|1[0-2])$/.test(given) ? given : today.slice(0, 7));
