import type { PoolInputs } from "@/api/winning";

/** The field's own example: 20 a day, twice a year, 150 yuan, 3 yuan a click (C19, C30). */
export const EXAMPLE: PoolInputs = { daily: 20, visits: 2, rate: "150", cost: "3", rooms: null, occupancy: null };

const numberIn = (params: URLSearchParams, name: string, least: number, most: number): number | null => {
  const text = params.get(name);
  const value = Number(text);
  return text !== null && text !== "" && Number.isFinite(value) && value >= least && value <= most ? value : null;
};
const sum = (value: number | null): string | null => (value === null ? null : String(Math.round(value * 100) / 100));

/** What the address asks; what is not there, or no number, is the example's. */
export function inputsIn(params: URLSearchParams): PoolInputs {
  const occupied = numberIn(params, "occupancy", 0, 100);
  const rooms = numberIn(params, "rooms", 1, 100_000);
  return {
    daily: Math.round(numberIn(params, "daily", 0, 100_000) ?? EXAMPLE.daily),
    visits: numberIn(params, "visits", 0, 365) ?? EXAMPLE.visits,
    rate: sum(numberIn(params, "rate", 0, 9_999_999)) ?? EXAMPLE.rate,
    cost: sum(numberIn(params, "cost", 0, 9_999_999)) ?? EXAMPLE.cost,
    // Rooms and occupancy say something together only.
    rooms: rooms !== null && occupied !== null ? Math.round(rooms) : null,
    occupancy: rooms !== null && occupied !== null ? occupied / 100 : null,
  };
}
