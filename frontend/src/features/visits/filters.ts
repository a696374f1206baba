import type { Query } from "@/api/client";
import { CHANNELS } from "@/api/types";

export const REMARKS = ["complete", "missing", "on_time", "late", "wrong", "none_noted", "in_house"] as const;
/** The ordinals that reports tell apart. */
export const ORDINALS = ["1", "2", "2-", "3-5", "6-10", "11-"] as const;
const NAMES = ["channel", "source", "room_type", "ordinal_min", "ordinal_max", "remark", "assignee", "shift"] as const;

export const cleared = Object.fromEntries(NAMES.map((name) => [name, null]));

export function asked(params: URLSearchParams): Query {
  const query: Query = {};
  for (const name of NAMES) {
    const value = params.get(name)?.trim();
    if (!value) continue;
    if (name === "channel" && !CHANNELS.some((known) => known === value)) continue;
    if (name === "remark" && value !== "due" && !REMARKS.some((known) => known === value)) continue;
    if (name.startsWith("ordinal") && !/^[1-9]\d{0,4}$/.test(value)) continue;
    query[name] = value;
  }
  return query;
}

/** `3-5` ↔ ordinal_min=3, ordinal_max=5; `11-` has no end. */
export function rangeOf(value: string | undefined): Record<string, string | null> {
  if (!value) return { ordinal_min: null, ordinal_max: null };
  const [least = "", most] = value.split("-");
  return { ordinal_min: least, ordinal_max: most === undefined ? least : most || null };
}

export function ordinalsIn(params: URLSearchParams): string | null {
  const least = params.get("ordinal_min");
  const most = params.get("ordinal_max");
  if (!least) return null;
  const value = least === most ? least : `${least}-${most ?? ""}`;
  return ORDINALS.find((known) => known === value) ?? null;
}
