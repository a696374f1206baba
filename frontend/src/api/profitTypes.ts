/** What a house sells, what it costs, and what is left of it. Money as the API writes it: `"12.00"`. */
import type { Words } from "./valueTypes";

export interface Product {
  code: string; name: string; name_en: string; kind: "product" | "service"; category: string; unit: string; price: string;
  /** null: nobody has told it, or the reader may not see it. */
  cost: string | null; cost_hidden?: boolean;
  /** Of the price, 0–1. */
  margin: number | null;
  /** null: not counted. */
  stock: number | null;
  active: boolean; sold_90: number; amount_90: string;
}
/** Left out, the cost stays as it is. */
export type ProductGiven = Pick<Product, "name" | "name_en" | "kind" | "category" | "unit" | "price" | "stock" | "active"> & { cost?: string | null };

/** From a day on; null: for ever. */
export interface CostBefore { since: string | null; cost: string | null }
export interface ShareBefore { since: string | null; share: number | null }
/** '' : every type that has none of its own. `earlier`: what it was before, the newest first. */
export interface RoomCost { room_type: string; cost: string | null; visits_90: number | null; since?: string | null; earlier?: CostBefore[] }
/** `needed`: false for the house's own source, which pays no agent. */
export interface CommissionOf { source: string; channel: string | null; share: number | null; visits_90: number | null; needed: boolean | null; since?: string | null; earlier?: ShareBefore[] }
export interface Costs {
  rooms: RoomCost[]; fnb_cost_share: number | null; other_cost_share: number | null; commissions: CommissionOf[];
  fnb_cost_since?: string | null; fnb_cost_earlier?: ShareBefore[]; other_cost_since?: string | null; other_cost_earlier?: ShareBefore[];
  changed_at: string | null; changed_by_name: string;
  /** From when costs count. */
  costs_hold: Words;
}
/** What is left out stays; `rooms` are all there are. `from`: the day it holds from, null for ever; left out, today. */
export interface CostsGiven {
  from?: string | null;
  rooms?: Pick<RoomCost, "room_type" | "cost">[]; fnb_cost_share?: number | null; other_cost_share?: number | null; commissions?: Pick<CommissionOf, "source" | "share">[];
}

export type UnknownCost = "commission" | "rooms" | "fnb" | "other" | "product";
export interface Unknown { what: UnknownCost; of: string }
export interface Profit {
  revenue: string; commission: string; rooms: string; goods: string; given: string; profit: string;
  share: number | null; unknown: Unknown[];
  /** Visits in house of which the PMS has not told what the room brings. */
  waiting?: number;
}

export const PROFIT_BY = ["source", "channel", "room_type", "product", "month"] as const;
export const CHAIN_PROFIT_BY = ["property", "source", "channel"] as const;
export type ProfitBy = (typeof PROFIT_BY)[number] | (typeof CHAIN_PROFIT_BY)[number];
export interface ProfitRow extends Profit {
  /** `-`: had without a visit. */
  key: string; name: string; visits: number; nights: number; profit_per_visit: string | null; profit_per_night: string | null;
  /** The visits behind the row, as the list of visits is asked. */
  drill: ProfitDrill | null;
  /** By product. */
  quantity?: number;
}
export interface ProfitDrill { from: string; to: string; source?: string; channel?: string; room_type?: string; property?: string }
export interface ProfitReport { rows: ProfitRow[]; total: ProfitRow; as_of: string; costs_hold: Words }

/** What rows of other reports carry for who may see it; absent for everybody else. */
export interface WithProfit {
  /** null: of a visit in house, before the PMS has told what the room brings. */
  profit?: string | null;
  /** Of all revenue. */
  profit_share?: number | null;
  /** false: costs that nobody has set are still in it. */
  profit_complete?: boolean;
}
export const profitIn = (row: object): WithProfit => row;
