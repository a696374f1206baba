import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { campaignResults, latency } from "@/api/winning";
import type { Restraint, WinBack } from "@/api/winningTypes";
import { LatencyBands } from "@/components/charts/LatencyBands";
import { DataTable, type Column } from "@/components/DataTable";
import { Panel } from "@/components/Panel";
import type { ReportPlace } from "@/components/PropertyPicker";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { addDays } from "@/lib/dates";
import { count, money, points, rate } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { brought, type Brought } from "./sections";
import type { Counts } from "./sections";
import styles from "./winBack.module.css";

interface BesideProps {
  place: ReportPlace;
  /** The board of one property; at headquarters the reports say the same of all. */
  board: WinBack | undefined;
  restrained: readonly Restraint[] | undefined;
  counts: Counts | undefined;
}

/** When guests come again, who was left alone, and what messages brought. */
export function Beside({ place, board, restrained, counts }: BesideProps) {
  const { may } = useScope();
  const reports = may(place.property ? "see_reports_property" : "see_reports_chain");
  return (
    <div className="stack">
      {reports ? <WhenReport place={place} /> : <When steps={board?.turn?.steps} turn={board?.turn?.turn ?? null} />}
      <LeftAlone restrained={restrained} counts={counts} />
      {reports && <Recent place={place} />}
    </div>
  );
}

function WhenReport({ place }: { place: ReportPlace }) {
  const { t } = useTranslation("win-back");
  const { path } = useScope();
  const [chosen, choose] = useState("");
  const report = useQuery(latency(place.api, "channel"));
  const cohorts = report.data?.cohorts ?? [];
  const one = cohorts.find(({ key }) => key === chosen) ?? report.data?.whole;
  if (report.isError) return <section className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></section>;
  return (
    <When
      steps={one?.steps} turn={one?.turn ?? null} more={`${path}${path.startsWith("/p/") ? "/reports" : "/repeat"}/latency`}
      tools={cohorts.length > 1 && (
        <Select size="small" aria-label={t("when.cohort")} value={chosen} onChange={choose} popupMatchSelectWidth={false} options={[{ value: "", label: t("when.all") }, ...cohorts.map(({ key, name }) => ({ value: key, label: name }))]} />
      )}
    />
  );
}

interface WhenProps {
  steps: WinBackSteps | undefined;
  turn: { act_upon: number; says: string; days: number; ordinal: number } | null;
  more?: string;
  tools?: React.ReactNode;
}
type WinBackSteps = NonNullable<WinBack["turn"]>["steps"];

const STEPS_MOST = 7;

function When({ steps, turn, more, tools }: WhenProps) {
  const { t } = useTranslation("win-back");
  const found = steps?.some(({ median }) => median !== null);
  const label = turn ? t("when.aria", { from: turn.ordinal, to: turn.act_upon, days: Math.round(turn.days) }) : t("when.title");
  return (
    <Panel title={t("when.title")} says={steps && (turn?.says ?? t(found ? "when.noTurn" : ""))} tools={tools} footer={<><span>{t("when.foot")}</span>{more && <Link to={more} className="nowrap">{t("when.more")}</Link>}</>}>
      {!steps ? <Bones height={252} lines={6} /> : found ? <LatencyBands steps={steps} actUpon={turn?.act_upon ?? null} most={STEPS_MOST} label={label} /> : <EmptyState title={t("when.none")}>{t("when.noneHint")}</EmptyState>}
    </Panel>
  );
}

function LeftAlone({ restrained, counts }: { restrained: readonly Restraint[] | undefined; counts: Counts | undefined }) {
  const { t } = useTranslation("win-back");
  const most = Math.max(1, ...(restrained ?? []).map(({ n }) => n));
  const columns: Column<Restraint>[] = [
    { key: "says", title: t("alone.reason"), card: "title", wrap: true, render: (row) => row.says },
    { key: "n", title: t("alone.n"), numeric: true, sort: (row) => row.n, render: (row) => count(row.n) },
    { key: "saved", title: t("alone.saved"), numeric: true, sort: (row) => Number(row.saved), render: (row) => money(row.saved) },
  ];
  return (
    <Panel title={counts ? t("alone.title", { n: count(counts.no_offer) }) : t("alone.titlePlain")} says={t("alone.says")} table={() => <DataTable label={t("alone.titlePlain")} dense columns={columns} rows={restrained} rowKey={(row) => row.reason} />}>
      {!restrained || !counts ? <Bones height={180} lines={5} /> : restrained.length === 0 ? <p className="t3">{t("alone.nobody")}</p> : (
        <>
          <ul className={styles.alones}>
            {restrained.map((row) => (
              <li key={row.reason}>
                <span>{row.says}</span>
                <svg height="8" width="100%" aria-hidden="true"><rect className={styles.track} width="100%" height="8" rx="2" /><rect className={styles.part} width={`${Math.max(1.5, (row.n / most) * 100)}%`} height="8" rx="2" /></svg>
                <b className="b num">{count(row.n)}</b>
              </li>
            ))}
          </ul>
          <hr className="hr" />
          <div className="between"><span className="cap t3">{t("alone.how")}</span><b className={styles.saved}>{money(counts.saved_today)}</b></div>
        </>
      )}
    </Panel>
  );
}

const RECENT_DAYS = 90;
/** Who was written to since has hardly had time to come: taken in, every campaign would look useless at first. */
const WINDOW_DAYS = 30;

function Recent({ place }: { place: ReportPlace }) {
  const { t } = useTranslation("win-back");
  const to = useToday();
  const report = useQuery(campaignResults(place.api, { from: addDays(to, -RECENT_DAYS), to: addDays(to, -WINDOW_DAYS) }));
  const rows = report.data && brought(report.data);
  const says = rows?.find(({ verdict }) => verdict === "useless") ?? rows?.find(({ verdict }) => verdict === "works");
  const columns: Column<Brought>[] = [
    { key: "name", title: t("recent.what"), card: "title", wrap: true, render: (row) => <span className="b">{row.name}</span> },
    { key: "rate", title: t("recent.rate"), numeric: true, render: (row) => rate(row.rate) },
    { key: "held", title: t("recent.held"), numeric: true, render: (row) => <span className="t2">{rate(row.held)}</span> },
    { key: "more", title: t("recent.more"), numeric: true, render: (row) => <span className={row.verdict === "works" ? "b good" : row.verdict === "useless" ? "b bad" : "t2"}>{points(row.uplift)}</span> },
  ];
  return (
    <Panel flush title={t("recent.title")} says={rows && (says?.verdict ? t(`recent.${says.verdict}`, { name: says.name }) : rows.length > 0 ? t("recent.unsure") : "")} footer={rows && rows.length > 0 && <span>{t("recent.foot")}</span>}>
      {report.isError ? <ErrorState problem={report.error} retry={() => void report.refetch()} /> : (
        <div className={styles.recent}><DataTable label={t("recent.title")} dense columns={columns} rows={rows} rowKey={(row) => row.key} bones={3} empty={<EmptyState title={t("recent.none")}>{t("recent.noneHint")}</EmptyState>} /></div>
      )}
    </Panel>
  );
}
