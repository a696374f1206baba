/** Days as `YYYY-MM-DD` strings; no Date object leaves this file, so no time zone can shift a day. */

import { now as present } from "./clock";

const DAY_MS = 86_400_000;

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => text(utc(day) + days * DAY_MS);
export const daysBetween = (from: string, to: string): number => Math.round((utc(to) - utc(from)) / DAY_MS);
export const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && Number.isFinite(utc(value)) && text(utc(value)) === value;

/** The same day `years` away; 29 February becomes the 28th. */
export function addYears(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const moved = new Date(Date.UTC(year + years, month - 1, date));
  if (moved.getUTCMonth() !== month - 1) moved.setUTCDate(0);
  return text(moved.getTime());
}

/** The same day of the month `months` away, or the month's last where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** Today where the chain is. */
export function todayIn(timeZone: string, now: Date = present()): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(now);
}

export interface Days {
  from: string;
  to: string;
}
export type Preset = "30d" | "13w" | "12m";
export const PRESETS: readonly Preset[] = ["30d", "13w", "12m"];

/** Presets end yesterday: today is not over, and half a day would make every rate look worse. */
export function presetDays(preset: Preset, today: string): Days {
  const to = addDays(today, -1);
  if (preset === "30d") return { from: addDays(to, -29), to };
  if (preset === "13w") return { from: addDays(to, -90), to };
  return { from: addDays(addYears(to, -1), 1), to };
}

/** The period just before, equally long. */
export function before({ from, to }: Days): Days {
  return { from: addDays(from, -(daysBetween(from, to) + 1)), to: addDays(from, -1) };
}

export const yearAgo = ({ from, to }: Days): Days => ({ from: addYears(from, -1), to: addYears(to, -1) });

/** `2026-08-24 至 11-22`: the year is said once when it is the same. */
export function daysText({ from, to }: Days, until: string): string {
  const end = from.slice(0, 4) === to.slice(0, 4) ? to.slice(5) : to;
  return from === to ? from : `${from} ${until} ${end}`;
}

/** The day and the hour an instant has there, each part in its digits. */
export const stamp = (at: string, timeZone: string): Record<string, string> => {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
};

/** `11-22 12:10` in lists; with the year where it is not this one. */
export function moment(at: string | null | undefined, timeZone: string, now: Date = present()): string {
  if (!at || Number.isNaN(Date.parse(at))) return "–";
  const { year, month, day, hour, minute } = stamp(at, timeZone);
  const thisYear = stamp(now.toISOString(), timeZone).year;
  return `${year === thisYear ? "" : `${year ?? ""}-`}${month ?? ""}-${day ?? ""} ${hour ?? ""}:${minute ?? ""}`;
}
