import { useTranslation } from "react-i18next";
import { moment, todayIn } from "@/lib/dates";
import { clockOf } from "@/lib/due";
import { useToday } from "@/session/today";
import { usePropertyScope } from "@/session/scope";

interface FreshProps {
  asOf: string | undefined;
  /** The last asking failed, or does not come through. */
  lost: boolean;
}

/** When this was last so, or that nobody knows whether it still is. */
export function Fresh({ asOf, lost }: FreshProps) {
  const { t } = useTranslation("desk");
  const { timeZone } = usePropertyScope();
  const today = useToday();
  if (!asOf) return null;
  const at = todayIn(timeZone, new Date(asOf)) === today ? clockOf(asOf, timeZone) : moment(asOf, timeZone);
  return (
    <span role="status" className={lost ? "tag warn" : "t3 small nowrap"}>{t(lost ? "fresh.lost" : "fresh.at", { at })}</span>
  );
}
