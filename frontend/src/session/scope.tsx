import { createContext, useContext } from "react";
import type { Ability, ChainInfo, Membership, PropertyInfo, Session } from "@/api/types";

/** Where the page stands: a chain, or one property of it; and what the signed-in person may do there. */
export interface Scope {
  session: Session;
  membership: Membership;
  chain: ChainInfo;
  property: PropertyInfo | null;
  /** The API path of the scope: `/chains/x` or `/properties/y`. */
  api: string;
  /** The console's path of the scope: `/c/x` or `/p/y`. */
  path: string;
  timeZone: string;
  may: (ability: Ability) => boolean;
}

const ScopeContext = createContext<Scope | null>(null);
export const ScopeProvider = ScopeContext.Provider;

/** The scope where there is one: pages for strangers have none. */
export const useMaybeScope = (): Scope | null => useContext(ScopeContext);

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error("useScope outside a chain or property page");
  return scope;
}

/** The scope of a property page, with the property certain. */
export function usePropertyScope(): Scope & { property: PropertyInfo } {
  const scope = useScope();
  if (!scope.property) throw new Error("usePropertyScope outside a property page");
  return { ...scope, property: scope.property };
}

export function scopeOf(session: Session, chainSlug: string | undefined, propertySlug: string | undefined): Scope | null {
  for (const membership of session.memberships) {
    const { chain } = membership;
    const property = membership.properties.find(({ slug }) => slug === propertySlug) ?? null;
    if (propertySlug ? !property : chain.slug !== chainSlug) continue;
    const abilities = new Set(membership.abilities);
    return {
      session, membership, chain, property,
      api: property ? `/properties/${property.slug}` : `/chains/${chain.slug}`,
      path: property ? `/p/${property.slug}` : `/c/${chain.slug}`,
      timeZone: property?.time_zone ?? chain.time_zone,
      may: (ability) => abilities.has(ability),
    };
  }
  return null;
}
