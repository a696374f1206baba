import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { targets } from "@/api/campaigns";
import { DECISIONS, type Campaign, type Decision, type Target } from "@/api/campaignTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Panel } from "@/components/Panel";
import { EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { MessageDrawer } from "@/components/saying/MessageDrawer";
import { moment } from "@/lib/dates";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";

const TONES: Record<Decision, string> = { contact: "tag acc", held_out: "tag", refrained: "tag warn", excluded: "tag" };

/** Guest by guest: what was decided, why, and what became of it. */
export function Targets({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const { t: tm } = useTranslation("messages");
  const { say } = useSaying();
  const { api, path, timeZone } = usePropertyScope();
  const [decision, setDecision] = useState<Decision | "all">("all");
  const [open, setOpen] = useState<string | null>(null);
  const found = useInfiniteQuery(targets(api, campaign.id, decision === "all" ? null : decision, campaign.progress.chosen));
  const rows = found.data?.pages.flatMap(({ results }) => results);
  const became = (row: Target) => [row.sent_at && t("target.sent", { at: moment(row.sent_at, timeZone) }), row.clicked_at && t("target.clicked"), row.answered_at && t("target.answered"), row.visit_on && t("target.came", { on: row.visit_on.slice(5), sum: money(row.revenue) })].filter(Boolean).join(t("comma"));
  const columns: Column<Target>[] = [
    { key: "guest", title: t("target.guest"), card: "title", render: (row) => (row.guest ? <Link className="b" to={`${path}/guests/${row.guest.id}`}>{row.guest.name}</Link> : <span className="t3">{t("target.hidden")}</span>) },
    { key: "decision", title: t("target.decision"), card: "aside", render: (row) => <span className={TONES[row.decision]}>{t(`decision.${row.decision}`)}{campaign.variants.length > 1 && row.decision === "contact" && ` ${row.arm}`}</span> },
    { key: "why", title: t("target.why"), wrap: true, card: "whole", render: (row) => <span className="small t2">{say(row.says) || "–"}{Number(row.saved) > 0 && <span className="good"> {t("fall.saves", { sum: money(row.saved, 2) })}</span>}</span> },
    { key: "became", title: t("target.became"), wrap: true, card: "whole", render: (row) => (row.message ? <button type="button" className="tool" style={{ display: "inline", width: "auto", height: "auto", textAlign: "left", font: "inherit", color: "var(--accent)" }} onClick={() => setOpen(row.message?.id ?? null)}>{became(row) || tm(`state.${row.message.state}`)}</button> : <span className="small t2">{became(row) || "–"}</span>) },
  ];
  return (
    <Panel flush title={t("target.title")} says={t("target.says")} footer={found.hasNextPage && <><span /><Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more", { ns: "common" })}</Button></>}>
      <div style={{ padding: "4px 20px 8px", overflowX: "auto" }}><Segmented value={decision} aria-label={t("target.decision")} options={(["all", ...DECISIONS] as const).map((value) => ({ value, label: t(value === "all" ? "shown.all" : `decision.${value}`) }))} onChange={setDecision} /></div>
      {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : <DataTable label={t("target.title")} dense columns={columns} rows={rows} rowKey={(row) => row.id} bones={6} empty={<EmptyState title={t("target.none")} />} />}
      {open && <MessageDrawer id={open} close={() => setOpen(null)} />}
    </Panel>
  );
}
