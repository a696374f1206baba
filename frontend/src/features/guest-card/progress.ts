import type { Way } from "@/api/valueTypes";

/** Of several ways to a tier any one is enough: the nearest is drawn, the others are said. */
export function nearestFirst(ways: readonly Way[]): Way[] {
  return ways.toSorted((a, b) => b.share - a.share || a.missing - b.missing);
}

/** Lots that can be spent, and those that still wait for their day. */
export function apart<Lot extends { kind: string }>(lots: readonly Lot[]): { ready: Lot[]; pending: Lot[] } {
  return { ready: lots.filter(({ kind }) => kind !== "pending"), pending: lots.filter(({ kind }) => kind === "pending") };
}
