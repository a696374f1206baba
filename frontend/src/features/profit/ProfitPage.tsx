import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { profit as profitQuery } from "@/api/profit";
import { CHAIN_PROFIT_BY, PROFIT_BY, type ProfitBy, type ProfitReport, type ProfitRow } from "@/api/profitTypes";
import { ExportMenu } from "@/components/ExportMenu";
import { BigFigure } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { NoStays } from "@/components/NoStays";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { compared, unknownKinds } from "@/components/profit/reading";
import { RangePicker } from "@/components/RangePicker";
import { Bone, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { daysText } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { count, money, rate } from "@/lib/numbers";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import { ProfitBars } from "./ProfitBars";
import { ProfitTable } from "./ProfitTable";
import styles from "./profit.module.css";
import { useNameOf } from "./names";

const ENOUGH = 5;

/** 利润: what is left of what guests paid, by where they came from, what they had, and when. */
export default function ProfitPage() {
  const { t } = useTranslation("profit");
  const scope = useScope();
  const place = useReportPlace();
  const { params, set } = useFilters();
  const { change, ...period } = usePeriod(scope.timeZone);
  const bys: readonly ProfitBy[] = place.property ? PROFIT_BY : CHAIN_PROFIT_BY;
  const by = bys.find((one) => one === params.get("by")) ?? bys[0] ?? "source";
  const found = useQuery(profitQuery(place.api, period, by));
  const { data } = found;
  useFreshness(data?.as_of);
  const { say } = useSaying();
  const title = t("title");
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/profit`} query={{ from: period.from, to: period.to, by }} name={title} />;
  const house = place.property?.slug;
  const empty = data?.rows.length === 0 && by !== "product";
  return (
    <>
      <PageHead title={title} about={daysText(period, t("to", { ns: "common" }))}>
        <PropertyPicker place={place} />
        <RangePicker period={period} change={change} />
      </PageHead>
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : empty ? <NoStays /> : (
        <>
          <Answer data={data} by={by} />
          <Unknowns data={data} house={house} />
          {by === "product" ? <GoodsFigures data={data} /> : <Figures data={data} />}
          <Panel
            title={t(`title_${by}`)} says={t("says")} tools={tools} table={() => <ProfitTable rows={data?.rows} total={data?.total} by={by} />}
            footer={<><span>{t(by === "product" ? "footProduct" : "foot")}</span><span>{data && say(data.costs_hold)}{data?.total.waiting ? ` ${t("waiting", { n: count(data.total.waiting), count: data.total.waiting })}` : ""}</span></>}
          >
            <div className={styles.by}><Segmented<ProfitBy> value={by} aria-label={t("by.label")} options={bys.map((value) => ({ value, label: t(`by.${value}`) }))} onChange={(value) => set({ by: value === bys[0] ? null : value })} /></div>
            <ProfitBars rows={data?.rows} total={data?.total} by={by} />
          </Panel>
        </>
      )}
    </>
  );
}

function Answer({ data, by }: { data: ProfitReport | undefined; by: ProfitBy }) {
  const { t } = useTranslation("profit");
  const nameOf = useNameOf(by);
  if (!data) return <AnswerLine tone="calm"><Bone width="52%" /></AnswerLine>;
  const whole = data.total.unknown.length === 0;
  const found = by === "month" || by === "product" ? null : compared(data.rows, ENOUGH);
  if (found) {
    const each = (row: ProfitRow) => money(row.profit_per_visit);
    return <AnswerLine tone="calm" lead={t("answer.lead", { name: nameOf(found.low), each: each(found.low) })}>{t("answer.less", { name: nameOf(found.high), gap: money(found.gap) })}{t(whole ? "answer.whole" : "answer.wholeAtMost", { share: rate(data.total.share) })}</AnswerLine>;
  }
  return <AnswerLine tone="calm">{data.rows.length === 0 ? t("answer.nothing") : t(whole ? "answer.total" : "answer.totalAtMost", { profit: money(data.total.profit), revenue: money(data.total.revenue), share: rate(data.total.share) })}</AnswerLine>;
}

/** Costs nobody has told: named, with the way to where they are told. */
function Unknowns({ data, house }: { data: ProfitReport | undefined; house: string | undefined }) {
  const { t } = useTranslation("profit");
  const { may } = useScope();
  const kinds = unknownKinds(data?.total.unknown ?? []);
  if (kinds.length === 0) return null;
  const said = kinds.map(({ what, of }) => (of.length ? t("unknownOf", { what: t(`unknown.${what}`), of: of.slice(0, 3).join(t("comma")), more: of.length > 3 ? t("andMore", { n: of.length - 3 }) : "" }) : t(`unknown.${what}`)));
  return (
    <AnswerLine tone="warn" lead={t("unknownLead")} action={house && may("manage_property") && <Link className="btn" to={`/p/${house}/products?tab=costs`}>{t("fill")}</Link>}>{said.join(t("semicolon"))}{t("unknownIs")}</AnswerLine>
  );
}

function Figures({ data }: { data: ProfitReport | undefined }) {
  const { t } = useTranslation("profit");
  const total = data?.total;
  const costs = total && Number(total.rooms) + Number(total.goods) + Number(total.given);
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("revenue")} sub={total && t("visits", { n: count(total.visits), nights: count(total.nights), count: total.visits })}><BigFigure>{total && money(total.revenue)}</BigFigure></Kpi>
      <Kpi label={t("commission")} sub={total && t("ofRevenue", { share: rate(shareOf(total.commission, total.revenue)) })}><BigFigure>{total && money(total.commission)}</BigFigure></Kpi>
      <Kpi label={t("costs")} sub={total && t("costsAre", { rooms: money(total.rooms), rest: money(Number(total.goods) + Number(total.given)) })}><BigFigure>{costs === undefined ? undefined : money(costs)}</BigFigure></Kpi>
      <Kpi label={t("profit")} sub={total && t("perVisit", { each: money(total.profit_per_visit), night: money(total.profit_per_night) })}><BigFigure>{total && money(total.profit)}</BigFigure></Kpi>
    </KpiStrip>
  );
}

/** Goods have no nights and no commission: what they brought, cost and left. */
function GoodsFigures({ data }: { data: ProfitReport | undefined }) {
  const { t } = useTranslation("profit");
  const total = data?.total;
  return (
    <KpiStrip figures={3}>
      <Kpi label={t("revenue")} sub={total && t("goodsOf", { n: count(total.visits), count: total.visits })}><BigFigure>{total && money(total.revenue)}</BigFigure></Kpi>
      <Kpi label={t("costs")} sub={total && t("ofRevenue", { share: rate(shareOf(total.goods, total.revenue)) })}><BigFigure>{total && money(total.goods)}</BigFigure></Kpi>
      <Kpi label={t("profit")} sub={total && t("ofRevenue", { share: rate(total.share) })}><BigFigure>{total && money(total.profit)}</BigFigure></Kpi>
    </KpiStrip>
  );
}

const shareOf = (part: string, whole: string): number | null => (Number(whole) <= 0 ? null : Number(part) / Number(whole));
