import { useTranslation } from "react-i18next";
import { ReportTabs } from "./ReportTabs";

const GUESTS = ["repeat", "churn", "latency", "rfm", "lifetime"] as const;
const CHANNELS = ["channels", "coach", "pool"] as const;

/** Who comes back, who slips away, and what they are worth. */
export function GuestReports() {
  const { t } = useTranslation("shell");
  return <ReportTabs below="/repeat" tabs={GUESTS} first="repeat" label={t("nav.repeatAndChurn")} />;
}

/** Where guests come from, what to do about it, and what a pool of contacts would bring. */
export function ChannelReports() {
  const { t } = useTranslation("shell");
  return <ReportTabs below="/channels" tabs={CHANNELS} first="channels" label={t("nav.channels")} />;
}
