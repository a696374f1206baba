import { useTranslation } from "react-i18next";
import type { MemberCard, MoneyMoved, WalletHeld } from "@/api/valueTypes";
import { centsOf, yuan } from "@/lib/cents";
import { money } from "@/lib/numbers";
import type { Change } from "./ActForm";
import type { Purse } from "./reckoning";

export const inYuan = (cents: number): string => money(yuan(cents), 2);
const bySigned = (cents: number): string => (cents > 0 ? `+${inYuan(cents)}` : inYuan(cents));

export const purseOf = (held: WalletHeld | null | undefined): Purse => ({
  principal: centsOf(held?.principal.amount ?? "0"), gift: centsOf(held?.gift.amount ?? "0"),
});

/** Stored value before and after, whole and of its two parts. */
export function useMoneyChange() {
  const { t } = useTranslation("value");
  const rows = (before: Purse, after: Purse | null): Change[] => {
    const row = (word: string, from: number, to: number | null): Change => ({ word, before: inYuan(from), after: to === null ? null : inYuan(to), by: to === null ? null : bySigned(to - from) });
    const whole = row(t("wallet"), before.principal + before.gift, after && after.principal + after.gift);
    return before.gift === 0 && (after?.gift ?? 0) === 0 ? [whole] : [row(t("principal"), before.principal, after?.principal ?? null), row(t("gift"), before.gift, after?.gift ?? null), whole];
  };
  return {
    planned: (card: MemberCard, by: Purse | null): Change[] => {
      const now = purseOf(card.wallet);
      return rows(now, by && { principal: now.principal + by.principal, gift: now.gift + by.gift });
    },
    moved: ({ before, after }: Pick<MoneyMoved, "before" | "after">): Change[] => rows(purseOf(before), purseOf(after)),
  };
}

export const METHODS = ["wechat", "alipay", "card", "cash", "bank"] as const;
export type Method = (typeof METHODS)[number];
