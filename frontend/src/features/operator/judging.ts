import type { ChainRow, FiguresTold, HealthTold, ImpersonationRow, QueueTold, Used } from "@/api/operatorTypes";

export type Worry = "none" | "watch" | "act";
const WATCH_S = 5 * 60;
const ACT_S = 60 * 60;

/** How worrying what waits in a queue is, by how long the first of it has. */
export function worryOf({ waiting, oldest_s }: Pick<QueueTold, "waiting" | "oldest_s">): Worry {
  if (waiting === null) return "act";
  if (oldest_s === null || oldest_s < WATCH_S) return "none";
  return oldest_s < ACT_S ? "watch" : "act";
}

export interface Ailment {
  what: "database" | "redis" | "lagging" | "spares" | "queue" | "unknown";
  worry: Exclude<Worry, "none">;
  n: number;
  code?: string;
}

/** What is wrong with the platform, the worst first; nothing when all is well. */
export function ailments(health: HealthTold): Ailment[] {
  const found: Ailment[] = [];
  if (health.database !== "ok") found.push({ what: "database", worry: "act", n: 0 });
  if (health.redis !== "ok") found.push({ what: "redis", worry: "act", n: 0 });
  if (health.schemas.lagging.length > 0) found.push({ what: "lagging", worry: "act", n: health.schemas.lagging.length });
  for (const queue of health.queues) {
    const worry = worryOf(queue);
    // Of Redis away, its own line says enough.
    if (worry !== "none" && (queue.waiting !== null || health.redis === "ok")) found.push({ what: queue.waiting === null ? "unknown" : "queue", worry, n: queue.oldest_s ?? 0, code: queue.code });
  }
  if (health.spares === 0) found.push({ what: "spares", worry: "watch", n: 0 });
  return found.toSorted((a, b) => Number(a.worry === "watch") - Number(b.worry === "watch"));
}

/** 42 s, 12 min, 3.5 h, 2 d: how long something has been waiting. */
export function waited(seconds: number): { n: string; unit: "s" | "min" | "h" | "d" } {
  if (seconds < 60) return { n: String(seconds), unit: "s" };
  if (seconds < 3600) return { n: String(Math.floor(seconds / 60)), unit: "min" };
  if (seconds < 2 * 86_400) return { n: (Math.floor(seconds / 360) / 10).toString(), unit: "h" };
  return { n: String(Math.floor(seconds / 86_400)), unit: "d" };
}

export const troubled = ({ chains }: FiguresTold): number => chains.grace + chains.read_only + chains.closed;
export const openChains = ({ chains }: FiguresTold): number => chains.full + troubled({ chains } as FiguresTold);

/** How a chain stands, in one word: that it is shut out says more than what it pays. */
export const standingOf = ({ state, level }: Pick<ChainRow, "state" | "level">): ChainRow["level"] | "suspended" | "erased" =>
  state === "suspended" || state === "erased" ? state : level;

/** 0 to 1, and above where more is used than there is; null without a limit. */
export const usedShare = ({ used, limit }: Used): number | null => (limit === null || limit === 0 ? null : used / limit);

/** When somebody stopped looking: by hand, or at the half hour; null while it lasts. */
export function endedAt({ ended_at, until }: Pick<ImpersonationRow, "ended_at" | "until">, now: Date): string | null {
  if (ended_at) return ended_at;
  return Date.parse(until) <= now.getTime() ? until : null;
}

export const REASON_MIN = 10;
export const WHY_MIN = 4;
