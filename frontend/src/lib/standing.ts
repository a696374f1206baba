/** What the bar over every page says of the subscription. Pure. */

export interface Stands {
  level: "full" | "grace" | "read_only" | "closed";
  reason: string;
  until: string | null;
}
export type Told = { tone: "calm" | "warn" | "bad"; trialDays: number | null } | null;

const DAY_MS = 86_400_000;
/** From here on the end of a trial is told on every page. */
export const SOON_DAYS = 7;

/** Whole days that are left, today's rest as one; none when it is over. */
export const daysLeft = (until: string, now: Date): number => Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / DAY_MS));

/** Whether there is something to say, and how loudly; `trialDays` where it is the end of a trial. */
export function told(standing: Stands, now: Date): Told {
  if (standing.level === "grace") return { tone: "warn", trialDays: null };
  if (standing.level !== "full") return { tone: "bad", trialDays: null };
  if (standing.reason !== "trialing" || !standing.until) return null;
  const left = daysLeft(standing.until, now);
  return left > SOON_DAYS ? null : { tone: left > 2 ? "calm" : "warn", trialDays: left };
}
