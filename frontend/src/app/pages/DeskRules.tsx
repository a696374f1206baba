import { useTranslation } from "react-i18next";
import { useScope } from "@/session/scope";
import { ReportTabs } from "./ReportTabs";

/** A tab is a route below /desk-rules and a word in shell.json → nav. The first stands at /desk-rules itself. */
const TABS = ["surprises", "replies", "facts", "scripts", "keywords", "owner-rules", "departments"] as const;

/** What the desk works by: surprises, replies, words that are complaints, who looks after whom. */
export default function DeskRules() {
  const { t } = useTranslation("shell");
  const { may } = useScope();
  const tabs = TABS.filter((tab) => tab !== "owner-rules" || may("assign_guests"));
  return <ReportTabs below="/desk-rules" tabs={tabs} first="surprises" label={t("nav.deskRules")} />;
}
