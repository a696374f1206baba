import { useQuery } from "@tanstack/react-query";
import { pointsOf } from "@/api/value";
import type { MemberCard, Terms } from "@/api/valueTypes";
import { usePropertyScope } from "@/session/scope";

/** The points somebody can spend: one's own, and the family's where there is one. */
export function useSpendable(card: MemberCard, terms: Terms): { own: number; others: number; all: number } {
  const { api: house } = usePropertyScope();
  const { data } = useQuery({ ...pointsOf(house, card.id), enabled: terms.points?.family?.enabled ?? false });
  const own = card.points?.balance ?? 0;
  const others = Math.max(0, (data?.family?.points ?? own) - own);
  return { own, others, all: own + others };
}
