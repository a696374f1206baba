/** What a PMS vendor holds and hears: keys, webhooks, events. */
import type { Shape } from "./types";

export interface Words {
  zh: string;
  en: string;
}
export interface ScopeWord extends Words {
  code: string;
}
export type KeyState = "live" | "ending" | "expired" | "revoked";
export type KeyRow = Omit<Shape<"KeyOut">, "state" | "sandbox_state"> & { state: KeyState; sandbox_state: "filling" | "ready" | null };
export type KeyMade = KeyRow & { key: string };

export interface EventType extends Words {
  code: string;
  example: Record<string, unknown>;
}
export interface EventRow {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export interface Endpoint {
  id: number;
  url: string;
  description: string;
  types: string[];
  properties: string[];
  state: "on" | "off" | "disabled";
  why: string;
  created_at: string;
  failing_since: string | null;
  succeeded_at: string | null;
  waiting: number;
}
export type EndpointMade = Endpoint & { secret: string };
export type DeliveryState = "waiting" | "delivered" | "failed";
export interface DeliveryTry {
  at: string;
  status: number | null;
  error: string;
  duration_ms: number;
}
export interface DeliveryRow {
  id: number;
  event: string | null;
  type: string;
  state: DeliveryState;
  tries: number;
  next_at: string | null;
  created_at: string;
  delivered_at: string | null;
  last: DeliveryTry | null;
}
export type DeliveryShown = DeliveryRow & { payload: unknown; attempts: (DeliveryTry & { answer: string })[] };
