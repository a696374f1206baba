import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { eventTypesQuery } from "@/api/vendors";
import type { Words } from "@/api/vendorTypes";

/** The server's own words, in the language spoken. */
export function useSaid(): (words: Words) => string {
  const { i18n } = useTranslation();
  return (words) => (i18n.language === "en" ? words.en : words.zh);
}

/** What a type of event is called; its code where nobody knows. */
export function useTypeWord(): (code: string) => string {
  const said = useSaid();
  const types = useQuery(eventTypesQuery);
  return (code) => {
    const found = types.data?.results.find((type) => type.code === code);
    return found ? said(found) : code;
  };
}
