import { useTranslation } from "react-i18next";
import type { ProgrammeReports } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { Rate } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState } from "@/components/States";
import { count, money, percent, rate, share } from "@/lib/numbers";
import { Bar, Figure, Frame, useNamed, useReport } from "./useReport";

type Data = ProgrammeReports["redemption"];

/** 兑换: points given, spent and expired, and what they were spent on. */
export default function RedemptionPage() {
  const report = useReport("redemption");
  const { t, data, tools, whole } = report;
  const first = data?.ways[0];
  const way = useWay();
  return (
    <Frame report={report}>
      <AnswerLine tone="calm">
        {!data ? <Bone width="52%" /> : data.issued + data.redeemed + data.expired === 0 ? t("redemption.nothing") : t(first ? "redemption.says" : "redemption.saysNone", { issued: count(data.issued), redeemed: count(data.redeemed), rate: rate(data.redemption_rate), expired: count(data.expired), way: first ? way(first.way) : "" })}
      </AnswerLine>
      <KpiStrip figures={4}>
        <Kpi label={t("redemption.issued")} sub={t("redemption.issuedIs")}><Figure unit={t("points")}>{data && count(data.issued)}</Figure></Kpi>
        <Kpi label={t("redemption.redeemed")} sub={data && t("redemption.worth", { amount: money(data.redeemed_worth) })}><Figure unit={t("points")}>{data && count(data.redeemed)}</Figure></Kpi>
        <Kpi label={t("redemption.rate")} sub={t("redemption.rateIs")}><Figure unit={data && data.redemption_rate !== null ? "%" : ""}>{data && percent(data.redemption_rate)}</Figure></Kpi>
        <Kpi label={t("redemption.expired")} sub={data && t("redemption.ofIssued", { share: rate(share(data.expired, data.issued)) })}><Figure unit={t("points")}>{data && count(data.expired)}</Figure></Kpi>
      </KpiStrip>
      <div className="grid">
        <Panel flush className="c6" title={t("redemption.ways")} says={t("redemption.waysSay")} tools={tools}><Ways rows={data?.ways} /></Panel>
        <Panel flush className="c6" title={t("redemption.rewards")} says={t("redemption.rewardsSay")} tools={tools}><Rewards rows={data?.rewards} /></Panel>
        {whole && <Panel flush className="c12" title={t("byProperty")} says={t("redemption.placesSay")} tools={tools}><Places rows={data?.properties} /></Panel>}
      </div>
    </Frame>
  );
}

/** What points were spent on: the kinds the ledger writes, in words. */
function useWay(): (way: string) => string {
  const { t } = useTranslation("programme-reports");
  return (way) => t(`way.${way.replace(/^(points|redeem)[._]/, "").replace(/^redeem_/, "")}`, { defaultValue: way });
}

function Ways({ rows }: { rows: Data["ways"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  const way = useWay();
  type Row = Data["ways"][number];
  const most = Math.max(1, ...(rows ?? []).map(({ points }) => points));
  const columns: Column<Row>[] = [
    { key: "way", title: t("redemption.way"), card: "title", render: (row) => <b className="b">{way(row.way)}</b> },
    { key: "bar", title: "", card: "hide", width: "30%", render: (row) => <Bar share={row.points / most} /> },
    { key: "points", title: t("redemption.pointsColumn"), numeric: true, sort: (row) => row.points, render: (row) => count(row.points) },
    { key: "worth", title: t("redemption.worthColumn"), numeric: true, sort: (row) => Number(row.worth), render: (row) => money(row.worth) },
  ];
  return <DataTable label={t("redemption.ways")} dense columns={columns} rows={rows} rowKey={(row) => row.way} sortedBy="-points" bones={5} empty={<EmptyState title={t("redemption.noWays")}>{t("redemption.noWaysHint")}</EmptyState>} />;
}

function Rewards({ rows }: { rows: Data["rewards"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["rewards"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("redemption.reward"), card: "title", render: (row) => <b className="b">{nameOf(row)}</b> },
    { key: "count", title: t("redemption.times"), numeric: true, sort: (row) => row.count, render: (row) => count(row.count) },
    { key: "price", title: t("price"), numeric: true, sort: (row) => Number(row.price), render: (row) => money(row.price) },
    { key: "cost", title: t("cost"), numeric: true, sort: (row) => Number(row.cost), render: (row) => money(row.cost) },
  ];
  return <DataTable label={t("redemption.rewards")} dense columns={columns} rows={rows} rowKey={(row) => row.code} sortedBy="-count" bones={5} empty={<EmptyState title={t("redemption.noRewards")} />} />;
}

function Places({ rows }: { rows: Data["properties"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  type Row = Data["properties"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <b className="b">{row.name}</b> },
    { key: "rate", title: t("redemption.rate"), numeric: true, sort: (row) => row.redemption_rate, render: (row) => <Rate share={row.redemption_rate} /> },
    { key: "issued", title: t("redemption.issued"), numeric: true, sort: (row) => row.issued, render: (row) => count(row.issued) },
    { key: "redeemed", title: t("redemption.redeemed"), numeric: true, sort: (row) => row.redeemed, render: (row) => count(row.redeemed) },
    { key: "worth", title: t("redemption.worthColumn"), numeric: true, sort: (row) => Number(row.redeemed_worth), render: (row) => money(row.redeemed_worth) },
    { key: "expired", title: t("redemption.expired"), numeric: true, sort: (row) => row.expired, render: (row) => count(row.expired) },
  ];
  return <DataTable label={t("byProperty")} dense columns={columns} rows={rows} rowKey={(row) => row.property} sortedBy="-rate" />;
}
