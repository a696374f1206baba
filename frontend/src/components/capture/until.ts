import { addDays, stamp, todayIn } from "@/lib/dates";

const HOUR_MS = 3_600_000;
const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** What a clock on the wall shows there, `2026-11-23T18:00`. */
export function wallOf(at: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = stamp(at.toISOString(), timeZone);
  return `${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}`;
}

/** The moment at which a clock on the wall shows this there; null for what is no time. */
export function instantOf(wall: string, timeZone: string): Date | null {
  const asIf = WALL.test(wall) ? Date.parse(`${wall}:00Z`) : NaN;
  if (Number.isNaN(asIf)) return null;
  // Twice: the offset is that of the moment itself, which the first guess may have missed by a change of clocks.
  let at = asIf;
  for (let round = 0; round < 2; round += 1) at = asIf - (Date.parse(`${wallOf(new Date(at), timeZone)}:00Z`) - at);
  return new Date(at);
}

export type Until = "hours2" | "tonight" | "tomorrow" | "days3";
const UNTILS: readonly Until[] = ["hours2", "tonight", "tomorrow", "days3"];

/** The times by which one says that something will be done: in two hours, by six tonight, by noon tomorrow, in three days. */
export function untilOf(choice: Until, now: Date, timeZone: string): Date {
  const today = todayIn(timeZone, now);
  if (choice === "hours2") return new Date(now.getTime() + 2 * HOUR_MS);
  const walls = { tonight: `${today}T18:00`, tomorrow: `${addDays(today, 1)}T12:00`, days3: `${addDays(today, 3)}T18:00` };
  return instantOf(walls[choice], timeZone) ?? now;
}

/** Tonight is no choice any more once it has struck six. */
export const untilsLeft = (now: Date, timeZone: string): Until[] => UNTILS.filter((choice) => untilOf(choice, now, timeZone) > now);
