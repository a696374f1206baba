import { daysBetween } from "@/lib/dates";

/** What an act will come to, before it is confirmed. The server reckons again and decides. */

export interface BillTerms {
  points: number;
  /** Cents that so many points are worth. */
  worth: number;
  maxPercent: number;
}
export interface BillPlan {
  points: number;
  off: number;
  pay: number;
}

/** What may be taken off a bill at most, in cents. */
const mostOff = (bill: number, terms: BillTerms): number => Math.floor((bill * terms.maxPercent) / 100);

/** The points that are of use for a bill: as many as there are, and no more than it takes. */
export function mostPoints(bill: number, balance: number, terms: BillTerms): number {
  if (terms.points <= 0 || terms.worth <= 0) return 0;
  const needed = Math.ceil((mostOff(bill, terms) * terms.points) / terms.worth);
  const off = Math.min(mostOff(bill, terms), Math.floor((Math.min(balance, needed) * terms.worth) / terms.points));
  return Math.ceil((off * terms.points) / terms.worth);
}

/** A bill of so many cents, paid in part with points; null where the bill does not take so many. */
export function planBill(bill: number, points: number, terms: BillTerms): BillPlan | null {
  if (terms.worth <= 0 || points > Math.ceil((mostOff(bill, terms) * terms.points) / terms.worth)) return null;
  const off = Math.min(mostOff(bill, terms), Math.floor((points * terms.worth) / terms.points));
  return off > 0 ? { points, off, pay: bill - off } : null;
}

/** Round amounts of points below the most that is of use: the ones a guest names. */
export function roundPoints(most: number, terms: BillTerms): number[] {
  return [1, 2, 5].map((times) => times * terms.points).filter((points) => points < most);
}

export interface Purse {
  principal: number;
  gift: number;
}

/** How a charge is taken from principal and gift: in proportion, or the gift last. */
export function splitCharge(amount: number, purse: Purse, spends: "proportion" | "gift_last"): Purse {
  const whole = purse.principal + purse.gift;
  if (whole === 0) return { principal: 0, gift: 0 };
  // The gift's share is rounded, a half down, and the principal pays the rest.
  const gift = spends === "gift_last" ? Math.max(0, amount - purse.principal) : Math.floor((2 * amount * purse.gift + whole - 1) / (2 * whole));
  return { principal: amount - gift, gift };
}

/** The lots shown first, and what the others hold. */
export function shortened<Lot extends { points: number }>(lots: readonly Lot[], most: number): { shown: readonly Lot[]; more: number; points: number } {
  const rest = lots.length > most + 1 ? lots.slice(most) : [];
  return { shown: rest.length ? lots.slice(0, most) : lots, more: rest.length, points: rest.reduce((all, lot) => all + lot.points, 0) };
}

/** A share of the way as a bar's width; a way just begun can be seen, one not finished is never full. */
export const barWidth = (have: number, need: number): number => (need <= 0 ? 100 : have >= need ? 100 : have <= 0 ? 0 : Math.min(97, Math.max(2, (have / need) * 100)));

/** Days of warning before points end; a programme that names none warns a month ahead. */
const WARN_DAYS = 30;

/** The points that end within the days the programme warns ahead of. */
export function endingSoon(expiring: readonly { on: string; points: number }[], today: string, warnDays: readonly number[] | undefined): { on: string; points: number }[] {
  const ahead = Math.max(WARN_DAYS, ...(warnDays ?? []));
  return expiring.filter(({ on }) => daysBetween(today, on) <= ahead);
}
