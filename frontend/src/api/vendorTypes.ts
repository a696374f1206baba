/** What a PMS vendor holds and hears: keys, webhooks, events. */
import type { Shape } from "./types";

export type ScopeWord = Shape<"KeyScope">;
export type KeyState = "live" | "ending" | "expired" | "revoked";
export type KeyRow = Omit<Shape<"KeyOut">, "state" | "sandbox_state"> & { state: KeyState; sandbox_state: "filling" | "ready" | null };
export type KeyMade = KeyRow & Pick<Shape<"KeyMade">, "key">;

export type EventType = Shape<"EventTypeOut">;
export type EventRow = Omit<Shape<"EventOut">, "data"> & { data: Record<string, unknown> };
export interface EventPage {
  results: EventRow[];
  next: string | null;
}

export type Endpoint = Omit<Shape<"WebhookOut">, "state"> & { state: "on" | "off" | "disabled" };
export type EndpointMade = Endpoint & { secret: string };
export type SecretMade = Shape<"WebhookSecret">;
export type Replayed = Shape<"Replayed">;
export type DeliveryState = "waiting" | "delivered" | "failed";
export type DeliveryRow = Omit<Shape<"DeliveryOut">, "state"> & { state: DeliveryState };
export type DeliveryShown = Omit<Shape<"DeliveryInFull">, "state"> & { state: DeliveryState };
