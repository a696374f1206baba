import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { transfers as transfersQuery, workload as workloadQuery } from "@/api/deskRules";
import type { Transfer, Workload, WorkloadReport } from "@/api/deskRuleTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Opens } from "@/components/Figures";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { HandedToMe } from "./HandedToMe";
import styles from "./owners.module.css";
import { burdened } from "./sharing";
import { TransferDrawer } from "./TransferDrawer";

/** 谁照看谁: how many guests each of us looks after, and what of theirs is open. */
export default function OwnersPage() {
  const { t } = useTranslation("owners");
  const { api: house, path, may } = usePropertyScope();
  const assigns = may("assign_guests");
  const found = useQuery({ ...workloadQuery(house), enabled: assigns });
  const [from, setFrom] = useState<string | null | undefined>(undefined);
  const [open, setOpen] = useState(false);
  const hand = (giver: string | null | undefined) => {
    setFrom(giver);
    setOpen(true);
  };
  return (
    <>
      <PageHead title={t("title")} about={t(assigns ? "about" : "aboutMine")}>
        {!assigns && <Link className="btn" to={`${path}/guests?owner=me`}>{t("my")}</Link>}
        {assigns && may("manage_desk") && <Link className="btn" to={`${path}/desk-rules/owner-rules`}>{t("rules")}</Link>}
        {assigns && <Button type="primary" onClick={() => hand(undefined)}>{t("hand")}</Button>}
      </PageHead>
      {!assigns ? <HandedToMe empty /> : found.isError && !found.data ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : (
        <>
          <Answer report={found.data} gone={found.data?.results.filter(({ left, guests }) => left && guests > 0) ?? []} hand={hand} />
          <HandedToMe />
          <div className="stack">
            <Panel title={t("who")} says={t("says")} flush><Load rows={found.data && burdened(found.data.results)} hand={hand} /></Panel>
            <Past />
          </div>
        </>
      )}
      {open && <TransferDrawer from={from} report={found.data} close={() => setOpen(false)} />}
    </>
  );
}

function Answer({ report, gone, hand }: { report: WorkloadReport | undefined; gone: readonly Workload[]; hand: (from: string | null) => void }) {
  const { t } = useTranslation("owners");
  const { path, may } = usePropertyScope();
  if (!report) return <AnswerLine tone="calm"><Bone width="50%" /></AnswerLine>;
  const [left] = gone;
  if (left) return <AnswerLine tone="act" lead={t("answer.gone", { name: left.name })} action={may("assign_guests") && <Button onClick={() => hand(left.staff)}>{t("handTheirs")}</Button>}>{t("answer.goneHas", { n: count(left.guests), count: left.guests })}</AnswerLine>;
  const overdue = report.results.reduce((all, row) => all + row.overdue_complaints, 0);
  const worst = report.results.toSorted((a, b) => b.overdue_complaints - a.overdue_complaints)[0];
  if (overdue > 0 && worst) return <AnswerLine tone="act" lead={t("answer.overdue", { n: overdue, count: overdue })}>{t("answer.most", { name: worst.name, n: worst.overdue_complaints, count: worst.overdue_complaints })}</AnswerLine>;
  if (report.unowned > 0) return <AnswerLine tone="warn" lead={t("answer.unowned", { n: count(report.unowned), count: report.unowned })} action={<Link className="btn" to={`${path}/guests?owner=none`}>{t("answer.see")}</Link>}>{t("answer.unownedIs")}</AnswerLine>;
  return <AnswerLine tone="calm">{t("answer.calm")}</AnswerLine>;
}

