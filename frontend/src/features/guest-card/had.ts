import type { Had } from "@/api/guestDeskTypes";

export interface OfVisit {
  visit: string | null;
  /** Which visit of the guest it was; null: had without one. */
  no: number | null;
  lines: Had[];
}

/** Lines that follow each other and are of one visit stand together. */
export function byVisit(lines: readonly Had[]): OfVisit[] {
  const found: OfVisit[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last?.visit === line.visit) last.lines.push(line);
    else found.push({ visit: line.visit, no: line.visit_no, lines: [line] });
  }
  return found;
}

/** What so many cost at this price, in cents. */
export const priced = (priceCents: number, quantity: number): number => priceCents * quantity;
