import type { Tiers } from "@/api/programmeTypes";

export interface Rung {
  from: string;
  to: string;
  price: string | null;
  /** The prices of its single steps, where all of them have one and there is more than one. */
  steps: number[] | null;
  /** Whether the direct price is the sum of its steps; null where there is nothing to hold it against. */
  fits: boolean | null;
}

const priceOf = (tiers: Tiers, from: string | undefined, to: string | undefined): string | null =>
  tiers.prices.find((one) => one.from_tier === from && one.to_tier === to)?.price ?? null;

/** Every way up that money could buy, single steps first from below. */
export function ladder(tiers: Tiers): Rung[] {
  const codes = tiers.levels.map(({ code }) => code);
  const pairs = codes.flatMap((from, low) => codes.slice(low + 1).map((to, up) => ({ from, to, low, high: low + 1 + up })));
  return pairs
    .toSorted((a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low)
    .map(({ from, to, low, high }) => {
      const price = priceOf(tiers, from, to);
      const found = codes.slice(low, high).map((code, index) => priceOf(tiers, code, codes[low + index + 1]));
      const steps = high - low > 1 && found.every((step) => step !== null) ? found.map(Number) : null;
      const sum = steps?.reduce((all, step) => all + Math.round(step * 100), 0);
      return { from, to, price, steps, fits: price === null || sum === undefined ? null : Math.round(Number(price) * 100) === sum };
    });
}

/** The price list with one price changed; no price takes the way away. */
export function priced(tiers: Tiers, from: string, to: string, price: string | null): Tiers["prices"] {
  const others = tiers.prices.filter((one) => one.from_tier !== from || one.to_tier !== to);
  if (price === null) return others;
  const known = tiers.prices.findIndex((one) => one.from_tier === from && one.to_tier === to);
  const next = { from_tier: from, to_tier: to, price };
  return known < 0 ? [...others, next] : tiers.prices.with(known, next);
}

/** Tiers without one of them: what leads from it or to it goes with it. */
export function without(tiers: Tiers, code: string): Tiers {
  return {
    ...tiers,
    levels: tiers.levels.filter((level) => level.code !== code),
    prices: tiers.prices.filter(({ from_tier, to_tier }) => from_tier !== code && to_tier !== code),
    matching: { ...tiers.matching, table: tiers.matching.table.filter(({ tier }) => tier !== code) },
  };
}
