import type { Membership, Role } from "@/api/types";

const AT_CHAIN: readonly Role[] = ["operator", "owner", "analyst", "marketing"];

/** Where a person starts: HQ at the chain, a manager at the house, the front desk at its remarks. */
export function landing(memberships: readonly Membership[]): string {
  const first = memberships[0];
  if (!first) return "/none";
  if (AT_CHAIN.includes(first.role)) return `/c/${first.chain.slug}`;
  const property = first.properties[0];
  if (!property) return "/none";
  return first.role === "front_desk" ? `/p/${property.slug}/remarks` : `/p/${property.slug}`;
}
