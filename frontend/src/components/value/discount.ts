import { cents } from "@/lib/cents";

/** A coupon kind as the programme's document has it, as far as money off a bill goes. */
export interface CouponTerms {
  kind: "fixed" | "percent" | "threshold" | "upgrade" | "free_night";
  amount?: string | null;
  percent?: number | null;
  steps?: { over: string; off: string }[];
  min_spend?: string;
}

const least = (terms: CouponTerms): number => {
  const floor = cents(terms.min_spend ?? "0.00") ?? 0;
  const steps = (terms.steps ?? []).map(({ over }) => cents(over) ?? 0);
  return terms.kind === "threshold" && steps.length ? Math.max(floor, Math.min(...steps)) : floor;
};

function reached(terms: CouponTerms, bill: number): number {
  const steps = (terms.steps ?? []).map(({ over, off }) => ({ over: cents(over) ?? 0, off: cents(off) ?? 0 })).filter(({ over }) => over <= bill);
  return steps.sort((a, b) => b.over - a.over)[0]?.off ?? 0;
}

/** Cents that one coupon takes off a bill; null where the bill is too small for it. */
export function couponOff(terms: CouponTerms, bill: number): number | null {
  if (bill < least(terms)) return null;
  const amount = terms.amount ? cents(terms.amount) : null;
  if (terms.kind === "percent") {
    const off = Math.floor((bill * (terms.percent ?? 0) + 50) / 100);
    return Math.min(bill, amount ?? off, off);
  }
  if (terms.kind === "threshold") return Math.min(bill, reached(terms, bill));
  return terms.kind === "upgrade" ? 0 : Math.min(bill, amount ?? 0);
}

/** The smallest bill it is taken on. */
export const leastBill = least;

/** An upgrade needs no bill to be used. */
export const needsBill = (terms: CouponTerms): boolean => terms.kind !== "upgrade";
