import { now as present } from "./clock";
import { addDays, todayIn } from "./dates";

const HOUR = 3_600_000;

/** How a deadline is said: `left` within the hour, then the day as one speaks of it. */
export interface Due {
  tone: "soon" | "late" | "calm";
  key: "left" | "today" | "tomorrow" | "yesterday" | "day" | "open";
  minutes: number;
  day: string;
  time: string;
}

export function clockOf(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
}

/** What to say about a deadline; without one (still in house) nothing presses. */
export function dueOf(at: string | null, timeZone: string, now: Date = present()): Due {
  if (!at) return { tone: "calm", key: "open", minutes: 0, day: "", time: "" };
  const left = Date.parse(at) - now.getTime();
  const day = todayIn(timeZone, new Date(at));
  const today = todayIn(timeZone, now);
  const said = { minutes: Math.max(0, Math.ceil(left / 60_000)), day: day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day, time: clockOf(at, timeZone) };
  if (left < 0) return { ...said, tone: "late", key: day === today ? "today" : day === addDays(today, -1) ? "yesterday" : "day" };
  if (left <= HOUR) return { ...said, tone: "soon", key: "left" };
  return { ...said, tone: "calm", key: day === today ? "today" : day === addDays(today, 1) ? "tomorrow" : "day" };
}
