import type { Profit, ProfitRow, Unknown, UnknownCost } from "@/api/profitTypes";

const ORDER: readonly UnknownCost[] = ["commission", "rooms", "fnb", "other", "product"];

/** What is not known, of each kind once, with the names it is not known of. */
export function unknownKinds(unknown: readonly Unknown[]): { what: UnknownCost; of: string[] }[] {
  return ORDER.flatMap((what) => {
    const mine = unknown.filter((one) => one.what === what);
    return mine.length ? [{ what, of: [...new Set(mine.map((one) => one.of).filter(Boolean))] }] : [];
  });
}

/** Parts of a row's bar, as shares of the largest revenue shown: costs one by one, then what is left (none if it is a loss). */
export interface BarParts { commission: number; rooms: number; goods: number; given: number; left: number; loss: number }
export function barOf(row: Profit, most: number): BarParts | null {
  const profit = Number(row.profit);
  if (most <= 0) return null;
  const part = (text: string) => Math.max(0, Number(text)) / most;
  return { commission: part(row.commission), rooms: part(row.rooms), goods: part(row.goods), given: part(row.given), left: Math.max(0, profit) / most, loss: Math.max(0, -profit) / most };
}

/** The most that a bar has to hold: revenue, or all costs where they are more. */
export const mostOf = (rows: readonly Profit[]): number =>
  Math.max(0, ...rows.map((row) => Math.max(Number(row.revenue), Number(row.commission) + Number(row.rooms) + Number(row.goods) + Number(row.given))));

export interface Answer { low: ProfitRow; high: ProfitRow; gap: number }

/** The two rows worth comparing: of those with enough visits and no cost unknown, the one with the most visits that leaves less than the best. */
export function compared(rows: readonly ProfitRow[], enough: number): Answer | null {
  const known = rows.filter((row) => row.visits >= enough && row.profit_per_visit !== null && row.unknown.length === 0);
  const per = (row: ProfitRow) => Number(row.profit_per_visit);
  const high = known.toSorted((a, b) => per(b) - per(a))[0];
  const low = high && known.filter((row) => row.key !== high.key && per(row) < per(high)).toSorted((a, b) => b.visits - a.visits)[0];
  return high && low ? { low, high, gap: per(high) - per(low) } : null;
}
