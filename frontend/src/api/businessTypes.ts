/** The shapes of the business: sign-up, first run, subscription, a member's balance. As `types.ts`, but for these. */
import type { Shape } from "./types";
import type { Words } from "./valueTypes";

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
export type Interval = "month" | "year";
export interface PlanLimits {
  properties: number | null;
  contacts: number | null;
  messages: number | null;
  seats: number | null;
  requests: number;
}
export interface Plan {
  code: string;
  name: string;
  name_en: string;
  says: string;
  says_en: string;
  month: string;
  year: string;
  limits: PlanLimits;
}
export interface Plans {
  trial_days: number;
  currency: string;
  results: Plan[];
}
export interface Used {
  used: number;
  limit: number | null;
}
export type Usage = Record<"properties" | "contacts" | "messages" | "seats", Used>;
export interface Details {
  name: string;
  tax_id: string;
  email: string;
  address: Record<"line1" | "city" | "province" | "postal_code" | "country", string>;
}
export interface Billing {
  ready: boolean;
  mode: "live" | "test" | "stand_in" | "none";
  state: string;
  standing: Standing;
  plan: string | null;
  interval: Interval | null;
  quantity: number;
  properties: number;
  amount: string | null;
  currency: string;
  trial_ends_at: string | null;
  period_ends_at: string | null;
  cancels_at_end: boolean;
  usage: Usage;
  details: Details;
  waiting: { kind: string; since: string; says: Words }[];
  read_at: string | null;
}
export interface InvoiceLine {
  says: string;
  amount: string;
  quantity: number | null;
  proration: boolean;
  from: string | null;
  to: string | null;
}
export interface Preview {
  due: string;
  currency: string;
  lines: InvoiceLine[];
}
export interface Invoice {
  id: string;
  number: string;
  state: string;
  total: string;
  due: string;
  currency: string;
  issued_at: string;
  period: { from: string; to: string } | null;
  lines: InvoiceLine[];
  page: string;
  pdf: string;
}
