import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { guestValue } from "@/api/winning";
import type { ValueReport, ValueRow } from "@/api/winningTypes";
import { CHANNELS, type Channel } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { BigFigure, BigShare } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Left } from "@/components/profit/Left";
import { Under } from "@/components/profit/Under";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { count, money, percent, rate } from "@/lib/numbers";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import styles from "./lifetime.module.css";

type Data = ValueReport | undefined;
interface PartProps { data: Data; tools: React.ReactNode }

/** 客人价值: what guests have spent, what they will bring in the year ahead, and how few bring most of it. */
export default function LifetimePage() {
  const { t } = useTranslation("lifetime");
  const scope = useScope();
  const place = useReportPlace();
  const report = useQuery(guestValue(place.api));
  const { data } = report;
  useFreshness(data?.as_of ?? undefined);
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/value`} query={{}} name={t("title")} />;
  const parts = { data, tools };
  const top = data?.deciles[0];
  const many = !place.property && (data?.properties.length ?? 2) > 1;
  return (
    <>
      <PageHead title={t("title")} about={t("about")}><PropertyPicker place={place} /></PageHead>
      {report.isError ? <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div> : data?.total.guests === 0 ? <div className="panel"><EmptyState title={t("nothing")}>{t("nothingHint")}</EmptyState></div> : (
        <>
          <AnswerLine tone="calm">
            {!data ? <Bone width="56%" /> : top?.share ? t("answer.top", { future: money(data.total.future), share: rate(top.share), n: count(top.guests) }) : Number(data.total.future) > 0 ? t("answer.plain", { future: money(data.total.future) }) : t("answer.none")}
          </AnswerLine>
          <KpiStrip figures={4}>
            <Kpi label={t("kpi.future")} sub={data ? t("kpi.futureSub", { n: count(Math.round(data.total.expected_visits)) }) : <Bone width="60%" />}><BigFigure>{data && money(data.total.future)}</BigFigure></Kpi>
            <Kpi label={t("kpi.current")} sub={data ? <>{t("kpi.currentSub", { n: count(data.total.guests) })}<Under profit={data.total.profit} complete={data.total.profit_complete} /></> : <Bone width="60%" />}><BigFigure>{data && money(data.total.current)}</BigFigure></Kpi>
            <Kpi label={t("kpi.lifetime")} sub={t("kpi.lifetimeSub")}><BigFigure>{data && money(data.total.lifetime)}</BigFigure></Kpi>
            <Kpi label={t("kpi.alive")} sub={t("kpi.aliveSub")}>{data ? <BigShare share={data.total.alive} /> : <BigFigure>{undefined}</BigFigure>}</Kpi>
          </KpiStrip>
          <div className="grid">
            <Deciles {...parts} />
            <Panel flush className="c5" title={t("tiers.title")} says={t("tiers.says")} tools={tools}><ValueTable label={t("tier")} rows={data?.tiers} bare /></Panel>
            <Panel flush className="c12" title={t("channels.title")} says={t("channels.says")} tools={tools}><ValueTable label={t("channel")} rows={data?.channels} named={(row) => (isChannel(row.key) ? <ChannelName channel={row.key} source={row.name} /> : row.name)} /></Panel>
            {many && <Panel flush className="c12" title={t("places.title")} says={t("places.says")} tools={tools}><ValueTable label={t("property")} rows={data?.properties} sortedBy="-future" named={(row) => <Link className="b" to={`/p/${row.key}/reports/lifetime`}>{row.name}</Link>} /></Panel>}
            <Models data={data} />
          </div>
        </>
      )}
    </>
  );
}

const isChannel = (code: string): code is Channel => (CHANNELS as readonly string[]).includes(code);

/** Tenths of the guests, most valuable first: the first column is nearly always the tallest by far. */
function Deciles({ data, tools }: PartProps) {
  const { t } = useTranslation("lifetime");
  const rows = data?.deciles ?? [];
  const most = Math.max(0.0001, ...rows.map(({ share: part }) => part ?? 0));
  const [top, low] = [rows[0], rows.slice(5).reduce((sum, row) => sum + (row.share ?? 0), 0)];
  const says = top ? t("deciles.says", { top: rate(top.share), low: rate(low) }) : "";
  type Row = ValueReport["deciles"][number];
  const columns: Column<Row>[] = [
    { key: "decile", title: t("deciles.which"), card: "title", render: (row) => t("deciles.nth", { n: row.decile }) },
    { key: "guests", title: t("guests"), numeric: true, render: (row) => count(row.guests) },
    { key: "future", title: t("future"), numeric: true, render: (row) => money(row.future) },
    { key: "share", title: t("share"), numeric: true, render: (row) => rate(row.share) },
    { key: "from", title: t("deciles.from"), numeric: true, render: (row) => money(row.from) },
  ];
  return (
    <Panel className="c7" title={t("deciles.title")} says={data && says} tools={tools} table={() => <DataTable label={t("deciles.title")} dense columns={columns} rows={rows} rowKey={({ decile }) => String(decile)} />} footer={<span>{t("deciles.foot")}</span>}>
      {!data ? <Bones height={240} lines={6} /> : rows.length === 0 ? <EmptyState title={t("answer.none")} /> : (
        <div className={styles.deciles} role="img" aria-label={says}>
          {rows.map((row) => (
            <div key={row.decile} title={`${t("deciles.nth", { n: row.decile })} · ${money(row.future)}`}>
              <span>{percent(row.share)}</span>
              <i className={row.decile === 1 ? styles.top : undefined} style={{ height: `${((row.share ?? 0) / most) * 180}px` }} />
              <em>{row.decile}</em>
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

interface TableProps {
  label: string;
  rows: readonly ValueRow[] | undefined;
  named?: (row: ValueRow) => React.ReactNode;
  sortedBy?: string;
  /** Only what a narrow panel holds. */
  bare?: boolean;
}

function ValueTable({ label, rows, named = ({ name }) => name, sortedBy, bare = false }: TableProps) {
  const { t } = useTranslation("lifetime");
  const columns: Column<ValueRow>[] = [
    { key: "name", title: label, card: "title", sort: (row) => row.name, render: (row) => <span className="b">{named(row)}</span> },
    { key: "guests", title: t("guests"), numeric: true, sort: (row) => row.guests, render: (row) => count(row.guests) },
    { key: "alive", title: t("alive"), numeric: true, sort: (row) => row.alive, render: (row) => rate(row.alive) },
    { key: "visits", title: t("visits"), numeric: true, sort: (row) => row.expected_visits, render: (row) => count(Math.round(row.expected_visits)) },
    { key: "current", title: t("current"), numeric: true, sort: (row) => Number(row.current), render: (row) => money(row.current) },
    ...(rows?.some(({ profit }) => profit !== undefined) ? [{ key: "profit", title: t("profit"), numeric: true, sort: (row: ValueRow) => Number(row.profit ?? 0), render: (row: ValueRow) => <Left profit={row.profit} complete={row.profit_complete} /> }] : []),
    { key: "future", title: t("future"), numeric: true, sort: (row) => Number(row.future), render: (row) => <b className="b">{money(row.future)}</b> },
    { key: "each", title: t("each"), numeric: true, sort: (row) => Number(row.future_per_guest ?? 0), render: (row) => money(row.future_per_guest) },
  ];
  const shown = bare ? columns.filter(({ key }) => ["name", "guests", "future", "each"].includes(key)) : columns;
  return <DataTable label={label} dense columns={shown} rows={rows} rowKey={({ key }) => key} {...(sortedBy && { sortedBy })} />;
}

/** By what it is predicted, and where it is not: a figure nobody can check is nobody's figure. */
function Models({ data }: { data: Data }) {
  const { t } = useTranslation("lifetime");
  type Row = ValueReport["models"][number];
  const figures = (values: Record<string, number> | null) => (values ? Object.entries(values).map(([name, value]) => `${GREEK[name] ?? name} ${value.toPrecision(3)}`).join("  ") : "–");
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", render: (row) => <b className="b">{row.name}</b> },
    { key: "visits", title: t("models.visits"), render: (row) => <>{figures(row.visits)}{row.visits_certain === false && <span className="gap warn">{t("models.uncertain")}</span>}</> },
    { key: "spend", title: t("models.spend"), render: (row) => <>{figures(row.spend)}{row.spend_certain === false && <span className="gap warn">{t("models.uncertain")}</span>}</> },
    { key: "guests", title: t("models.guests"), numeric: true, render: (row) => count(row.visits_guests) },
    { key: "says", title: t("models.says"), wrap: true, card: "whole", render: (row) => <span className="t2 small">{row.says}</span> },
  ];
  return (
    <Panel flush className="c12" title={t("models.title")} says={t("models.about")} footer={<span>{t("models.foot")}</span>}>
      <DataTable label={t("models.title")} dense columns={columns} rows={data?.models} rowKey={({ property }) => property} bones={2} />
    </Panel>
  );
}
const GREEK: Record<string, string> = { alpha: "α", gamma: "γ" };
