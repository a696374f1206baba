import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { campaign as campaignQuery, results as resultsQuery } from "@/api/campaigns";
import { RESULTS_BY, type ResultGroup, type Results } from "@/api/campaignTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Under } from "@/components/profit/Under";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { useFilters } from "@/lib/filters";
import { count, money, points, rate, share, signed } from "@/lib/numbers";
import { useFreshness } from "@/session/asOf";
import { usePropertyScope } from "@/session/scope";
import { verdictOf } from "./reading";
import styles from "./results.module.css";
import { Whiskers } from "./Whiskers";

const FUNNEL = ["chosen", "sent", "delivered", "clicked", "answered", "visited", "redeemed"] as const;

/** What a campaign brought: whom it reached, who came because of it, what that was worth, and what to do next time. */
export default function ResultsPage() {
  const { t } = useTranslation("results");
  const { api, path, may } = usePropertyScope();
  const { campaign: id = "" } = useParams();
  const { params, set } = useFilters();
  const by = RESULTS_BY.find((known) => known === params.get("by")) ?? "stage";
  const row = useQuery(campaignQuery(api, id)).data;
  const found = useQuery(resultsQuery(api, id, by));
  useFreshness(found.data?.as_of);
  const data = found.data;
  const over = Boolean(row?.ended_at);
  const tools = may("export_data") && row ? <ExportMenu path={`${api}/reports/campaigns`} query={{ campaign: row.code }} name={t("title")} /> : undefined;
  const about = <><Link to={`${path}/campaigns`}>{t("campaigns")}</Link> / <Link to={`${path}/campaigns/${id}`}>{row?.name ?? "…"}</Link></>;
  return (
    <>
      <PageHead title={t("title")} about={about} />
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : (
        <>
          <Answer data={data} over={over} />
          <Kpis data={data} />
          <div className="grid">
            <Panel
              className="c8" title={t("groups.title")} says={data ? t("groups.says", { days: data.window_days }) : ""} table={() => <Groups rows={data ? [...data.groups, data.total] : undefined} unknown={data?.profit_unknown} />}
              tools={tools}
              footer={<span>{t("groups.foot")}</span>}
            >
              <Segmented size="small" className="below" value={by} aria-label={t("groups.by")} options={RESULTS_BY.map((value) => ({ value, label: t(`by.${value}`) }))} onChange={(to) => set({ by: to === "stage" ? null : to })} />
              {!data ? <Bones height={280} lines={6} /> : data.total.uplift_pp === null && data.groups.length === 0 ? <EmptyState title={t(nobody(data, over) ? "early.nobody" : "early.title")}>{nobody(data, over) ? t("early.nobodyHint") : data.total.advice?.says ?? t("early.hint", { days: data.window_days })}</EmptyState> : <Whiskers rows={data.groups} total={data.total} label={t("groups.title")} />}
            </Panel>
            <Panel className="c4" title={t("funnel.title")} says={data && data.funnel.chosen > 0 ? t("funnel.says", { share: rate(share(data.funnel.delivered, data.funnel.chosen)) }) : ""}>
              {data ? <FunnelBars data={data} /> : <Bones height={280} lines={6} />}
            </Panel>
            {data && data.arms.length > 1 && <Panel className="c8" title={t("arms.title")} says={data.duel?.says ?? ""} table={() => <Groups rows={data.arms} unknown={data.profit_unknown} />}><Whiskers rows={data.arms} total={null} label={t("arms.title")} /></Panel>}
            <Panel className={data && data.arms.length > 1 ? "c4" : "c12"} title={t("restraint.title")} says={data ? t("restraint.says", { n: count(data.restrained.n), sum: money(data.restrained.saved) }) : ""}>
              {data ? <ul className={styles.reasons}>{data.restrained.reasons.map((each) => <li key={each.reason}><span>{each.says}</span><span className="nowrap">{count(each.n)}{Number(each.saved) > 0 && <span className="good"> {money(each.saved)}</span>}</span></li>)}{data.restrained.reasons.length === 0 && <li className="t3">{t("restraint.none")}</li>}</ul> : <Bones height={120} lines={3} />}
            </Panel>
            {data && <AdviceList data={data} />}
          </div>
        </>
      )}
    </>
  );
}

