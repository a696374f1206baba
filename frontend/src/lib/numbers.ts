/** Numbers as the product writes them: `41.2 %`, `−9.0 pp` with a true minus, `¥1,234`. */

const NBSP = "\u00a0";
const MINUS = "\u2212";
export const NOTHING = "–";

type Maybe = number | null | undefined;

const grouped = (value: number, places: number): string =>
  Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });

const isZero = (text: string): boolean => /^[0.,]*$/.test(text);

/** 1234 → `1,234`. */
export function count(value: Maybe): string {
  if (value === null || value === undefined) return NOTHING;
  return (value < 0 ? MINUS : "") + grouped(value, 0);
}

/** A share as a bare figure of per cent: 0.412 → `41.2`, −0.05 → `−5.0` (a loss). */
export function percent(share: Maybe): string {
  if (share === null || share === undefined) return NOTHING;
  const text = grouped(share * 100, 1);
  return (share < 0 && !isZero(text) ? MINUS : "") + text;
}

/** 0.412 → `41.2 %`. */
export function rate(share: Maybe): string {
  return share === null || share === undefined ? NOTHING : percent(share) + NBSP + "%";
}

/** A difference, always signed: −9 → `−9.0`, 0.04 → `0.0`. */
export function signed(value: Maybe, places = 1): string {
  if (value === null || value === undefined) return NOTHING;
  const text = grouped(value, places);
  if (isZero(text)) return text;
  return (value < 0 ? MINUS : "+") + text;
}

/** Percentage points: −9 → `−9.0 pp`. */
export function points(value: Maybe): string {
  return value === null || value === undefined ? NOTHING : signed(value) + NBSP + "pp";
}

const SIGNS: Record<string, string> = { CNY: "¥", USD: "$", EUR: "€", GBP: "£", HKD: "HK$", JPY: "JP¥" };

/** Money of the API (decimal string or number): without decimals in overviews, with them in ledgers. */
export function money(amount: string | number | null | undefined, places: 0 | 2 = 0, currency = "CNY"): string {
  if (amount === null || amount === undefined || amount === "") return NOTHING;
  const value = Number(amount);
  if (!Number.isFinite(value)) return NOTHING;
  const sign = SIGNS[currency] ?? `${currency}${NBSP}`;
  return (value < 0 ? MINUS : "") + sign + grouped(value, places);
}

/** Hours as one speaks of them: 5.6, 26.5, and null as a dash. */
export function hours(value: Maybe): string {
  return value === null || value === undefined ? NOTHING : grouped(value, 1);
}

/** part ÷ whole, null where there is nothing to divide by. */
export function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
