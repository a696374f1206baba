import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { lazy, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { churn, type ChurnBy } from "@/api/winning";
import { STAGES, type AnyRule, type ChurnReport, type Stage } from "@/api/winningTypes";
import { CHANNELS, type Channel } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { MonthColumns } from "@/components/charts/MonthColumns";
import { StageBar, StageLegend } from "@/components/charts/StageBar";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { BigFigure, BigShare, Delta } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace, type ReportPlace } from "@/components/PropertyPicker";
import { RangePicker } from "@/components/RangePicker";
import { RuleGuests } from "@/components/RuleGuests";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { addDays, daysBetween, daysText } from "@/lib/dates";
import { count, rate, share } from "@/lib/numbers";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import styles from "./churn.module.css";

const LineTrend = lazy(() => import("@/components/charts/LineTrend"));
type By = Exclude<ChurnBy, "stage">;
const YEAR_DAYS = 364;

/** 流失: how many guests slip away, since when, from where, and how many come a second time. */
export default function ChurnPage() {
  const { t } = useTranslation("churn");
  const scope = useScope();
  const place = useReportPlace();
  const { change, ...period } = usePeriod(scope.timeZone);
  const [by, setBy] = useState<By>("channel");
  const report = useQuery(churn(place.api, period, by));
  const { data } = report;
  // A trend of three months says little: the pictures over time show a year where less is asked for.
  const wide = useMemo(() => (daysBetween(period.from, period.to) < YEAR_DAYS ? { from: addDays(period.to, -YEAR_DAYS), to: period.to } : { from: period.from, to: period.to }), [period.from, period.to]);
  const long = useQuery(churn(place.api, wide, by));
  useFreshness(data?.as_of ?? undefined);
  const query = { from: period.from, to: period.to, by };
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/churn`} query={query} name={t("title")} />;
  const empty = data?.total.guests === 0;
  const parts = { data, tools, place };
  return (
    <>
      <PageHead title={t("title")} about={daysText(period, t("to", { ns: "common" }))}>
        <PropertyPicker place={place} />
        <RangePicker period={period} change={change} />
      </PageHead>
      {report.isError ? <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div> : empty ? <div className="panel"><EmptyState title={t("nothing")}>{t("nothingHint")}</EmptyState></div> : (
        <>
          <AnswerLine
            tone={(data?.total.churn_rate ?? 0) > (data?.before?.churn_rate ?? 1) ? "act" : "calm"}
            action={scope.may("see_campaigns") && <Link className="btn" to={place.property ? `/p/${place.property.slug}/win-back` : `${scope.path}/win-back`}>{t("winBack")}</Link>}
          >
            {data ? data.says : <Bone width="56%" />}
          </AnswerLine>
          <Figures data={data} />
          <div className="grid">
            <Trend {...parts} data={long.data} />
            <Stages {...parts} />
            <Second {...parts} data={long.data} />
            <Panel
              className="c6" title={t(`by.title.${by}`)} says={t("by.says")} tools={tools} table={() => <RowTable rows={data?.rows} by={by} />}
              footer={<><StageLegend /><Segmented<By> size="small" aria-label={t("by.label")} value={by} onChange={setBy} options={(["channel", "source"] as const).map((value) => ({ value, label: t(`by.${value}`) }))} /></>}
            >
              {data ? <RowBars rows={data.rows} by={by} /> : <Bones height={220} lines={5} />}
            </Panel>
            {!place.property && (data?.properties.length ?? 2) > 1 && (
              <Panel flush className="c12" title={t("places.title")} says={t("places.says")} tools={tools}><Places rows={data?.properties} /></Panel>
            )}
          </div>
        </>
      )}
    </>
  );
}

type Data = ChurnReport | undefined;
interface PartProps { data: Data; tools: React.ReactNode; place: ReportPlace }

const moved = (now: number | null | undefined, then: number | null | undefined): number | null => (now == null || then == null ? null : (now - then) * 100);

function Figures({ data }: { data: Data }) {
  const { t } = useTranslation("churn");
  const [now, then] = [data?.total, data?.before];
  const share = (value: number | null | undefined) => (data ? <BigShare share={value} /> : <BigFigure>{undefined}</BigFigure>);
  const gone = now && now.dormant + now.lost;
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("kpi.churn")} delta={<Delta change={moved(now?.churn_rate, then?.churn_rate)} wants="less" />} sub={now ? t("kpi.churnSub", { n: count(now.at_risk + now.dormant + now.lost), all: count(now.guests) }) : <Bone width="60%" />}>{share(now?.churn_rate)}</Kpi>
      <Kpi label={t("kpi.atRisk")} delta={<Delta change={now && then ? now.at_risk - then.at_risk : null} unit={t("people")} places={0} wants="less" />} sub={now ? t("kpi.atRiskSub", { share: rate(now.at_risk_rate) }) : <Bone width="60%" />}><BigFigure unit={t("people")}>{now && count(now.at_risk)}</BigFigure></Kpi>
      <Kpi label={t("kpi.gone")} delta={<Delta change={then && gone !== undefined ? gone - then.dormant - then.lost : null} unit={t("people")} places={0} wants="less" />} sub={now ? t("kpi.goneSub", { dormant: count(now.dormant), lost: count(now.lost) }) : <Bone width="60%" />}><BigFigure unit={t("people")}>{gone === undefined ? undefined : count(gone)}</BigFigure></Kpi>
      <Kpi label={t("kpi.second")} sub={data ? t("kpi.secondSub", { n: count(data.second_visit.second), all: count(data.second_visit.first), days: data.second_visit.within_days }) : <Bone width="60%" />}>{share(data?.second_visit.rate)}</Kpi>
    </KpiStrip>
  );
}

function Trend({ data, tools }: PartProps) {
  const { t } = useTranslation("churn");
  const lines = useMemo(() => (data ? [
    { name: t("line.churn"), values: data.trend.map((row) => row.churn_rate), colour: "accent" },
    { name: t("stage.lost", { ns: "common" }), values: data.trend.map((row) => row.lost_rate), colour: "rm-ontime", quiet: true },
    { name: t("stage.at_risk", { ns: "common" }), values: data.trend.map((row) => row.at_risk_rate), colour: "warn", quiet: true },
  ] : []), [data, t]);
  const days = useMemo(() => data?.trend.map(({ month }) => month.slice(2)) ?? [], [data]);
  const [first, last] = [data?.trend[0], data?.trend.at(-1)];
  const says = first && last && first !== last ? t((last.churn_rate ?? 0) > (first.churn_rate ?? 0) ? "trend.rose" : "trend.fell", { from: rate(first.churn_rate), to: rate(last.churn_rate), month: first.month }) : t("trend.short");
  type Row = ChurnReport["trend"][number];
  const columns: Column<Row>[] = [
    { key: "month", title: t("month"), card: "title", render: (row) => row.month },
    { key: "guests", title: t("guests"), numeric: true, render: (row) => count(row.guests) },
    { key: "churn", title: t("kpi.churn"), numeric: true, render: (row) => <b className="b">{rate(row.churn_rate)}</b> },
    ...STAGES.map((stage): Column<Row> => ({ key: stage, title: t(`stage.${stage}`, { ns: "common" }), numeric: true, render: (row) => count(row[stage]) })),
  ];
  return (
    <Panel className="c7" title={t("trend.title")} says={data && says} tools={tools} table={() => <DataTable label={t("trend.title")} dense columns={columns} rows={data?.trend} rowKey={({ month }) => month} />} footer={<span>{t(data?.trend.some(({ reckoned }) => reckoned) ? "trend.reckoned" : "trend.foot")}</span>}>
      {!data ? <Bones height={260} lines={6} /> : data.trend.length < 2 ? <EmptyState title={t("trend.short")}>{t("trend.shortHint")}</EmptyState> : <Later height={260}><LineTrend label={says} days={days} lines={lines} height={260} /></Later>}
    </Panel>
  );
}

const ruleOf = (stage: Stage): AnyRule => ({ kind: "field", field: "stage", op: "is_any_of", value: [stage] });

/** The five stages with their guests behind them. */
function Stages({ data, tools, place }: PartProps) {
  const { t } = useTranslation("churn");
  const { may } = useScope();
  const [open, setOpen] = useState<Stage | null>(null);
  const house = may("see_campaigns") ? place.property?.slug : undefined;
  const most = data ? Math.max(1, ...STAGES.map((stage) => data.total[stage])) : 1;
  const columns: Column<Stage>[] = [
    { key: "stage", title: t("stage"), card: "title", render: (stage) => t(`stage.${stage}`, { ns: "common" }) },
    { key: "n", title: t("guests"), numeric: true, render: (stage) => count(data?.total[stage]) },
    { key: "share", title: t("share"), numeric: true, render: (stage) => rate(data ? share(data.total[stage], data.total.guests) : null) },
  ];
  return (
    <Panel className="c5" title={t("stages.title")} says={t("stages.says")} tools={tools} table={() => <DataTable label={t("stages.title")} dense columns={columns} rows={STAGES} rowKey={(stage) => stage} />} footer={<span>{t(house ? "stages.foot" : "stages.footChain")}</span>}>
      {!data ? <Bones height={260} lines={5} /> : (
        <ul className={styles.stages}>
          {STAGES.map((stage) => {
            const n = data.total[stage];
            return (
              <li key={stage}>
                <span><b className="b">{t(`stage.${stage}`, { ns: "common" })}</b><span className="gap">{t(`stageIs.${stage}`)}</span></span>
                <span className={styles.track} aria-hidden="true"><i className={styles[stage]} style={{ width: `${(n / most) * 100}%` }} /></span>
                {house && n > 0 ? <button type="button" className={styles.open} onClick={() => setOpen(stage)} aria-label={t("stages.open", { stage: t(`stage.${stage}`, { ns: "common" }) })}>{count(n)}</button> : <b className="b num">{count(n)}</b>}
                <span className="t2 num">{rate(share(n, data.total.guests))}</span>
              </li>
            );
          })}
        </ul>
      )}
      {open && house && <RuleGuests title={t("stages.of", { stage: t(`stage.${open}`, { ns: "common" }) })} rule={ruleOf(open)} house={house} close={() => setOpen(null)} />}
    </Panel>
  );
}

function Second({ data, tools }: PartProps) {
  const { t } = useTranslation("churn");
  const found = data?.second_visit;
  const months = found?.months.map(({ month, rate, final }) => ({ month, rate, open: !final })) ?? [];
  const closed = found?.months.filter(({ final, rate }) => final && rate !== null) ?? [];
  const [first, last] = [closed[0], closed.at(-1)];
  const says = found && first && last && first !== last ? t("second.says", { from: rate(first.rate), to: rate(last.rate), month: first.month }) : t("second.plain", { days: found?.within_days ?? 90 });
  type Row = NonNullable<typeof found>["months"][number];
  const columns: Column<Row>[] = [
    { key: "month", title: t("second.month"), card: "title", render: (row) => <>{row.month}{!row.final && <span className="t3"> {t("monthOpen", { ns: "common" })}</span>}</> },
    { key: "first", title: t("second.first"), numeric: true, render: (row) => count(row.first) },
    { key: "again", title: t("second.again"), numeric: true, render: (row) => count(row.second) },
    { key: "rate", title: t("kpi.second"), numeric: true, render: (row) => <b className="b">{rate(row.rate)}</b> },
  ];
  return (
    <Panel className="c6" title={t("second.title")} says={found && says} tools={tools} table={() => <DataTable label={t("second.title")} dense columns={columns} rows={found?.months} rowKey={({ month }) => month} />} footer={<span>{t("second.foot", { days: found?.within_days ?? 90 })}</span>}>
      {!found ? <Bones height={220} lines={5} /> : months.length === 0 ? <EmptyState title={t("second.none")}>{t("second.noneHint")}</EmptyState> : <MonthColumns months={months} label={says} />}
    </Panel>
  );
}

type BarRow = ChurnReport["rows"][number];
const isChannel = (code: string): code is Channel => (CHANNELS as readonly string[]).includes(code);
const NameOf = ({ row, by }: { row: BarRow; by: By }) => (by === "channel" && isChannel(row.key) ? <ChannelName channel={row.key} source={row.name} /> : <>{row.name}</>);

function RowBars({ rows, by }: { rows: readonly BarRow[]; by: By }) {
  const { t } = useTranslation("churn");
  if (rows.length === 0) return <EmptyState title={t("nothing")} />;
  return (
    <ul className={styles.bars}>
      <li className={styles.head}><span /><span /><span className="num">{t("kpi.churn")}</span></li>
      {rows.toSorted((a, b) => (b.churn_rate ?? 0) - (a.churn_rate ?? 0)).slice(0, 10).map((row) => (
        <li key={row.key}><span className="cut"><NameOf row={row} by={by} /></span><StageBar stages={row} name={row.name} /><b className="b num">{rate(row.churn_rate)}</b></li>
      ))}
    </ul>
  );
}

function RowTable({ rows, by }: { rows: readonly BarRow[] | undefined; by: By }) {
  const { t } = useTranslation("churn");
  const columns: Column<BarRow>[] = [
    { key: "name", title: t(`by.${by}`), card: "title", sort: (row) => row.name, render: (row) => <span className="b"><NameOf row={row} by={by} /></span> },
    { key: "guests", title: t("guests"), numeric: true, sort: (row) => row.guests, render: (row) => count(row.guests) },
    ...STAGES.map((stage): Column<BarRow> => ({ key: stage, title: t(`stage.${stage}`, { ns: "common" }), numeric: true, sort: (row) => row[stage], render: (row) => count(row[stage]) })),
    { key: "churn", title: t("kpi.churn"), numeric: true, sort: (row) => row.churn_rate, render: (row) => <b className="b">{rate(row.churn_rate)}</b> },
  ];
  return <DataTable label={t(`by.title.${by}`)} dense columns={columns} rows={rows} rowKey={({ key }) => key} sortedBy="-churn" />;
}

function Places({ rows }: { rows: ChurnReport["properties"] | undefined }) {
  const { t } = useTranslation("churn");
  type Row = ChurnReport["properties"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <Link className="b" to={`/p/${row.property}/reports/churn`}>{row.name}</Link> },
    { key: "bar", title: t("stages.title"), card: "whole", width: "26%", render: (row) => <StageBar thin stages={row} name={row.name} /> },
    { key: "churn", title: t("kpi.churn"), numeric: true, sort: (row) => row.churn_rate, render: (row) => <b className="b">{rate(row.churn_rate)}</b> },
    { key: "risk", title: t("kpi.atRisk"), numeric: true, sort: (row) => row.at_risk, render: (row) => <>{count(row.at_risk)}<span className="gap">{rate(row.at_risk_rate)}</span></> },
    { key: "dormant", title: t("stage.dormant", { ns: "common" }), numeric: true, sort: (row) => row.dormant, render: (row) => count(row.dormant) },
    { key: "lost", title: t("stage.lost", { ns: "common" }), numeric: true, sort: (row) => row.lost, render: (row) => <>{count(row.lost)}<span className="gap">{rate(row.lost_rate)}</span></> },
    { key: "second", title: t("kpi.second"), numeric: true, sort: (row) => row.second_visit_rate, render: (row) => rate(row.second_visit_rate) },
    { key: "guests", title: t("guests"), numeric: true, sort: (row) => row.guests, render: (row) => count(row.guests) },
  ];
  return <DataTable label={t("places.title")} dense columns={columns} rows={rows} rowKey={({ property }) => property} sortedBy="-churn" />;
}
