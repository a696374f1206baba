import { useTranslation } from "react-i18next";
import { useScope } from "@/session/scope";
import { ReportTabs } from "./ReportTabs";

const TABS = ["remarks", "channels", "profit", "coach", "pool", "repeat", "churn", "latency", "rfm", "lifetime"] as const;

/** A property's own reports: the chain's pages, of this house alone. */
export default function PropertyReports() {
  const { t } = useTranslation("shell");
  const { may } = useScope();
  const tabs = TABS.filter((tab) => tab !== "profit" || may("see_profit"));
  return <ReportTabs below="/reports" tabs={tabs} first="remarks" label={t("nav.reports")} />;
}
