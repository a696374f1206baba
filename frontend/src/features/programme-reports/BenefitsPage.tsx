import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ProgrammeReports } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState } from "@/components/States";
import { count, money, rate, share } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { Bar, Figure, Frame, useNamed, useReport } from "./useReport";

type Data = ProgrammeReports["benefits"];

/** 权益成本: which benefits were used and what they cost, by tier, property and member. */
export default function BenefitsPage() {
  const report = useReport("benefits");
  const { t, data, tools, whole, place } = report;
  const nameOf = useNamed();
  const dearest = data?.rows.toSorted((a, b) => Number(b.cost) - Number(a.cost))[0];
  return (
    <Frame report={report}>
      <AnswerLine tone="calm">
        {!data ? <Bone width="52%" /> : !dearest ? t("benefits.nothing") : t("benefits.says", { uses: count(data.total.uses), cost: money(data.total.cost), each: money(data.total.cost_per_member, 2), name: nameOf(dearest), share: rate(share(Number(dearest.cost), Number(data.total.cost))) })}
      </AnswerLine>
      <KpiStrip figures={4}>
        <Kpi label={t("cost")} sub={t("benefits.costIs")}><Figure>{data && money(data.total.cost)}</Figure></Kpi>
        <Kpi label={t("benefits.each")} sub={data && t("benefits.members", { n: count(data.total.members) })}><Figure>{data && money(data.total.cost_per_member, 2)}</Figure></Kpi>
        <Kpi label={t("benefits.uses")} sub={t("benefits.usesIs")}><Figure unit={t("timesUnit")}>{data && count(data.total.uses)}</Figure></Kpi>
        <Kpi label={t("benefits.price")} sub={data && t("benefits.priceIs", { n: data.total.cost === "0.00" ? "–" : (Number(data.total.price) / Number(data.total.cost)).toFixed(1) })}><Figure>{data && money(data.total.price)}</Figure></Kpi>
      </KpiStrip>
      <div className="grid">
        <Panel flush className="c7" title={t("benefits.rows")} says={t("benefits.rowsSay")} tools={tools}><Rows rows={data?.rows} /></Panel>
        <Panel flush className="c5" title={t("benefits.tiers")} says={t("benefits.tiersSay")} tools={tools}><Each rows={data?.tiers} label={t("tier")} keyOf={(row) => row.code} nameOf={(row) => nameOf(row)} /></Panel>
        {whole && <Panel flush className="c12" title={t("byProperty")} says={t("benefits.placesSay")} tools={tools}><Each rows={data?.properties} label={t("property")} keyOf={(row) => row.property} nameOf={(row) => row.name} /></Panel>}
        {place.property && data && data.members.length > 0 && <Panel flush className="c12" title={t("benefits.dearest")} says={t("benefits.dearestSay")}><Members rows={data.members} slug={place.property.slug} /></Panel>}
      </div>
    </Frame>
  );
}

function Rows({ rows }: { rows: Data["rows"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["rows"][number];
  const most = Math.max(1, ...(rows ?? []).map(({ cost }) => Number(cost)));
  const columns: Column<Row>[] = [
    { key: "name", title: t("benefits.benefit"), card: "title", render: (row) => <b className="b">{nameOf(row)}</b> },
    { key: "bar", title: "", card: "hide", width: "28%", render: (row) => <Bar share={Number(row.cost) / most} /> },
    { key: "cost", title: t("cost"), numeric: true, sort: (row) => Number(row.cost), render: (row) => <b className="b">{money(row.cost)}</b> },
    { key: "uses", title: t("benefits.uses"), numeric: true, sort: (row) => row.uses, render: (row) => count(row.uses) },
    { key: "price", title: t("benefits.price"), numeric: true, sort: (row) => Number(row.price), render: (row) => money(row.price) },
  ];
  return <DataTable label={t("benefits.rows")} dense columns={columns} rows={rows} rowKey={(row) => row.code} sortedBy="-cost" empty={<EmptyState title={t("benefits.nothing")}>{t("benefits.nothingHint")}</EmptyState>} />;
}

interface Cost { members: number; uses: number; price: string; cost: string; cost_per_member: string | null }

function Each<Row extends Cost>({ rows, label, keyOf, nameOf }: { rows: readonly Row[] | undefined; label: string; keyOf: (row: Row) => string; nameOf: (row: Row) => string }) {
  const { t } = useTranslation("programme-reports");
  const columns: Column<Row>[] = [
    { key: "name", title: label, card: "title", render: (row) => <b className="b">{nameOf(row)}</b> },
    { key: "cost", title: t("cost"), numeric: true, sort: (row) => Number(row.cost), render: (row) => money(row.cost) },
    { key: "members", title: t("members"), numeric: true, sort: (row) => row.members, render: (row) => count(row.members) },
    { key: "each", title: t("benefits.eachShort"), numeric: true, sort: (row) => (row.cost_per_member === null ? null : Number(row.cost_per_member)), render: (row) => <b className="b">{money(row.cost_per_member, 2)}</b> },
    { key: "uses", title: t("benefits.uses"), numeric: true, sort: (row) => row.uses, render: (row) => count(row.uses) },
  ];
  return <DataTable label={label} dense columns={columns} rows={rows} rowKey={keyOf} bones={4} empty={<EmptyState title={t("benefits.nothing")} />} />;
}

function Members({ rows, slug }: { rows: Data["members"]; slug: string }) {
  const { t } = useTranslation("programme-reports");
  const { may } = useScope();
  type Row = Data["members"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("guest"), card: "title", render: (row) => (may("see_guests") ? <Link className="b" to={`/p/${slug}/guests/${row.guest_id}`}>{row.name}</Link> : row.name) },
    { key: "tier", title: t("tier"), render: (row) => row.tier },
    { key: "uses", title: t("benefits.uses"), numeric: true, sort: (row) => row.uses, render: (row) => count(row.uses) },
    { key: "price", title: t("benefits.price"), numeric: true, sort: (row) => Number(row.price), render: (row) => money(row.price, 2) },
    { key: "cost", title: t("cost"), numeric: true, sort: (row) => Number(row.cost), render: (row) => <b className="b">{money(row.cost, 2)}</b> },
  ];
  return <DataTable label={t("benefits.dearest")} dense columns={columns} rows={rows} rowKey={(row) => row.guest_id} sortedBy="-cost" />;
}
