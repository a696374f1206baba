import { useTranslation } from "react-i18next";
import type { CampaignDocument, Trigger } from "@/api/campaignTypes";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";

/** When a campaign speaks, in one sentence. */
export function useTold() {
  const { t } = useTranslation("campaigns");
  const { timeZone } = usePropertyScope();
  const hour = (n: number) => `${String(n).padStart(2, "0")}:00`;
  const trigger = (given: Trigger): string => {
    if (given.kind === "once") return given.at ? t("told.at", { at: moment(given.at, timeZone) }) : t("told.now");
    if (given.kind === "schedule") return t(`told.${given.every}`, { on: given.every === "week" ? t(`weekday.${given.on ?? 1}`) : given.on ?? 1, hour: hour(given.hour) });
    return t(`told.event.${given.event}${given.direction ? `_${given.direction}` : given.days === 0 ? "_0" : ""}`, { ordinal: given.ordinal ?? 1, days: given.days ?? 0 });
  };
  return { told: (document: CampaignDocument) => trigger(document.trigger), trigger };
}
