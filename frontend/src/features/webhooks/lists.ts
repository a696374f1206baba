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

type ErrorKind = "refused" | "timeout" | "name" | "tls" | "connection" | "other";
const STARTS: readonly (readonly [string, ErrorKind])[] = [["refused:", "refused"], ["timeout", "timeout"], ["the host's name", "name"], ["TLS:", "tls"], ["connection:", "connection"]];

/** What kept an answer from coming, as the server writes it down in code-like English, and its detail. */
export function errorKind(error: string): { kind: ErrorKind; detail: string } {
  const kind = STARTS.find(([start]) => error.startsWith(start))?.[1] ?? "other";
  return { kind, detail: kind === "tls" || kind === "connection" ? error.slice(error.indexOf(":") + 1).trim() : error };
}

/** Until when the secret before signs too; null once it does not. */
export const signsToo = ({ secret_before_until: until }: Pick<Endpoint, "secret_before_until">, now: Date): string | null =>
  until !== null && Date.parse(until) > now.getTime() ? until : null;
