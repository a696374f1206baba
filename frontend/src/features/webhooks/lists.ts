import type { DeliveryRow, Endpoint } from "@/api/vendorTypes";
import { grouped, type Choice, type Group } from "@/components/vendors/grouped";

export type Health = "good" | "failing" | "new" | "off" | "disabled";

/** How an endpoint does, in one word. */
export function healthOf({ state, failing_since, succeeded_at }: Pick<Endpoint, "state" | "failing_since" | "succeeded_at">): Health {
  if (state !== "on") return state;
  if (failing_since) return "failing";
  return succeeded_at ? "good" : "new";
}

/** What asks for action first, the longest first. */
const ORDER: Health[] = ["disabled", "failing", "new", "good", "off"];
export const worstFirst = <Row extends Pick<Endpoint, "state" | "failing_since" | "succeeded_at">>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => ORDER.indexOf(healthOf(a)) - ORDER.indexOf(healthOf(b)) || (a.failing_since ?? "").localeCompare(b.failing_since ?? ""));

export type TypeGroup = "guests" | "value" | "house";
export const typeGroups = (choices: readonly Choice[]): Group<TypeGroup>[] =>
  grouped<TypeGroup>(choices, [
    ["guests", (code) => /^(guest|remark|consent)\./.test(code)],
    ["value", (code) => /^(tier|points|wallet|coupon)\./.test(code)],
  ], "house");

/** 0.8 s, 15 s: how long an answer took. */
export const took = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`);

/** Whether a delivery may still change by itself. */
export const isOpen = ({ state }: Pick<DeliveryRow, "state">): boolean => state === "waiting";
