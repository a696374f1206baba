import { useQuery } from "@tanstack/react-query";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { settlement, type Settlement } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useFilters } from "@/lib/filters";
import { count, money } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { Figure, sumOf } from "./useReport";

type Pair = Settlement["pairs"][number];
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** 结算: points earned at one property and spent at another, month by month; all of it nets to zero. */
export default function SettlementPage() {
  const { t } = useTranslation("programme-reports");
  const { api, may } = useScope();
  const { params, set } = useFilters();
  const now = useToday().slice(0, 7);
  const asked = params.get("month") ?? "";
  const month = MONTH.test(asked) ? asked : now;
  const found = useQuery(settlement(api, month));
  const { data } = found;
  const largest = data?.pairs.toSorted((a, b) => Math.abs(Number(b.net)) - Math.abs(Number(a.net)))[0];
  const flows = data?.pairs.flatMap(({ there, back }) => [there, back]).filter((flow) => flow !== null) ?? [];
  const tools = may("export_data") && <ExportMenu path={`${api}/reports/settlement`} query={{ month }} name={t("settlement.title")} />;
  const even = data && Number(data.sum) === 0;
  const payer = largest && (largest.pays === largest.one.property ? [largest.one, largest.other] : [largest.other, largest.one]);
  return (
    <>
      <PageHead title={t("settlement.title")} about={month}>
        <DatePicker picker="month" allowClear={false} suffixIcon={null} value={dayjs(`${month}-01`)} maxDate={dayjs(`${now}-01`).endOf("month")} aria-label={t("settlement.month")} onChange={(next) => { if (next) set({ month: next.format("YYYY-MM") }); }} />
      </PageHead>
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : (
        <>
          <AnswerLine tone={data && (!even || data.open > 0) ? "act" : "calm"}>
            {!data ? <Bone width="52%" /> : data.pairs.length === 0 ? t("settlement.nothing", { month }) : <>{t(payer && Number(largest.net) !== 0 ? "settlement.says" : "settlement.saysEven", { one: payer?.[0]?.name, other: payer?.[1]?.name, amount: money(Math.abs(Number(largest?.net)), 2) })}{t(even ? "settlement.even" : "settlement.odd", { sum: money(data.sum, 2) })}</>}
            {data && data.open > 0 && t("settlement.open", { n: data.open, count: data.open })}
          </AnswerLine>
          <KpiStrip figures={4}>
            <Kpi label={t("settlement.transfers")} sub={t("settlement.transfersIs")}><Figure unit={t("timesUnit")}>{data && count(sumOf(flows, (flow) => flow.transfers))}</Figure></Kpi>
            <Kpi label={t("settlement.points")} sub={t("settlement.pointsIs")}><Figure unit={t("points")}>{data && count(sumOf(flows, (flow) => flow.points))}</Figure></Kpi>
            <Kpi label={t("settlement.value")} sub={data && t("settlement.pairsAre", { n: data.pairs.length, count: data.pairs.length })}><Figure>{data && money(sumOf(flows, (flow) => flow.value), 2)}</Figure></Kpi>
            <Kpi label={t("settlement.sum")} sub={t("settlement.sumIs")}><Figure>{data && money(data.sum, 2)}</Figure></Kpi>
          </KpiStrip>
          <div className="grid">
            <Panel flush className="c8" title={t("settlement.pairs")} says={t("settlement.pairsSay")} tools={tools}><Pairs rows={data?.pairs} month={month} /></Panel>
            <Panel flush className="c4" title={t("settlement.balances")} says={t("settlement.balancesSay")} tools={tools}><Balances rows={data?.balances} sum={data?.sum} /></Panel>
          </div>
        </>
      )}
    </>
  );
}

function Pairs({ rows, month }: { rows: readonly Pair[] | undefined; month: string }) {
  const { t } = useTranslation("programme-reports");
  const flow = (one: Pair["there"]) => (one ? <>{money(one.value, 2)}<span className="gap">{t("settlement.flow", { points: count(one.points), n: one.transfers, count: one.transfers })}</span></> : <span className="t3">–</span>);
  const columns: Column<Pair>[] = [
    { key: "pair", title: t("settlement.pair"), card: "title", render: (row) => <b className="b">{row.one.name} · {row.other.name}</b> },
    { key: "there", title: t("settlement.there"), numeric: true, render: (row) => flow(row.there) },
    { key: "back", title: t("settlement.back"), numeric: true, render: (row) => flow(row.back) },
    { key: "net", title: t("settlement.net"), numeric: true, sort: (row) => Math.abs(Number(row.net)), render: (row) => <b className="b">{money(Math.abs(Number(row.net)), 2)}</b> },
    {
      key: "pays", title: t("settlement.pays"), render: (row) => {
        if (row.pays === null) return <span className="t3">{t("settlement.quits")}</span>;
        const [from, to] = row.pays === row.one.property ? [row.one, row.other] : [row.other, row.one];
        return `${from.name} → ${to.name}`;
      },
    },
  ];
  return <DataTable label={t("settlement.pairs")} columns={columns} rows={rows} rowKey={(row) => `${row.one.property}-${row.other.property}`} sortedBy="-net" bones={4} empty={<EmptyState title={t("settlement.nothing", { month })}>{t("settlement.nothingHint")}</EmptyState>} />;
}

function Balances({ rows, sum }: { rows: Settlement["balances"] | undefined; sum: string | undefined }) {
  const { t } = useTranslation("programme-reports");
  type Row = Settlement["balances"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => row.name },
    { key: "balance", title: t("settlement.balance"), numeric: true, sort: (row) => Number(row.balance), render: (row) => <span className={Number(row.balance) < 0 ? "warn" : undefined}>{money(row.balance, 2)}</span> },
  ];
  const foot = sum === undefined || rows?.length === 0 ? undefined : { property: "", name: t("settlement.sum"), balance: sum };
  return <DataTable label={t("settlement.balances")} dense columns={columns} rows={rows} rowKey={(row) => row.property} sortedBy="-balance" bones={4} {...(foot && { foot })} empty={<EmptyState title={t("settlement.quits")} />} />;
}
