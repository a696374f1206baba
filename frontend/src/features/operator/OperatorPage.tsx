import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { LEVELS, type ChainRow, type FiguresTold } from "@/api/operatorTypes";
import type { Page } from "@/api/types";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { count, money, NOTHING } from "@/lib/numbers";
import { Ailments } from "./Ailments";
import { ChainTable } from "./ChainTable";
import { openChains, troubled } from "./judging";
import { figuresQuery, healthQuery } from "./queries";

const WORRYING = ["grace", "read_only"] as const;

/** The platform at a glance: does it run, who pays, whom to ring. */
export default function OperatorPage() {
  const { t } = useTranslation("operator");
  const figures = useQuery(figuresQuery);
  const health = useQuery(healthQuery);
  const worrying = useQuery({
    queryKey: ["operator", "chains", "worrying"],
    queryFn: async () => (await Promise.all(WORRYING.map((level) => api.get<Page<ChainRow>>("/operator/chains", { level, state: "open", limit: 20 })))).flatMap(({ results }) => results),
  });
  const newest = useQuery({ queryKey: ["operator", "chains", "newest"], queryFn: () => api.get<Page<ChainRow>>("/operator/chains", { limit: 10 }) });
  return (
    <>
      <PageHead title={t("nav.home")} about={t("home.about")} />
      {health.data ? <Ailments health={health.data} action={<Link className="btn" to="/operator/health">{t("home.health")}</Link>} /> : <div className="note calm"><span className="grow"><Bones height={22} lines={1} /></span></div>}
      {figures.isError ? <div className="panel below"><ErrorState problem={figures.error} retry={() => void figures.refetch()} /></div> : <Figures told={figures.data} />}
      <div className="stack">
        {worrying.data && worrying.data.length > 0 && (
          <Panel title={t("home.worrying")} says={t("home.worryingSays", { n: worrying.data.length, count: worrying.data.length })} flush>
            <ChainTable label={t("home.worrying")} rows={worrying.data} empty={null} />
          </Panel>
        )}
        <Panel title={t("home.newest")} says={t("home.newestSays")} flush footer={<><span /><Link to="/operator/chains">{t("home.all")}</Link></>}>
          {newest.isError ? <ErrorState problem={newest.error} retry={() => void newest.refetch()} /> : <ChainTable label={t("home.newest")} rows={newest.data?.results} bones={5} empty={<EmptyState title={t("chains.none")}>{t("chains.noneHint")}</EmptyState>} />}
        </Panel>
      </div>
    </>
  );
}

function Figures({ told }: { told: FiguresTold | undefined }) {
  const { t } = useTranslation("operator");
  const link = (to: string, words: string) => <Link to={`/operator/chains${to}`}>{words}</Link>;
  const levels = told && LEVELS.slice(1).filter((level) => told.chains[level] > 0);
  const [first, ...others] = told?.mrr ?? [];
  return (
    <KpiStrip figures={5}>
      <Kpi label={t("figures.chains")} sub={told && (levels?.length ? <span className="bad">{levels.map((level) => `${t(`level.${level}`)} ${told.chains[level]}`).join(" · ")}</span> : t("figures.allFull"))}>
        <span className="figure">{told ? link("", count(openChains(told))) : NOTHING}</span>
      </Kpi>
      <Kpi label={t("figures.houses")} sub={told && t("figures.suspended", { n: told.chains.suspended, count: told.chains.suspended })}><span className="figure">{count(told?.properties)}</span></Kpi>
      <Kpi label={t("figures.mrr")} sub={others.length > 0 ? others.map((one) => money(one.amount, 0, one.currency)).join(" · ") : t("figures.mrrIs")}><span className="figure">{first ? money(first.amount, 0, first.currency) : NOTHING}</span></Kpi>
      <Kpi label={t("figures.signUps")} sub={told && t("figures.asked", { n: told.sign_ups_asked_30d, count: told.sign_ups_asked_30d })}><span className="figure">{count(told?.sign_ups_30d)}</span></Kpi>
      <Kpi label={t("figures.trials")} sub={told && troubled(told) > 0 ? t("figures.troubled", { n: troubled(told), count: troubled(told) }) : t("figures.trialsAre")}><span className="figure">{count(told?.trials_ending)}</span></Kpi>
    </KpiStrip>
  );
}