function Load({ rows, hand }: { rows: Workload[] | undefined; hand: (from: string) => void }) {
  const { t } = useTranslation("owners");
  const { path, may } = usePropertyScope();
  const most = Math.max(1, ...(rows?.map(({ guests }) => guests) ?? []));
  const n = (value: number, tone?: string) => (value === 0 ? <span className="t3">0</span> : <span className={tone}>{count(value)}</span>);
  const columns: Column<Workload>[] = [
    { key: "name", title: t("col.name"), card: "title", sort: ({ name }) => name, render: (row) => <><span className="b">{row.name}</span> {row.left && <span className="tag bad">{t("left")}</span>}</> },
    { key: "guests", title: t("col.guests"), width: 220, card: "whole", sort: ({ guests }) => guests, render: ({ staff, guests }) => <span className={styles.bar}><i aria-hidden="true"><b style={{ width: `${(guests / most) * 100}%` }} /></i><Opens to={`${path}/guests?owner=${staff}`} label={t("col.opens")}>{count(guests)}</Opens></span> },
    { key: "risk", title: t("col.risk"), numeric: true, sort: ({ at_risk: value }) => value, render: ({ at_risk: value }) => n(value) },
    { key: "complaints", title: t("col.complaints"), numeric: true, sort: ({ open_complaints: value }) => value, render: ({ staff, open_complaints: value }) => <Opens to={value > 0 ? `${path}/complaints?owner=${staff}` : null}>{n(value)}</Opens> },
    { key: "overdue", title: t("col.overdue"), numeric: true, sort: ({ overdue_complaints: value }) => value, render: ({ overdue_complaints: value }) => n(value, "bad b") },
    { key: "remarks", title: t("col.remarks"), numeric: true, sort: ({ remarks_open: value }) => value, render: ({ remarks_open: value }) => n(value) },
    { key: "tasks", title: t("col.tasks"), numeric: true, sort: ({ tasks_open: value }) => value, render: ({ tasks_open: value }) => n(value) },
    { key: "contacts", title: t("col.contacts"), numeric: true, sort: ({ contacts_30d: value }) => value, render: ({ contacts_30d: value }) => n(value) },
    ...(may("assign_guests") ? [{ key: "do", title: "", card: "aside" as const, render: (row: Workload) => row.guests > 0 && <Button size="small" onClick={() => hand(row.staff)}>{t("handOver")}</Button> }] : []),
  ];
  return <DataTable label={t("who")} columns={columns} rows={rows} rowKey={({ staff }) => staff} bones={5} empty={<EmptyState title={t("none")} action={<Link className="btn" to={`${path}/desk-rules/owner-rules`}>{t("rules")}</Link>}>{t("noneHint")}</EmptyState>} />;
}

/** What was handed over before, and who has not looked at it. */
function Past() {
  const { t } = useTranslation("owners");
  const { api: house, timeZone } = usePropertyScope();
  const found = useQuery(transfersQuery(house));
  const columns: Column<Transfer>[] = [
    { key: "at", title: t("past.at"), card: "aside", render: ({ at }) => moment(at, timeZone) },
    { key: "from", title: t("past.from"), card: "title", render: ({ giver_name: name }) => name || t("nobody") },
    { key: "to", title: t("past.to"), wrap: true, card: "whole", render: ({ takers }) => takers.map(({ name, n }) => t("past.got", { name, n: count(n) })).join(t("comma")) },
    { key: "moved", title: t("past.moved"), numeric: true, render: ({ n }) => count(n) },
    { key: "note", title: t("past.note"), wrap: true, card: "whole", render: ({ note }) => note || <span className="t3">–</span> },
    { key: "seen", title: t("past.seen"), render: ({ takers }) => { const late = takers.filter(({ unseen }) => unseen > 0); return late.length > 0 ? <span className="warn">{t("past.unseen", { n: late.length, count: late.length })}</span> : <span className="good">{t("past.allSeen")}</span>; } },
    { key: "by", title: t("past.by"), render: ({ by_name: name }) => name },
  ];
  if (found.isError && !found.data) return null;
  if (found.data?.length === 0) return null;
  return <Panel title={t("past.title")} says={t("past.says")} flush><DataTable label={t("past.title")} dense columns={columns} rows={found.data} rowKey={({ id }) => id} bones={3} /></Panel>;
}
