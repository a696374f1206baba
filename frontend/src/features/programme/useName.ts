import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** A thing's name in the language of the page; the Chinese one where no other is written. */
export function useName(): (thing: { name: string; name_en: string }) => string {
  const { i18n } = useTranslation();
  const english = i18n.language === "en";
  return useCallback((thing) => (english && thing.name_en ? thing.name_en : thing.name), [english]);
}
