import type { Role, Session } from "@/api/types";

const AT_CHAIN: readonly Role[] = ["operator", "owner", "analyst", "marketing"];

/** Where a person starts: an operator at the platform, HQ at the chain, a manager at the house, the front desk at its remarks. */
export function landing({ operator, memberships }: Pick<Session, "operator" | "memberships">): string {
  if (operator) return "/operator";
  const first = memberships[0];
  if (!first) return "/none";
  if (AT_CHAIN.includes(first.role)) return `/c/${first.chain.slug}`;
  const property = first.properties[0];
  if (!property) return "/none";
  // Who looks through somebody's eyes may not write remarks, and starts at the day instead.
  return first.role === "front_desk" && first.abilities.includes("write_remarks") ? `/p/${property.slug}/remarks` : `/p/${property.slug}`;
}
