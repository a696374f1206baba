/** What X-Sandbox-Fault can ask for, and what a good client does then. */
export const FAULTS = ["500", "429", "timeout", "duplicate", "slow"] as const;
export type Fault = (typeof FAULTS)[number];
