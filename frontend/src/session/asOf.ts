import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/lib/dates";
import { useScope } from "./scope";

let at: string | null = null;
const listeners = new Set<() => void>();

/** A page tells how fresh its figures are; the side bar's foot says it. */
export function useFreshness(asOf: string | undefined): void {
  useEffect(() => {
    at = asOf ?? null;
    listeners.forEach((tell) => tell());
    return () => {
      at = null;
      listeners.forEach((tell) => tell());
    };
  }, [asOf]);
}

export function useAsOf(): string {
  const { t } = useTranslation();
  const { timeZone } = useScope();
  const fresh = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => at,
  );
  return fresh ? t("asOf", { at: moment(fresh, timeZone) }) : "";
}
