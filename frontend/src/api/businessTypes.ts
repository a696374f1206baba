/** The shapes of the business: sign-up, first run, subscription, a member's balance. As `types.ts`, but for these. */
import type { Shape } from "./types";

export type Standing = Shape<"StandingOut">;

/* sign-up */
export type SignUpShown = Shape<"SignUpShown">;
export type SlugJudged = Shape<"SlugJudged">;

/* first run */
export type FirstRun = Shape<"FirstRunOut">;
export type FirstRunStep = Shape<"FirstRunStep">;
export type StepCode = FirstRunStep["code"];

/* a member's balance */
export type Balance = Shape<"BalanceOut">;

/* the subscription */
export type Interval = Shape<"PlanWish">["interval"];
export type Plan = Shape<"PlanOut">;
export type Plans = Shape<"PlansOut">;
export type Used = Shape<"Used">;
export type Usage = Shape<"BillingUsage">;
export type Details = Required<Omit<Shape<"BillingDetails">, "address">> & { address: Required<Shape<"BillingAddress">> };
export type Billing = Omit<Shape<"BillingOut">, "interval" | "details"> & { interval: Interval | null; details: Details };
export type InvoiceLine = Shape<"InvoiceLine">;
export type Preview = Shape<"BillingPreview">;
export type Invoice = Shape<"InvoiceOut">;
