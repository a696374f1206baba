import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { comparison, repeat } from "@/api/reports";
import type { RepeatReport, VisitDistribution } from "@/api/types";
import { RepeatDots } from "@/components/charts/RepeatDots";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { BigShare, Delta, Opens } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { NoStays } from "@/components/NoStays";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { RangePicker } from "@/components/RangePicker";
import { Bone, Bones, ErrorState } from "@/components/States";
import { guestsBehind } from "@/lib/behind";
import { daysBetween, daysText } from "@/lib/dates";
import { count, points, rate, share } from "@/lib/numbers";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";

const LineTrend = lazy(() => import("@/components/charts/LineTrend"));
const Columns = lazy(() => import("@/components/charts/Columns"));

const BANDS = ["1", "2", "3-5", "6-10", "11+"] as const;
const EXACT = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11+"];
type PlaceRow = RepeatReport["properties"][number];

/** The exact counts over all the properties shown. */
function added(report: RepeatReport): Record<string, number> {
  return Object.fromEntries(EXACT.map((n) => [n, report.properties.reduce((sum, row) => sum + (row.exact_distribution[n] ?? 0), 0)]));
}

const rangeOf = (band: (typeof BANDS)[number]): { visits_min: number; visits_max?: number } => {
  const [least = 1, most] = band.replace("+", "").split("-").map(Number);
  if (band === "11+") return { visits_min: 11 };
  return { visits_min: least, visits_max: most ?? least };
};

