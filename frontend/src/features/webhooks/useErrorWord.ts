import { useTranslation } from "react-i18next";
import { errorKind } from "./lists";

/** Why there was no answer, in the language spoken. */
export function useErrorWord(): (error: string) => string {
  const { t } = useTranslation("webhooks");
  return (error) => {
    const { kind, detail } = errorKind(error);
    return t(`error.${kind}`, { detail });
  };
}