/** Whether an interval leaves zero out: a figure whose own does not is no gain yet. */
const sure = (ci: readonly (number | string)[] | null | undefined) => ci?.length === 2 && Number(ci[0]) > 0;

/** Nobody was written to and nobody held out: there is nothing to wait for. */
const nobody = (data: Results, over: boolean) => over && data.funnel.chosen === 0 && data.total.holdout.n === 0;

/** The verdict in one sentence, before any figure. */
function Answer({ data, over }: { data: Results | undefined; over: boolean }) {
  const { t } = useTranslation("results");
  if (!data) return <AnswerLine tone="calm"><Bone width="60%" /></AnswerLine>;
  const { total } = data;
  if (nobody(data, over)) return <AnswerLine tone="calm" lead={t("answer.nobody")}>{data.restrained.n > 0 ? t("answer.nobodyIs", { n: count(data.restrained.n), sum: money(data.restrained.saved) }) : ""}</AnswerLine>;
  const verdict = verdictOf(total);
  if (verdict === "none" || !data.final) {
    const so = verdict === "none" ? (total.advice?.says ?? t("early.hint", { days: data.window_days })) : t("answer.sofar", { uplift: points(total.uplift_pp), visits: signed(total.extra_visits, 0) });
    return <AnswerLine tone="warn" lead={t("answer.early")}>{so}</AnswerLine>;
  }
  if (verdict === "more") return <AnswerLine tone="calm" lead={t("answer.more", { visits: count(Math.round(total.extra_visits ?? 0)) })}>{t(sure(total.extra_revenue_ci) ? "answer.moreIs" : "answer.moreUnsure", { uplift: points(total.uplift_pp).replace("+", ""), revenue: money(total.extra_revenue), cost: money(total.cost, 2) })}</AnswerLine>;
  return <AnswerLine tone={verdict === "fewer" ? "act" : "warn"} lead={t(`answer.${verdict}`)}>{t(`answer.${verdict}Is`, { uplift: points(total.uplift_pp), cost: money(total.cost, 2) })}</AnswerLine>;
}

function Kpis({ data }: { data: Results | undefined }) {
  const { t } = useTranslation("results");
  const total = data?.total;
  const between = (ci: readonly (number | string)[] | null | undefined, say: (value: number) => string) => (ci?.length === 2 ? t("between", { low: say(Number(ci[0])), high: say(Number(ci[1])) }) : t("early.short"));
  const figure = (text: string | undefined, unit?: string) => <span className="figure">{text ?? <Bone width={84} height={18} />}{unit && text !== undefined && text !== "–" && <small>{unit}</small>}</span>;
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("kpi.visits")} sub={total && between(total.extra_visits_ci, (value) => signed(value, 0))}>{figure(total && signed(total.extra_visits, 0), t("times"))}</Kpi>
      <Kpi label={t("kpi.revenue")} sub={total && <>{between(total.extra_revenue_ci, (value) => money(value))}<Under profit={total.extra_profit} unknown={data.profit_unknown}>{t("comma")}{between(total.extra_profit_ci, (value) => money(value))}</Under></>}>{figure(total && money(total.extra_revenue))}</Kpi>
      <Kpi label={t("kpi.cost")} sub={t("kpi.costIs")}>{figure(total && money(total.cost, 2))}</Kpi>
      <Kpi label={t("kpi.net")} sub={total && <>{total.return === null ? t("early.short") : sure(total.extra_revenue_ci) ? t("kpi.returns", { n: (total.return + 1).toFixed(1) }) : t("kpi.unsure")}<Under profit={total.net_profit} unknown={data.profit_unknown} /></>}>{figure(total && money(total.net))}</Kpi>
    </KpiStrip>
  );
}

