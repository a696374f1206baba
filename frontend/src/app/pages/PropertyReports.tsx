import { useTranslation } from "react-i18next";
import { ReportTabs } from "./ReportTabs";

const TABS = ["remarks", "channels", "coach", "pool", "repeat", "churn", "latency", "rfm", "lifetime"] as const;

/** A property's own reports: the chain's pages, of this house alone. */
export default function PropertyReports() {
  const { t } = useTranslation("shell");
  return <ReportTabs below="/reports" tabs={TABS} first="remarks" label={t("nav.reports")} />;
}
