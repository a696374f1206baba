import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ProgrammeReports } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { Delta } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, Bones, EmptyState } from "@/components/States";
import { count, money } from "@/lib/numbers";
import { Bar, Figure, Frame, useReport } from "./useReport";

const AmountTrend = lazy(() => import("@/components/charts/AmountTrend"));
type Data = ProgrammeReports["liability"];
const yuan = (value: number) => money(value);

/** 负债: what the programme owes its members, day by day. */
export default function LiabilityPage() {
  const report = useReport("liability");
  const { t, data, tools, whole, period } = report;
  const lines = useMemo(() => data ? [
    { name: t("liability.worth"), values: data.days.map((day) => Number(day.worth)), colour: "accent" },
    { name: t("liability.principal"), values: data.days.map((day) => Number(day.principal)), colour: "rm-ontime" },
    { name: t("liability.gift"), values: data.days.map((day) => Number(day.gift)), colour: "text-3", quiet: true },
  ] : [], [data, t]);
  const days = useMemo(() => data?.days.map(({ day }) => day.slice(5)) ?? [], [data]);
  const grown = data ? Number(data.now.total) - Number(data.before.total) : 0;
  const empty = data && Number(data.now.total) === 0 && Number(data.before.total) === 0;
  const delta = (now: string | undefined, before: string | undefined) => (now === undefined || before === undefined ? null : Number(now) - Number(before));
  return (
    <Frame report={report}>
      <AnswerLine tone={data && Number(data.before.total) > 0 && grown / Number(data.before.total) > 0.25 ? "warn" : "calm"}>
        {!data ? <Bone width="52%" /> : empty ? t("liability.nothing") : t(grown > 0 ? "liability.more" : grown < 0 ? "liability.less" : "liability.same", { day: data.to, total: money(data.now.total), by: money(Math.abs(grown)), worth: money(data.now.worth), principal: money(data.now.principal), gift: money(data.now.gift) })}
      </AnswerLine>
      <KpiStrip figures={4}>
        <Kpi label={t("liability.total")} delta={<Delta change={delta(data?.now.total, data?.before.total)} unit={t("yuan")} places={0} wants="either" />} sub={data && t("liability.then", { amount: money(data.before.total) })}><Figure>{data && money(data.now.total)}</Figure></Kpi>
        <Kpi label={t("liability.worth")} sub={data && t("liability.pointsAre", { n: count(data.now.points), pending: count(data.now.pending) })}><Figure>{data && money(data.now.worth)}</Figure></Kpi>
        <Kpi label={t("liability.principal")} sub={t("liability.principalIs")}><Figure>{data && money(data.now.principal)}</Figure></Kpi>
        <Kpi label={t("liability.gift")} sub={t("liability.giftIs")}><Figure>{data && money(data.now.gift)}</Figure></Kpi>
      </KpiStrip>
      <div className="grid">
        <Panel className="c12" title={t("liability.trend")} says={t("liability.trendSays")} tools={tools} table={() => data && <Days rows={data.days} />} footer={<span>{t("liability.foot")}</span>}>
          {!data ? <Bones height={280} lines={6} /> : data.days.length === 0 ? <EmptyState title={t("liability.nothing")}>{t("nothingHint")}</EmptyState> : <Later height={280}><AmountTrend label={t("liability.aria", { from: period.from, to: period.to, total: money(data.now.total) })} days={days} lines={lines} write={yuan} /></Later>}
        </Panel>
        {whole && <Panel flush className="c12" title={t("byProperty")} says={t("liability.placesSay")} tools={tools}><Places rows={data?.properties} /></Panel>}
      </div>
    </Frame>
  );
}

function Days({ rows }: { rows: Data["days"] }) {
  const { t } = useTranslation("programme-reports");
  type Row = Data["days"][number];
  const columns: Column<Row>[] = [
    { key: "day", title: t("day"), card: "title", sort: (row) => row.day, render: (row) => row.day },
    { key: "points", title: t("liability.points"), numeric: true, render: (row) => count(row.points) },
    { key: "pending", title: t("liability.pending"), numeric: true, render: (row) => count(row.pending) },
    { key: "worth", title: t("liability.worth"), numeric: true, render: (row) => money(row.worth, 2) },
    { key: "principal", title: t("liability.principal"), numeric: true, render: (row) => money(row.principal, 2) },
    { key: "gift", title: t("liability.gift"), numeric: true, render: (row) => money(row.gift, 2) },
    { key: "total", title: t("liability.total"), numeric: true, render: (row) => <b className="b">{money(row.total, 2)}</b> },
  ];
  return <DataTable label={t("liability.trend")} dense columns={columns} rows={rows} rowKey={(row) => row.day} sortedBy="-day" />;
}

function Places({ rows }: { rows: Data["properties"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  type Row = Data["properties"][number];
  const most = Math.max(1, ...(rows ?? []).map(({ total }) => Number(total)));
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <b className="b">{row.name}</b> },
    { key: "bar", title: "", card: "hide", width: "26%", render: (row) => <Bar share={Number(row.total) / most} tone="quiet" /> },
    { key: "total", title: t("liability.total"), numeric: true, sort: (row) => Number(row.total), render: (row) => <b className="b">{money(row.total)}</b> },
    { key: "points", title: t("liability.points"), numeric: true, sort: (row) => row.points, render: (row) => count(row.points) },
    { key: "worth", title: t("liability.worth"), numeric: true, sort: (row) => Number(row.worth), render: (row) => money(row.worth) },
    { key: "principal", title: t("liability.principal"), numeric: true, sort: (row) => Number(row.principal), render: (row) => money(row.principal) },
    { key: "gift", title: t("liability.gift"), numeric: true, sort: (row) => Number(row.gift), render: (row) => money(row.gift) },
  ];
  return <DataTable label={t("byProperty")} dense columns={columns} rows={rows} rowKey={(row) => row.property} sortedBy="-total" />;
}
