/** Money as the desk types it, reckoned in whole cents: no float ever holds a sum. */

const FULL_WIDTH = /[０-９．，￥]/g;
const half = (mark: string): string => (mark === "￥" ? "¥" : String.fromCharCode(mark.charCodeAt(0) - 0xfee0));

/** `400`, `¥1,234.5`, `４００` → cents; null for what is no sum of money. */
export function cents(text: string): number | null {
  const plain = text.replace(FULL_WIDTH, half).replace(/[¥,\s]/g, "");
  const match = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** Cents of what the API sends, which may be below zero: `-38.00` → −3800. */
export function centsOf(amount: string): number {
  return amount.startsWith("-") ? -(cents(amount.slice(1)) ?? 0) : (cents(amount) ?? 0);
}

/** As the API takes it: 40000 → `400.00`. */
export function yuan(value: number): string {
  const size = Math.abs(value);
  return `${value < 0 ? "-" : ""}${Math.floor(size / 100)}.${String(size % 100).padStart(2, "0")}`;
}

/** A whole number above zero as typed, `1,000` → 1000; null for anything else. */
export function whole(text: string): number | null {
  const plain = text.replace(FULL_WIDTH, half).replace(/[,\s]/g, "");
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : null;
}
