import { useTranslation } from "react-i18next";
import type { ProgrammeReports } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, Bones, EmptyState } from "@/components/States";
import { count, money, percent, points, rate, signed } from "@/lib/numbers";
import styles from "./reports.module.css";
import { Figure, Frame, useNamed, useReport } from "./useReport";

type Data = ProgrammeReports["coupons"];

/** 优惠券: how many of those given are redeemed, against the field's 15 %, and what a visit brings with one. */
export default function CouponsPage() {
  const report = useReport("coupons");
  const { t, data, tools, whole } = report;
  const got = data?.total.redemption_rate ?? null;
  const short = data && got !== null && got < data.reference_rate;
  return (
    <Frame report={report}>
      <AnswerLine tone={short ? "act" : "calm"}>
        {!data ? <Bone width="52%" /> : got === null ? t("coupons.nothing") : (
          <>{t(short ? "coupons.short" : "coupons.fine", { rate: rate(got), reference: rate(data.reference_rate), issued: count(data.total.issued) })}{data.spend_per_visit.change !== null && t("coupons.effect", { with: money(data.spend_per_visit.with, 2), without: money(data.spend_per_visit.without, 2), change: `${signed(data.spend_per_visit.change * 100)} %` })}</>
        )}
      </AnswerLine>
      <KpiStrip figures={4}>
        <Kpi label={t("coupons.rate")} aside={data && t("coupons.reference", { rate: rate(data.reference_rate) })} sub={data && got !== null ? t("coupons.gap", { gap: points((got - data.reference_rate) * 100) }) : "–"}><Figure unit={got === null ? "" : "%"}>{data && percent(got)}</Figure></Kpi>
        <Kpi label={t("coupons.issued")} sub={data && t("coupons.faceIs", { amount: money(data.total.face) })}><Figure unit={t("sheets")}>{data && count(data.total.issued)}</Figure></Kpi>
        <Kpi label={t("coupons.redeemed")} sub={data && t("coupons.discountIs", { amount: money(data.total.discount) })}><Figure unit={t("sheets")}>{data && count(data.total.redeemed)}</Figure></Kpi>
        <Kpi label={t("cost")} sub={t("coupons.costIs")}><Figure>{data && money(data.total.cost)}</Figure></Kpi>
      </KpiStrip>
      <div className="grid">
        <Panel flush className="c8" title={t("coupons.rows")} says={data && t("coupons.rowsSay", { rate: rate(data.reference_rate) })} tools={tools}><Rows data={data} /></Panel>
        <Panel className="c4" title={t("coupons.spend")} says={t("coupons.spendSays")} tools={tools} footer={<span>{t("coupons.spendFoot")}</span>}>{data ? <Spend data={data} /> : <Bones height={140} lines={4} />}</Panel>
        {whole && <Panel flush className="c12" title={t("byProperty")} says={t("coupons.placesSay")} tools={tools}><Places data={data} /></Panel>}
      </div>
    </Frame>
  );
}

/** A rate on a scale of twice the reference, with the reference as a tick. */
function RateBar({ share, reference }: { share: number | null; reference: number }) {
  const full = reference * 2;
  return (
    <span className={styles.rate} aria-hidden="true">
      <b className={share !== null && share < reference ? styles.low : undefined} style={{ width: `${Math.min(100, ((share ?? 0) / full) * 100)}%` }} />
      <i style={{ left: "50%" }} />
    </span>
  );
}

interface Figures { issued: number; redeemed: number; redemption_rate: number | null; face: string; discount: string; cost: string }
const figures = <Row extends Figures>(t: (key: string) => string, reference: number): Column<Row>[] => [
  { key: "bar", title: "", card: "hide", width: "22%", render: (row) => <RateBar share={row.redemption_rate} reference={reference} /> },
  { key: "rate", title: t("coupons.rate"), numeric: true, sort: (row) => row.redemption_rate, render: (row) => <b className="b">{rate(row.redemption_rate)}</b> },
  { key: "issued", title: t("coupons.issued"), numeric: true, sort: (row) => row.issued, render: (row) => count(row.issued) },
  { key: "redeemed", title: t("coupons.redeemed"), numeric: true, sort: (row) => row.redeemed, render: (row) => count(row.redeemed) },
  { key: "discount", title: t("coupons.discount"), numeric: true, sort: (row) => Number(row.discount), render: (row) => money(row.discount) },
  { key: "cost", title: t("cost"), numeric: true, sort: (row) => Number(row.cost), render: (row) => money(row.cost) },
];

function Rows({ data }: { data: Data | undefined }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["rows"][number];
  const columns: Column<Row>[] = [{ key: "name", title: t("coupons.coupon"), card: "title", render: (row) => <b className="b">{nameOf(row)}</b> }, ...figures<Row>(t, data?.reference_rate ?? 0.15)];
  return <DataTable label={t("coupons.rows")} dense columns={columns} rows={data?.rows} rowKey={(row) => row.code} sortedBy="-issued" empty={<EmptyState title={t("coupons.nothing")}>{t("coupons.nothingHint")}</EmptyState>} />;
}

function Places({ data }: { data: Data | undefined }) {
  const { t } = useTranslation("programme-reports");
  type Row = Data["properties"][number];
  const columns: Column<Row>[] = [{ key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <b className="b">{row.name}</b> }, ...figures<Row>(t, data?.reference_rate ?? 0.15)];
  return <DataTable label={t("byProperty")} dense columns={columns} rows={data?.properties} rowKey={(row) => row.property} sortedBy="rate" />;
}

function Spend({ data }: { data: Data }) {
  const { t } = useTranslation("programme-reports");
  const { spend_per_visit: spend } = data;
  if (spend.with === null && spend.without === null) return <p className="t3">{t("coupons.noVisits")}</p>;
  const most = Math.max(Number(spend.with ?? 0), Number(spend.without ?? 0), 1);
  const line = (label: string, amount: string | null, visits: number, tone: string) => (
    <div className={styles.spend}>
      <span>{label} <span className="cap t3">{t("coupons.visits", { n: count(visits) })}</span></span><b className="b">{money(amount, 2)}</b>
      <span className={styles.spendBar} aria-hidden="true"><i style={{ width: `${(Number(amount ?? 0) / most) * 100}%`, background: `var(--${tone})` }} /></span>
    </div>
  );
  return (
    <div className="stack">
      {line(t("coupons.with"), spend.with, spend.visits_with, "accent")}
      {line(t("coupons.without"), spend.without, spend.visits_without, "rm-late")}
      {spend.change !== null && <p><b className="b">{signed(spend.change * 100)}&nbsp;%</b> <span className="t2">{t("coupons.perVisit")}</span></p>}
    </div>
  );
}
