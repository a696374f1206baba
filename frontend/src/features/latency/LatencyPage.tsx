import { useQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { lazy, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { latency, type CohortKind } from "@/api/winning";
import type { LatencyCohort, LatencyReport } from "@/api/winningTypes";
import type { Channel } from "@/api/types";
import { CHANNELS } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { LatencyBands } from "@/components/charts/LatencyBands";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { Later } from "@/components/Later";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { usePhone } from "@/lib/media";
import { count, rate } from "@/lib/numbers";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import { borrowed, cameBy, codeOf, curvesOf, farOf, stepOf } from "./reading";

const ReturnCurves = lazy(() => import("@/components/charts/ReturnCurves"));
const GAPS = [1, 2, 3, 4] as const;

/** 入住间隔: how long guests stay away, visit by visit, and when to speak to them. */
export default function LatencyPage() {
  const { t } = useTranslation("latency");
  const scope = useScope();
  const place = useReportPlace();
  const [kind, setKind] = useState<CohortKind>("channel");
  const [chosen, choose] = useState<string | null>(null);
  const report = useQuery(latency(place.api, kind));
  const { data } = report;
  useFreshness(data?.as_of ?? undefined);
  const kinds: CohortKind[] = place.property ? ["channel", "source"] : ["channel", "source", "property"];
  const asked = kinds.includes(kind) ? kind : "channel";
  const cohort = data && (data.cohorts.find(({ key }) => key === chosen) ?? data.whole);
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/latency`} query={{ cohort: asked }} name={t("title")} />;
  const nothing = data && !data.whole.steps.some(({ median }) => median !== null);
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>
        <PropertyPicker place={place} />
        <Segmented<CohortKind> aria-label={t("kind.label")} value={asked} onChange={(next) => { setKind(next); choose(null); }} options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      </PageHead>
      {report.isError ? <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div> : nothing ? <div className="panel"><EmptyState title={t("nothing")}>{t("nothingHint", { n: data.guests_min })}</EmptyState></div> : (
        <>
          <Answer report={data} />
          <div className="grid">
            <Bands report={data} cohort={cohort} choose={choose} tools={tools} />
            <Curves report={data} tools={tools} />
            <Panel flush className="c12" title={t("table.title", { kind: t(`kind.${asked}`) })} says={t("table.says")} tools={tools} footer={<span>{t("table.foot", { n: data?.guests_min ?? 30 })}</span>}>
              <Cohorts rows={data && [data.whole, ...data.cohorts]} chosen={cohort?.key ?? null} choose={choose} />
            </Panel>
          </div>
        </>
      )}
    </>
  );
}

/** The turning point, and the campaign that acts upon it. */
function Answer({ report }: { report: LatencyReport | undefined }) {
  const { t } = useTranslation("latency");
  const { may } = useScope();
  const { property } = useReportPlace();
  const turn = report?.whole.turn;
  const to = property && may("edit_campaigns") && turn ? `/p/${property.slug}/campaigns/new?suggestion=turn` : null;
  return (
    <AnswerLine
      tone="calm"
      action={to ? <Link className="btn primary" to={to}>{t("propose", { n: turn?.act_upon })}</Link> : turn && may("edit_campaigns") && <span className="t3 small nowrap">{t("chooseFirst")}</span>}
    >
      {report ? report.says : <Bone width="56%" />}
    </AnswerLine>
  );
}

interface BandsProps {
  report: LatencyReport | undefined;
  cohort: LatencyCohort | undefined;
  choose: (key: string | null) => void;
  tools: React.ReactNode;
}

function Bands({ report, cohort, choose, tools }: BandsProps) {
  const { t } = useTranslation("latency");
  const phone = usePhone();
  const turn = cohort?.turn;
  const from = cohort && borrowed(cohort);
  // On a phone there is no room beside the title; touching a card of the table below chooses as well.
  const pick = !phone && report && report.cohorts.length > 1 && (
    <Select
      size="small" aria-label={t("cohort")} value={cohort?.key} onChange={choose} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: "label" }}
      options={[report.whole, ...report.cohorts].map(({ key, name }) => ({ value: key, label: name }))}
    />
  );
  return (
    <Panel
      className="c6" title={t("bands.title")} tools={<>{pick}{tools}</>}
      says={cohort && (turn ? t("bands.turn", { name: cohort.name, from: turn.ordinal, to: turn.act_upon, days: Math.round(turn.days) }) : t("bands.noTurn", { name: cohort.name }))}
      table={() => cohort && <Steps cohort={cohort} />}
      footer={<span>{from ? t(from.pooled ? "bands.pooled" : "bands.borrowed", { from: from.from, to: from.from + 1, whose: from.whose, n: report?.guests_min }) : t("bands.foot")}</span>}
    >
      {!cohort ? <Bones height={300} lines={6} /> : cohort.steps.some(({ median }) => median !== null) ? (
        <LatencyBands steps={cohort.steps} actUpon={turn?.act_upon ?? null} height={300} label={turn ? t("bands.aria", { name: cohort.name, from: turn.ordinal, to: turn.act_upon, days: Math.round(turn.days) }) : t("bands.noTurn", { name: cohort.name })} />
      ) : <EmptyState title={t("bands.few", { name: cohort.name })}>{t("bands.fewHint")}</EmptyState>}
    </Panel>
  );
}

const range = (low: number | null, high: number | null): string => (low === null || high === null ? "–" : `${Math.round(low)}–${Math.round(high)}`);
const days = (value: number | null): string => (value === null ? "–" : count(Math.round(value)));

function Steps({ cohort }: { cohort: LatencyCohort }) {
  const { t } = useTranslation("latency");
  type Row = LatencyCohort["steps"][number];
  const columns: Column<Row>[] = [
    { key: "step", title: t("step"), card: "title", render: (row) => t("gap", { n: row.ordinal, m: row.ordinal + 1 }) },
    { key: "guests", title: t("sample"), numeric: true, render: (row) => count(row.guests) },
    { key: "share", title: t("share"), numeric: true, render: (row) => rate(row.share) },
    { key: "median", title: t("median"), numeric: true, render: (row) => <b className="b">{days(row.median)}</b> },
    { key: "range", title: t("quartiles"), numeric: true, render: (row) => range(row.lower, row.upper) },
    { key: "norm", title: t("norm"), numeric: true, render: (row) => <>{range(row.norm_lower, row.norm_upper)}{row.from_name && <span className="gap">{t("from", { name: row.from_name })}</span>}</> },
  ];
  return <DataTable label={t("bands.title")} dense columns={columns} rows={cohort.steps.filter(({ guests }) => guests > 0)} rowKey={(row) => String(row.ordinal)} />;
}

function Curves({ report, tools }: { report: LatencyReport | undefined; tools: React.ReactNode }) {
  const { t } = useTranslation("latency");
  const [gap, setGap] = useState<number>(1);
  const curves = useMemo(() => (report ? curvesOf(report, gap) : []), [report, gap]);
  const far = farOf(curves);
  const back = curves.map(({ name, points }) => ({ name, share: cameBy(points, far) })).toSorted((a, b) => b.share - a.share);
  const [most, least] = [back[0], back.at(-1)];
  const says = most && least && most !== least ? t("curves.says", { n: gap, days: far, most: most.name, high: rate(most.share), least: least.name, low: rate(least.share) }) : t("curves.alone", { n: gap });
  const write = useMemo(() => (day: number) => t("day", { n: day }), [t]);
  return (
    <Panel
      className="c6" title={t("curves.title")} says={report && says} table={() => report && <CurveTable report={report} gap={gap} />}
      tools={tools}
      footer={<><span>{t("curves.foot")}</span><Segmented<number> size="small" aria-label={t("curves.gap")} value={gap} onChange={setGap} options={GAPS.map((value) => ({ value, label: t("gap", { n: value, m: value + 1 }) }))} /></>}
    >
      {!report ? <Bones height={300} lines={6} /> : curves.some(({ points }) => points.length > 0) ? (
        <Later height={300}><ReturnCurves label={says} curves={curves} days={far} write={write} height={300} /></Later>
      ) : <EmptyState title={t("curves.none", { n: gap })}>{t("bands.fewHint")}</EmptyState>}
    </Panel>
  );
}

function CurveTable({ report, gap }: { report: LatencyReport; gap: number }) {
  const { t } = useTranslation("latency");
  const marks = [30, 60, 90, 180, 365];
  const at = (cohort: LatencyCohort, day: number) => stepOf(cohort, gap)?.curve.findLast(([on = 0]) => on <= day)?.[1] ?? 0;
  const columns: Column<LatencyCohort>[] = [
    { key: "name", title: t("cohort"), card: "title", render: ({ name }) => <b className="b">{name}</b> },
    ...marks.map((day): Column<LatencyCohort> => ({ key: String(day), title: t("day", { n: day }), numeric: true, render: (row) => rate(at(row, day)) })),
    { key: "ever", title: t("share"), numeric: true, render: (row) => rate(stepOf(row, gap)?.share) },
  ];
  return <DataTable label={t("curves.title")} dense columns={columns} rows={[report.whole, ...report.cohorts]} rowKey={({ key }) => key} />;
}

const isChannel = (code: string): code is Channel => (CHANNELS as readonly string[]).includes(code);

function CohortName({ cohort: { key, name } }: { cohort: LatencyCohort }) {
  const code = codeOf(key);
  return <span className="b">{isChannel(code) ? <ChannelName channel={code} source={name} /> : name}</span>;
}

function Cohorts({ rows, chosen, choose }: { rows: readonly LatencyCohort[] | undefined; chosen: string | null; choose: (key: string) => void }) {
  const { t } = useTranslation("latency");
  const columns: Column<LatencyCohort>[] = [
    { key: "name", title: t("cohort"), card: "title", render: (row) => <CohortName cohort={row} /> },
    { key: "guests", title: t("guests"), numeric: true, sort: (row) => row.guests, render: (row) => count(row.guests) },
    { key: "share", title: t("second"), numeric: true, sort: (row) => stepOf(row, 1)?.share ?? null, render: (row) => rate(stepOf(row, 1)?.share) },
    ...GAPS.map((gap): Column<LatencyCohort> => ({
      key: `gap-${gap}`, title: t("gapDays", { n: gap, m: gap + 1 }), numeric: true, ...(gap > 2 && { card: "hide" as const }), sort: (row) => stepOf(row, gap)?.median ?? null,
      render: (row) => {
        const step = stepOf(row, gap);
        if (!step) return "–";
        return <>{days(step.enough ? step.median : step.norm_median)}<span className="gap">{step.enough ? range(step.lower, step.upper) : step.from_name ? t("from", { name: step.from_name }) : t("few")}</span></>;
      },
    })),
    { key: "turn", title: t("turn"), numeric: true, card: "aside", sort: (row) => row.turn?.act_upon ?? null, render: (row) => (row.turn ? <span className="b">{t("upon", { n: row.turn.act_upon })}</span> : <span className="t3">{t("noTurn")}</span>) },
  ];
  return <DataTable label={t("cohort")} dense columns={columns} rows={rows} rowKey={({ key }) => key} selected={chosen} onSelect={({ key }) => choose(key)} bones={5} />;
}
