/** What plans cost and hold, reckoned in whole cents. Pure. */
import type { Billing, Interval, Plan, Used } from "@/api/businessTypes";
import { centsOf, yuan } from "@/lib/cents";

/** What so many properties cost in an interval. */
export const totalOf = (plan: Plan, interval: Interval, properties: number): string => yuan(centsOf(plan[interval]) * properties);

/** How many months a year's price spares; 0 where it spares nothing whole. */
export const monthsSpared = (plan: Plan): number => {
  const month = centsOf(plan.month);
  return month === 0 ? 0 : Math.max(0, Math.floor((12 * month - centsOf(plan.year)) / month));
};

/** What of the chain a plan has no room for; only what is held strictly. */
export const tooSmall = (plan: Plan, usage: Billing["usage"]): "properties" | "seats" | null => {
  for (const what of ["properties", "seats"] as const) {
    const room = plan.limits[what];
    if (room !== null && usage[what].used > room) return what;
  }
  return null;
};

/** The smallest plan that holds what is there; the last where none does. */
export const fitting = (plans: readonly Plan[], usage: Billing["usage"]): Plan | undefined => plans.find((plan) => tooSmall(plan, usage) === null) ?? plans.at(-1);

/** How full, as a share of 0–1, and how loudly to say it: near from four fifths on. */
export function fullness({ used, limit }: Used): { share: number; tone: "fine" | "near" | "over" } {
  if (limit === null) return { share: 0, tone: "fine" };
  const share = limit === 0 ? 1 : used / limit;
  return { share: Math.min(1, share), tone: share > 1 ? "over" : share >= 0.8 ? "near" : "fine" };
}

export const subscribed = (billing: Pick<Billing, "amount">): boolean => billing.amount !== null;

/** A payment that was made has arrived: there is a subscription, and it is not waiting for its first payment. */
export const arrived = (billing: Pick<Billing, "amount" | "state">): boolean => subscribed(billing) && ["active", "trialing"].includes(billing.state);
