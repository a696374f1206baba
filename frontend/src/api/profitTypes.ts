/** What a house sells, what it costs, and what is left of it. Money as the API writes it: `"12.00"`. */

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
export type ProductGiven = Pick<Product, "name" | "name_en" | "kind" | "category" | "unit" | "price" | "cost" | "stock" | "active">;

export interface RoomCost { room_type: string; cost: string | null }
export interface CommissionOf { source: string; channel: string; share: number | null; visits_90: number }
export interface Costs { rooms: RoomCost[]; fnb_cost_share: number | null; other_cost_share: number | null; commissions: CommissionOf[] }

export type UnknownCost = "commission" | "rooms" | "fnb" | "other" | "product";
export interface Unknown { what: UnknownCost; of: string }
export interface Profit {
  revenue: string | null; commission: string; rooms: string; goods: string; given: string; profit: string | null;
  share: number | null; unknown: Unknown[];
}

export const PROFIT_BY = ["source", "channel", "room_type", "product", "month"] as const;
export const CHAIN_PROFIT_BY = ["property", "source", "channel"] as const;
export type ProfitBy = (typeof PROFIT_BY)[number] | (typeof CHAIN_PROFIT_BY)[number];
export interface ProfitRow extends Profit {
  key: string; name: string; visits: number; nights: number; profit_per_visit: string | null; profit_per_night: string | null;
}
export interface ProfitReport { rows: ProfitRow[]; total: ProfitRow; as_of: string }
