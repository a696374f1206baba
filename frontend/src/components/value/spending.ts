import { useTranslation } from "react-i18next";
import type { MemberCard, PointsMoved } from "@/api/valueTypes";
import { count, signed } from "@/lib/numbers";
import type { Change } from "./ActForm";
import { useAct } from "./useAct";

/** The balance of points as it stands and as it will stand after so many are spent. */
export function usePointsChange() {
  const { t } = useTranslation("value");
  return {
    /** `spent` null: not known yet. `others`: what the family has besides; it pays what one's own points do not. */
    planned: (card: MemberCard, spent: number | null, others = 0): Change[] => {
      const balance = card.points?.balance ?? 0;
      const lent = spent === null ? 0 : Math.max(0, Math.min(others, spent - balance));
      if (lent > 0 && spent !== null) {
        return [
          { word: t("family.others"), before: count(others), after: count(others - lent), by: signed(-lent, 0) },
          { word: t("points"), before: count(balance), after: count(balance - spent + lent), by: signed(lent - spent, 0) },
        ];
      }
      return [{ word: t("points"), before: count(balance), after: spent === null ? null : count(balance - spent), by: spent === null ? null : signed(-spent, 0) }];
    },
    moved: (answer: Pick<PointsMoved, "before" | "after">): Change[] => [
      { word: t("points"), before: count(answer.before), after: count(answer.after), by: signed(answer.after - answer.before, 0) },
    ],
  };
}

/** One way of redeeming: sends it, and remembers what came of it. */
export function useRedeem(card: MemberCard) {
  const act = useAct<PointsMoved>();
  return { ...act, send: (body: object) => act.mutate({ path: `/guests/${card.id}/points/redeem`, body }) };
}