/** Who comes back: the rate over time, and how many came how often. */
export default function RepeatPage() {
  const { t } = useTranslation("repeat");
  const scope = useScope();
  const place = useReportPlace();
  const { change, ...period } = usePeriod(scope.timeZone);
  const bucket = daysBetween(period.from, period.to) > 200 ? "month" : "week";
  const report = useQuery(repeat(place.api, period, bucket));
  const now = useQuery(comparison(place.api, period));
  const then = useQuery(comparison(place.api, period.earlier));
  useFreshness(report.data?.as_of);
  const until = t("to", { ns: "common" });
  const whole = now.data?.chain ?? now.data?.properties[0];
  const before = then.data?.chain ?? then.data?.properties[0];
  const nowRate = now.data?.chain?.chain_repeat_guest_rate ?? whole?.repeat_guest_rate;
  const thenRate = then.data?.chain?.chain_repeat_guest_rate ?? before?.repeat_guest_rate;
  const target = scope.chain.target_repeat_rate;
  const query = { from: period.from, to: period.to, bucket };
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/repeat`} query={query} name={t("title")} />;
  const data = report.data;
  const goal = useMemo(() => ({ value: target, name: t("goal", { ns: "common" }) }), [target, t]);
  const lines = useMemo(() => {
    if (!data) return [];
    const own = { name: place.name, values: data.buckets.map((one) => one.repeat_guest_rate), colour: "accent" };
    const last = (row: PlaceRow) => row.buckets.at(-1)?.repeat_guest_rate ?? 0;
    const ordered = data.properties.length > 1 ? data.properties.toSorted((a, b) => last(b) - last(a)) : [];
    const ends = ordered.length > 3 ? [ordered[0], ordered.at(-1)] : ordered;
    return [own, ...ends.filter((row) => row !== undefined).map((row) => ({ name: row.name, values: row.buckets.map((one) => one.repeat_guest_rate), colour: "text-3", quiet: true }))];
  }, [data, place.name]);
  const days = useMemo(() => data?.buckets.map(({ to }) => to.slice(5)) ?? [], [data]);
  const exact = useMemo(() => (data ? added(data) : {}), [data]);
  const bars = useMemo(() => EXACT.map((n) => ({ name: t("times", { n }), n: exact[n] ?? 0 })), [exact, t]);
  const all = EXACT.reduce((sum, n) => sum + (exact[n] ?? 0), 0);
  const once = share(exact["1"] ?? 0, all);
  const dots = (now.data?.properties ?? [])
    .filter((row) => row.repeat_guest_rate !== null)
    .toSorted((a, b) => (a.repeat_guest_rate ?? 0) - (b.repeat_guest_rate ?? 0))
    .map((row) => ({
      key: row.property, name: row.name, now: row.repeat_guest_rate, then: then.data?.properties.find(({ property }) => property === row.property)?.repeat_guest_rate ?? null,
      opens: scope.may("see_guests") ? guestsBehind(row.property, { visits_min: 2 }) : undefined,
    }));
  const moved = (a: number | null | undefined, b: number | null | undefined) => (a == null || b == null ? null : (a - b) * 100);
  const figure = (value: number | null | undefined) => (whole ? <BigShare share={value} /> : <span className="figure"><Bone width={84} height={18} /></span>);
  return (
    <>
      <PageHead title={t("title")} about={daysText(period, until)}>
        <PropertyPicker place={place} />
        <RangePicker period={period} change={change} />
      </PageHead>
      {report.isError ? (
        <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div>
      ) : data && all === 0 ? <NoStays /> : (
        <>
          <AnswerLine tone={nowRate != null && nowRate * 100 < target ? "act" : "calm"}>
            {!whole || !data ? <Bone width="50%" /> : nowRate == null ? t("answer.nothing") : t(nowRate * 100 < target ? "answer.short" : "answer.fine", { name: place.name, rate: rate(nowRate), gap: points(nowRate * 100 - target), once: rate(once), n: count(exact["1"]) })}
          </AnswerLine>
          <KpiStrip figures={4}>
            <Kpi label={t("kpi.rate")} aside={t("target", { ns: "common", value: target })} delta={<Delta change={moved(nowRate, thenRate)} />} sub={t(now.data?.chain ? "kpi.rateChain" : "kpi.rateSub")}>{figure(nowRate)}</Kpi>
            <Kpi label={t("kpi.active")} delta={<Delta change={moved(whole?.active_repeat_rate, before?.active_repeat_rate)} />} sub={whole && t("kpi.activeSub", { n: count(whole.active_repeat_guests), all: count(whole.active_guests) })}>{figure(whole?.active_repeat_rate)}</Kpi>
            <Kpi label={t("kpi.visits")} delta={<Delta change={moved(whole?.repeat_visit_share, before?.repeat_visit_share)} />} sub={whole && t("kpi.visitsSub", { n: count(whole.repeat_visits), all: count(whole.visits) })}>{figure(whole?.repeat_visit_share)}</Kpi>
            <Kpi label={t("kpi.guests")} sub={whole && t("kpi.guestsSub", { n: count(whole.repeat_guests_to_date) })}>
              {whole ? <span className="figure">{count(whole.guests_to_date)}<small>{t("people")}</small></span> : <span className="figure"><Bone width={84} height={18} /></span>}
            </Kpi>
          </KpiStrip>
          <div className="grid">
            <Panel className="c7" title={t("trend.title")} says={t((data?.properties.length ?? 2) > 1 ? `trend.says.${bucket}` : `trend.alone.${bucket}`)} tools={tools} table={() => data && <TrendTable report={data} name={place.name} />} footer={<span>{t("trend.foot")}</span>}>
              {data ? <Later height={280}><LineTrend label={t("trend.aria", { name: place.name, from: rate(lines[0]?.values[0]), to: rate(lines[0]?.values.at(-1)), target })} days={days} lines={lines} target={goal} /></Later> : <Bones height={280} lines={6} />}
            </Panel>
            <Panel className="c5" title={t("exact.title")} says={once === null ? "" : t("exact.says", { once: rate(once), often: rate(share(exact["11+"] ?? 0, all)) })} tools={tools} table={() => <ExactTable exact={exact} all={all} />} footer={<span>{t("exact.foot", { to: period.to })}</span>}>
              {data ? <Later height={280}><Columns label={t("exact.title")} bars={bars} unit={t("people")} height={280} /></Later> : <Bones height={280} lines={6} />}
            </Panel>
            {(data?.properties.length ?? 2) > 1 && (
              <Panel className="c5" title={t("dots.title")} says={t("dots.says")} footer={<span>{t("dots.foot")}</span>}>
                {now.data ? <RepeatDots rows={dots} target={target} label={t("dots.title")} /> : <Bones height={320} lines={8} />}
              </Panel>
            )}
            <Panel flush className={(data?.properties.length ?? 2) > 1 ? "c7" : "c12"} title={t("bands.title")} says={t("bands.says")} tools={tools}>
              <BandTable rows={data?.properties} />
            </Panel>
          </div>
        </>
      )}
    </>
  );
}

function BandTable({ rows }: { rows: readonly PlaceRow[] | undefined }) {
  const { t } = useTranslation("repeat");
  const { may } = useScope();
  const all = (row: VisitDistribution) => BANDS.reduce((sum, band) => sum + row[band], 0);
  const columns: Column<PlaceRow>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <span className="b">{row.name}</span> },
    ...BANDS.map((band): Column<PlaceRow> => ({
      key: band, title: t("times", { n: band.replace("-", "–") }), numeric: true, sort: (row) => share(row.visit_distribution[band], all(row.visit_distribution)),
      render: ({ property, visit_distribution: found }) => (
        <><Opens to={may("see_guests") ? guestsBehind(property, rangeOf(band)) : null}>{count(found[band])}</Opens><span className="gap">{rate(share(found[band], all(found)))}</span></>
      ),
    })),
    { key: "all", title: t("kpi.guests"), numeric: true, sort: (row) => all(row.visit_distribution), render: (row) => count(all(row.visit_distribution)) },
  ];
  return <DataTable label={t("bands.title")} dense columns={columns} rows={rows} rowKey={(row) => row.property} bones={5} />;
}

function ExactTable({ exact, all }: { exact: Record<string, number>; all: number }) {
  const { t } = useTranslation("repeat");
  const columns: Column<string>[] = [
    { key: "n", title: t("exact.column"), card: "title", render: (n) => t("times", { n }) },
    { key: "guests", title: t("kpi.guests"), numeric: true, render: (n) => count(exact[n]) },
    { key: "share", title: t("exact.share"), numeric: true, render: (n) => rate(share(exact[n] ?? 0, all)) },
  ];
  return <DataTable label={t("exact.title")} dense columns={columns} rows={EXACT} rowKey={(n) => n} />;
}

function TrendTable({ report, name }: { report: RepeatReport; name: string }) {
  const { t } = useTranslation("repeat");
  type Row = RepeatReport["buckets"][number];
  const columns: Column<Row>[] = [
    { key: "to", title: t("until"), card: "title", render: (row) => row.to },
    { key: "guests", title: t("kpi.guests"), numeric: true, render: (row) => count(row.guests_to_date) },
    { key: "again", title: t("again"), numeric: true, render: (row) => count(row.repeat_guests_to_date) },
    { key: "rate", title: name, numeric: true, render: (row) => rate(row.repeat_guest_rate) },
  ];
  return <DataTable label={t("trend.title")} dense columns={columns} rows={report.buckets} rowKey={(row) => row.to} />;
}
