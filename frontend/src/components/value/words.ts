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

/** A sum as ledgers write it: `¥1,234.00`. */
export const sum = (value: Sum | null | undefined): string => money(value?.amount, 2, value?.currency);

/** Money without its cents where they are none: for a price in a list. */
export const price = (value: Sum): string => money(value.amount, value.amount.endsWith(".00") ? 0 : 2, value.currency);

export { count };
