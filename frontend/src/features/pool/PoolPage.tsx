import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { contactPool } from "@/api/winning";
import type { ContactPool } from "@/api/winningTypes";
import { Field } from "@/components/Field";
import { BigFigure } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { Bone, Bones, ErrorState } from "@/components/States";
import { useFilters } from "@/lib/filters";
import { count, money, rate } from "@/lib/numbers";
import { EXAMPLE, inputsIn } from "./inputs";
import styles from "./pool.module.css";

/** 客户池: what so many contacts a day bring in a year, when an account is full, and what really was. */
export default function PoolPage() {
  const { t } = useTranslation("pool");
  const place = useReportPlace();
  const { params, set } = useFilters();
  const inputs = inputsIn(params);
  const report = useQuery({ ...contactPool(place.api, inputs), placeholderData: keepPreviousData });
  const { data } = report;
  const plan = data?.plan;
  const [account] = data?.accounts ?? [];
  return (
    <>
      <PageHead title={t("title")} about={t("about")}><PropertyPicker place={place} /></PageHead>
      {report.isError && !data ? <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div> : (
        <>
          <AnswerLine tone="calm">{data ? data.says : <Bone width="60%" />}</AnswerLine>
          <KpiStrip figures={4}>
            <Kpi label={t("kpi.contacts")} sub={plan ? t("kpi.contactsSub", { daily: count(inputs.daily), month: count(plan.contacts_a_month) }) : <Bone width="60%" />}><BigFigure unit={t("people")}>{plan && count(plan.contacts_a_year)}</BigFigure></Kpi>
            <Kpi label={t("kpi.revenue")} sub={plan ? t("kpi.revenueSub", { visits: count(Math.round(plan.visits_a_year)), rate: money(inputs.rate) }) : <Bone width="60%" />}><BigFigure>{plan && money(plan.revenue_a_year)}</BigFigure></Kpi>
            <Kpi label={t("kpi.saved")} sub={plan ? t("kpi.savedSub", { n: count(plan.contacts_a_year), cost: money(inputs.cost, inputs.cost.includes(".") ? 2 : 0) }) : <Bone width="60%" />}><BigFigure>{plan && money(plan.saved)}</BigFigure></Kpi>
            <Kpi label={t("kpi.full", { n: count(account?.holds ?? 5000) })} sub={account?.full_on ? t("kpi.fullSub", { on: account.full_on }) : data ? t("kpi.never") : <Bone width="60%" />}><BigFigure unit={t("daysUnit")}>{data && count(account?.full_in_days)}</BigFigure></Kpi>
          </KpiStrip>
          <div className="grid">
            <Inputs params={params} set={set} data={data} />
            <Compared data={data} inputs={inputs} />
          </div>
        </>
      )}
    </>
  );
}

const FIELDS = ["daily", "visits", "rate", "cost", "rooms", "occupancy"] as const;
type Name = (typeof FIELDS)[number];
const MOST: Record<Name, number> = { daily: 100_000, visits: 365, rate: 9_999_999, cost: 9_999_999, rooms: 100_000, occupancy: 100 };

interface InputsProps {
  params: URLSearchParams;
  set: (parts: Record<string, string | number | null>) => void;
  data: ContactPool | undefined;
}

/** What is assumed; kept in the address, so that a plan can be sent to somebody. */
function Inputs({ params, set, data }: InputsProps) {
  const { t } = useTranslation("pool");
  const inputs = inputsIn(params);
  const occupied = inputs.occupancy === null ? null : Math.round(inputs.occupancy * 100);
  const given: Record<Name, number | null> = {
    daily: inputs.daily, visits: inputs.visits, rate: Number(inputs.rate), cost: Number(inputs.cost),
    rooms: inputs.rooms ?? (Number(params.get("rooms")) || null), occupancy: occupied ?? (Number(params.get("occupancy")) || null),
  };
  const measured = data?.measured;
  const take = () => measured && set({ daily: Math.round(measured.new_guests_a_day), visits: measured.visits_a_guest_year === null ? null : Math.round(measured.visits_a_guest_year * 10) / 10, rate: measured.average_rate && Number(measured.average_rate) });
  return (
    <Panel
      className="c5" title={t("inputs.title")} says={t("inputs.says")}
      footer={<><span>{t("inputs.foot")}</span><span className="row"><Button type="link" size="small" onClick={() => set(Object.fromEntries(FIELDS.map((name) => [name, null])))}>{t("inputs.example", { daily: EXAMPLE.daily, visits: EXAMPLE.visits, rate: EXAMPLE.rate, cost: EXAMPLE.cost })}</Button></span></>}
    >
      <div className={styles.inputs}>
        {FIELDS.map((name) => (
          <Field key={name} id={`pool-${name}`} label={t(`field.${name}`)} hint={t(`hint.${name}`)}>
            <InputNumber
              id={`pool-${name}`} value={given[name]} min={0} max={MOST[name]} controls={false} changeOnWheel={false} style={{ width: "100%" }}
              suffix={t(`unit.${name}`)} onChange={(value) => set({ [name]: value })}
            />
          </Field>
        ))}
      </div>
      {measured && measured.new_guests > 0 && <div className={styles.take}><Button onClick={take}>{t("inputs.take")}</Button></div>}
    </Panel>
  );
}

/** The plan beside what really was: same lines, two columns. */
function Compared({ data, inputs }: { data: ContactPool | undefined; inputs: ReturnType<typeof inputsIn> }) {
  const { t } = useTranslation("pool");
  if (!data) return <Panel className="c7" title={t("compared.title")} says=""><Bones height={300} lines={7} /></Panel>;
  const { plan, measured, capture, accounts } = data;
  const rows: [string, string, string][] = [
    [t("compared.daily"), t("perDay", { n: count(inputs.daily) }), t("perDay", { n: measured.new_guests_a_day.toFixed(1) })],
    [t("compared.visits"), t("times", { n: inputs.visits.toFixed(1) }), measured.visits_a_guest_year === null ? "–" : t("times", { n: measured.visits_a_guest_year.toFixed(1) })],
    [t("compared.rate"), money(inputs.rate), money(measured.average_rate)],
    [t("compared.revenue"), money(plan.revenue_a_year), money(measured.revenue_a_year)],
  ];
  return (
    <Panel flush className="c7" title={t("compared.title")} says={t("compared.says", { days: measured.days, n: count(measured.new_guests), visits: count(measured.visits) })} footer={<span>{t("compared.foot")}</span>}>
      <div className="tbl-scroll">
        <table className={`tbl dense ${styles.compared ?? ""}`} aria-label={t("compared.title")}>
          <thead><tr><th aria-label={t("compared.what")} /><th className="num" scope="col">{t("compared.plan")}</th><th className="num" scope="col">{t("compared.measured")}</th></tr></thead>
          <tbody>
            {rows.map(([what, planned, was]) => <tr key={what}><th scope="row">{what}</th><td className="num b">{planned}</td><td className="num">{was}</td></tr>)}
            {capture && <tr><th scope="row">{t("compared.capture")}</th><td className="num"><b className="b">{rate(capture.capture_rate)}</b><span className="gap">{t("compared.rooms", { n: capture.rooms_a_night.toFixed(1) })}</span></td><td /></tr>}
            {accounts.map(({ holds, full_in_days: days, full_on: on }) => <tr key={holds}><th scope="row">{t("compared.account", { n: count(holds) })}</th><td className="num"><b className="b">{days === null ? "–" : t("afterDays", { n: count(days), count: days })}</b>{on && <span className="gap">{on}</span>}</td><td /></tr>)}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
