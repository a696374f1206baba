import { useTranslation } from "react-i18next";
import type { Named, Sum, Words } from "@/api/valueTypes";
import { count, money } from "@/lib/numbers";

/** Says what the API sends in two languages in the reader's own. */
export function useSaying() {
  const { i18n } = useTranslation();
  const english = i18n.language.startsWith("en");
  return {
    say: (words: Words | null | undefined): string => (english ? words?.en : words?.zh) ?? "",
    nameOf: (thing: Pick<Named, "name" | "name_en">): string => (english && thing.name_en ? thing.name_en : thing.name),
  };
}

/** What houses reward most. A house may reward anything else under a code of its own, which is said as it is written. */
const ACTIONS: readonly string[] = ["review", "birthday", "profile"];

export function useActions() {
  const { t } = useTranslation("value");
  const known = ACTIONS.map((value) => ({ value, label: t(`earn.action.${value}`) }));
  return { known, actionOf: (code: string): string => known.find(({ value }) => value === code)?.label ?? code };
}

/** A sum as ledgers write it: `¥1,234.00`. */
export const sum = (value: Sum | null | undefined): string => money(value?.amount, 2, value?.currency);

/** Money without its cents where they are none: for a price in a list. */
export const price = (value: Sum): string => money(value.amount, value.amount.endsWith(".00") ? 0 : 2, value.currency);

export { count };
