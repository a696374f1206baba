import type { CommissionOf, Costs, CostsGiven, Product, ProductGiven, RoomCost } from "@/api/profitTypes";
import { cents, yuan } from "@/lib/cents";

/** A product as it is sent back unchanged; a cost that is hidden is left out, and so stays. */
export function given({ name, name_en, kind, category, unit, price, cost, stock, active, cost_hidden: hidden }: Product): ProductGiven {
  return { name, name_en, kind, category, unit, price, stock, active, ...(!hidden && { cost }) };
}

/** The products whose code or names have what was typed in them, of a category and on sale where that is asked for. */
export function lookedFor(rows: readonly Product[], { text, category, active }: { text: string; category: string | null; active: boolean }): Product[] {
  const typed = text.trim().toLowerCase();
  return rows.filter((row) => (!active || row.active) && (!category || row.category === category) && [row.code, row.name, row.name_en].some((word) => word.toLowerCase().includes(typed)));
}

const DAYS = 90;
const AHEAD = 7;
/** Whether what is left would be gone within a week, as it sold of late. */
export const lowOf = ({ stock, sold_90: sold, active }: Pick<Product, "stock" | "sold_90" | "active">): boolean => active && stock !== null && stock <= (sold / DAYS) * AHEAD;

/** What one typed as a price: `38`, `¥1,234.5` → `38.00`; null for what is none, undefined where nothing stands. */
export function priceOf(text: string): string | null | undefined {
  if (text.trim() === "") return undefined;
  const value = cents(text);
  return value === null ? null : yuan(value);
}

/** Of the price, what is left over its cost; null where either is not known. */
export function marginOf(price: string | null | undefined, cost: string | null | undefined): number | null {
  const [of, less] = [Number(price), Number(cost)];
  return price && cost && of > 0 ? (of - less) / of : null;
}

/** A share as it stands in a field, in per cent: 0.155 → 15.5; nothing for what is not known. */
export const inPercent = (share: number | null): number | null => (share === null ? null : Math.round(share * 10_000) / 100);
export const ofPercent = (percent: number | null): number | null => (percent === null ? null : Math.round(percent * 100) / 10_000);

export interface CostsForm { rooms: RoomCost[]; fnb: number | null; other: number | null; commissions: CommissionOf[] }
export const formOf = (costs: Costs): CostsForm => ({
  rooms: costs.rooms.some(({ room_type: type }) => type === "") ? costs.rooms : [...costs.rooms, { room_type: "", cost: null, visits_90: null }],
  fnb: costs.fnb_cost_share, other: costs.other_cost_share, commissions: costs.commissions,
});

/** What differs from what is set, as it is sent: rooms all of them, commissions only those that changed. */
export function changesOf(costs: Costs, form: CostsForm): CostsGiven {
  const said = (rooms: readonly RoomCost[]) => rooms.flatMap(({ room_type, cost }) => (cost === null ? [] : [{ room_type, cost }]));
  const rooms = said(form.rooms);
  const before = new Map(costs.commissions.map((one) => [one.source, one.share]));
  const commissions = form.commissions.filter(({ source, share }) => before.get(source) !== share).map(({ source, share }) => ({ source, share }));
  return {
    ...(JSON.stringify(rooms) !== JSON.stringify(said(costs.rooms)) && { rooms }),
    ...(form.fnb !== costs.fnb_cost_share && { fnb_cost_share: form.fnb }),
    ...(form.other !== costs.other_cost_share && { other_cost_share: form.other }),
    ...(commissions.length > 0 && { commissions }),
  };
}

/** Whether something that was told before is another now: then it is asked from when that holds. */
export function replaces(costs: Costs, form: CostsForm): boolean {
  const told = (value: unknown, earlier: readonly unknown[] | undefined) => value !== null || (earlier ?? []).length > 0;
  const shares = new Map(costs.commissions.map((one) => [one.source, one]));
  const rooms = new Map(costs.rooms.map((one) => [one.room_type, one]));
  return (form.fnb !== costs.fnb_cost_share && told(costs.fnb_cost_share, costs.fnb_cost_earlier))
    || (form.other !== costs.other_cost_share && told(costs.other_cost_share, costs.other_cost_earlier))
    || form.commissions.some(({ source, share }) => { const old = shares.get(source); return old !== undefined && old.share !== share && told(old.share, old.earlier); })
    || form.rooms.some(({ room_type: type, cost }) => { const old = rooms.get(type); return old !== undefined && old.cost !== cost && told(old.cost, old.earlier); });
}

/** What nobody has told that a profit needs: sources that take a commission, and room types without a cost of any kind. */
export function lacks(costs: Costs): { sources: CommissionOf[]; rooms: string[]; fnb: boolean; other: boolean } {
  const rest = costs.rooms.some(({ room_type: type, cost }) => type === "" && cost !== null);
  return {
    sources: costs.commissions.filter(({ share, needed, visits_90: visits }) => share === null && needed !== false && (visits ?? 0) > 0),
    rooms: rest ? [] : costs.rooms.filter(({ room_type: type, cost }) => type !== "" && cost === null).map(({ room_type: type }) => type),
    fnb: costs.fnb_cost_share === null, other: costs.other_cost_share === null,
  };
}
