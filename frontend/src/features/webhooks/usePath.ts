import { useScope } from "@/session/scope";

/** The API path of one endpoint. */
export const usePath = (id: number | string): string => `/chains/${useScope().chain.slug}/webhooks/${id}`;
