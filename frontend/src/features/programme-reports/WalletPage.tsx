import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ProgrammeReports } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, Bones, EmptyState } from "@/components/States";
import { count, money } from "@/lib/numbers";
import { Figure, Frame, useReport } from "./useReport";

const AmountTrend = lazy(() => import("@/components/charts/AmountTrend"));
type Data = ProgrammeReports["wallet"];
const yuan = (value: number) => money(value);

/** 储值: what stands in guests' wallets, what came in and went out. */
export default function WalletPage() {
  const report = useReport("wallet");
  const { t, data, tools, whole } = report;
  const lines = useMemo(() => data ? [
    { name: t("wallet.principal"), values: data.days.map((day) => Number(day.principal)), colour: "accent" },
    { name: t("wallet.gift"), values: data.days.map((day) => Number(day.gift)), colour: "text-3", quiet: true },
  ] : [], [data, t]);
  const days = useMemo(() => data?.days.map(({ day }) => day.slice(5)) ?? [], [data]);
  const charged = data ? Number(data.charged_principal) + Number(data.charged_gift) : 0;
  const empty = data?.wallets === 0 && data.top_ups === 0 && data.charges === 0;
  return (
    <Frame report={report}>
      <AnswerLine tone="calm">
        {!data ? <Bone width="52%" /> : empty ? t("wallet.nothing") : t("wallet.says", { wallets: count(data.wallets), principal: money(data.principal), gift: money(data.gift), up: money(data.topped_up), charged: money(charged), refunded: money(data.refunded) })}
      </AnswerLine>
      <KpiStrip figures={5}>
        <Kpi label={t("wallet.principal")} sub={data && t("wallet.walletsAre", { n: count(data.wallets) })}><Figure>{data && money(data.principal)}</Figure></Kpi>
        <Kpi label={t("wallet.gift")} sub={t("wallet.giftIs")}><Figure>{data && money(data.gift)}</Figure></Kpi>
        <Kpi label={t("wallet.topped")} sub={data && t("wallet.toppedIs", { n: count(data.top_ups), gift: money(data.gift_given) })}><Figure>{data && money(data.topped_up)}</Figure></Kpi>
        <Kpi label={t("wallet.charged")} sub={data && t("wallet.chargedIs", { n: count(data.charges), gift: money(data.charged_gift) })}><Figure>{data && money(charged)}</Figure></Kpi>
        <Kpi label={t("wallet.refunded")} sub={data && t("wallet.refundedIs", { gift: money(data.forfeited) })}><Figure>{data && money(data.refunded)}</Figure></Kpi>
      </KpiStrip>
      <div className="grid">
        <Panel className="c12" title={t("wallet.trend")} says={t("wallet.trendSays")} tools={tools} table={() => data && <Days rows={data.days} />}>
          {!data ? <Bones height={280} lines={6} /> : days.length === 0 ? <EmptyState title={t("wallet.nothing")}>{t("nothingHint")}</EmptyState> : <Later height={280}><AmountTrend label={t("wallet.aria", { principal: money(data.principal), gift: money(data.gift) })} days={days} lines={lines} write={yuan} /></Later>}
        </Panel>
        {whole && <Panel flush className="c12" title={t("byProperty")} says={t("wallet.placesSay")} tools={tools}><Places rows={data?.properties} /></Panel>}
      </div>
    </Frame>
  );
}

function Days({ rows }: { rows: Data["days"] }) {
  const { t } = useTranslation("programme-reports");
  type Row = Data["days"][number];
  const columns: Column<Row>[] = [
    { key: "day", title: t("day"), card: "title", sort: (row) => row.day, render: (row) => row.day },
    { key: "principal", title: t("wallet.principal"), numeric: true, render: (row) => money(row.principal, 2) },
    { key: "gift", title: t("wallet.gift"), numeric: true, render: (row) => money(row.gift, 2) },
  ];
  return <DataTable label={t("wallet.trend")} dense columns={columns} rows={rows} rowKey={(row) => row.day} sortedBy="-day" />;
}

function Places({ rows }: { rows: Data["properties"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  type Row = Data["properties"][number];
  const charged = (row: Row) => Number(row.charged_principal) + Number(row.charged_gift);
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <b className="b">{row.name}</b> },
    { key: "principal", title: t("wallet.principal"), numeric: true, sort: (row) => Number(row.principal), render: (row) => <b className="b">{money(row.principal)}</b> },
    { key: "gift", title: t("wallet.gift"), numeric: true, sort: (row) => Number(row.gift), render: (row) => money(row.gift) },
    { key: "wallets", title: t("wallet.wallets"), numeric: true, sort: (row) => row.wallets, render: (row) => count(row.wallets) },
    { key: "up", title: t("wallet.topped"), numeric: true, sort: (row) => Number(row.topped_up), render: (row) => money(row.topped_up) },
    { key: "charged", title: t("wallet.charged"), numeric: true, sort: charged, render: (row) => money(charged(row)) },
    { key: "refunded", title: t("wallet.refunded"), numeric: true, sort: (row) => Number(row.refunded), render: (row) => money(row.refunded) },
  ];
  return <DataTable label={t("byProperty")} dense columns={columns} rows={rows} rowKey={(row) => row.property} sortedBy="-principal" />;
}