function FunnelBars({ data }: { data: Results }) {
  const { t } = useTranslation("results");
  const most = Math.max(1, data.funnel.chosen);
  const off = (["failed", "unknown", "dropped"] as const).filter((key) => data.funnel[key] > 0);
  return (
    <>
      <ol className={styles.funnel}>
        {FUNNEL.map((key) => (
          <li key={key}>
            <span className="between"><span className="t2">{t(`funnel.${key}`)}</span><span><b className="b">{count(data.funnel[key])}</b> <span className="cap t3">{rate(share(data.funnel[key], most))}</span></span></span>
            <span className={styles.track} aria-hidden="true"><span style={{ width: `${Math.min(1, data.funnel[key] / most) * 100}%` }} /></span>
          </li>
        ))}
      </ol>
      {off.length > 0 && <p className="cap t3" style={{ marginTop: 10 }}>{off.map((key) => t(`funnel.off.${key}`, { n: data.funnel[key] })).join(t("comma"))}</p>}
    </>
  );
}

/** What to do next time, in words, one group each. */
function AdviceList({ data }: { data: Results }) {
  const { t } = useTranslation("results");
  const rows = [...data.groups, ...(data.arms.length > 1 ? data.arms : [data.total])].filter((row): row is ResultGroup & { advice: NonNullable<ResultGroup["advice"]> } => row.advice !== null);
  if (rows.length === 0) return null;
  const tones = { widen: "tag acc", exclude: "tag bad", wait: "tag" };
  return (
    <Panel className="c12" title={t("advice.title")} says={t("advice.says")}>
      <ul className={styles.advice}>{rows.map((row) => <li key={row.key}><span className={tones[row.advice.code]}>{t(`advice.${row.advice.code}`)}</span><span>{row.advice.says}</span></li>)}</ul>
    </Panel>
  );
}

function Groups({ rows, unknown }: { rows: readonly ResultGroup[] | undefined; unknown: Results["profit_unknown"] }) {
  const { t } = useTranslation("results");
  const interval = (ci: readonly number[] | null) => (ci?.length === 2 ? `${signed(ci[0])} ~ ${signed(ci[1])}` : "–");
  const columns: Column<ResultGroup>[] = [
    { key: "name", title: t("group"), card: "title", render: (row) => <span className="b">{row.name}</span> },
    { key: "n", title: t("contacted"), numeric: true, render: (row) => <>{count(row.contact.n)}<span className="gap">{t("cameOf", { n: row.contact.visited })}</span></> },
    { key: "held", title: t("heldOut"), numeric: true, render: (row) => <>{count(row.holdout.n)}<span className="gap">{t("cameOf", { n: row.holdout.visited })}</span></> },
    { key: "uplift", title: t("uplift"), numeric: true, sort: (row) => row.uplift_pp, render: (row) => <>{points(row.uplift_pp)}<span className="gap">{interval(row.uplift_ci)}</span></> },
    { key: "visits", title: t("kpi.visits"), numeric: true, sort: (row) => row.extra_visits, render: (row) => signed(row.extra_visits, 0) },
    { key: "revenue", title: t("kpi.revenue"), numeric: true, sort: (row) => Number(row.extra_revenue), render: (row) => <>{money(row.extra_revenue)}<Under profit={row.extra_profit} unknown={unknown} /></> },
    { key: "cost", title: t("kpi.cost"), numeric: true, sort: (row) => Number(row.cost), render: (row) => money(row.cost, 2) },
    { key: "net", title: t("kpi.net"), numeric: true, sort: (row) => Number(row.net), render: (row) => <><span className={Number(row.net) < 0 ? "bad" : undefined}>{money(row.net)}</span><Under profit={row.net_profit} unknown={unknown} /></> },
  ];
  return <DataTable label={t("groups.title")} dense columns={columns} rows={rows} rowKey={(row) => row.key} bones={4} />;
}
