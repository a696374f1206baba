import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { endpointsQuery, keysQuery } from "@/api/vendors";
import type { Endpoint, KeyRow } from "@/api/vendorTypes";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { CodeBlock } from "@/components/vendors/CodeBlock";
import { moment } from "@/lib/dates";
import { count, NOTHING } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { handout } from "./handout";
import styles from "./vendors.module.css";

const RULES = ["idempotent", "limits", "problems", "times", "money", "retry"] as const;

/** How a PMS or a member system is connected: the way there, how far it has come, and what to send the vendor. */
export default function VendorsPage() {
  const { t } = useTranslation("vendors");
  const scope = useScope();
  const keys = useQuery({ ...keysQuery(scope.chain.slug), enabled: scope.may("manage_keys") });
  const endpoints = useQuery({ ...endpointsQuery(scope.chain.slug), enabled: scope.may("manage_webhooks") });
  const live = keys.data?.results.filter(({ state }) => state === "live" || state === "ending");
  const houses = scope.membership.properties.filter(({ sandbox }) => !sandbox);
  const words = Object.fromEntries((["head", "base", "auth", "docs", "chain", "houses", "stay", "events", "rules"] as const).map((key) => [key, t(`handout.${key}`)])) as Parameters<typeof handout>[0]["words"];
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>
        <a className="btn" href="/api/docs" target="_blank" rel="noreferrer">{t("docs")}</a>
      </PageHead>
      <Answer keys={live} endpoints={endpoints.data?.results} />
      <Figures keys={live} endpoints={endpoints.data?.results} />
      <div className="grid">
        <Panel title={t("steps.title")} says={t("steps.says")} className="c7"><Steps /></Panel>
        <Panel title={t("rules.title")} says={t("rules.says")} className="c5">
          <dl className={styles.rules}>{RULES.map((rule) => <div key={rule}><dt>{t(`rules.${rule}`)}</dt><dd>{t(`rules.${rule}Is`)}</dd></div>)}</dl>
        </Panel>
        <Panel title={t("handout.title")} says={t("handout.says")} className="c12">
          <CodeBlock code={handout({ origin: window.location.origin, chain: scope.chain, houses, words })} copy={t("handout.copy")} label={t("handout.title")} />
        </Panel>
      </div>
    </>
  );
}

interface Known {
  keys: readonly KeyRow[] | undefined;
  endpoints: readonly Endpoint[] | undefined;
}

const troubled = (rows: readonly Endpoint[]) => rows.filter(({ state, failing_since }) => state === "disabled" || (state === "on" && failing_since !== null));
const lastCall = (keys: readonly KeyRow[]) => keys.map(({ last_used_at }) => last_used_at).filter((at) => at !== null).toSorted().at(-1);

function Answer({ keys, endpoints }: Known) {
  const { t } = useTranslation("vendors");
  const { path, timeZone } = useScope();
  const [bad] = troubled(endpoints ?? []);
  if (bad) return <AnswerLine tone="act" lead={t("answer.bad")} action={<Link className="btn" to={`${path}/webhooks/${bad.id}`}>{t("answer.why")}</Link>}><span style={{ overflowWrap: "anywhere" }}>{bad.url}</span></AnswerLine>;
  if (!keys) return null;
  if (keys.length === 0) return <AnswerLine tone="calm" lead={t("answer.begin")} action={<Link className="btn primary" to={`${path}/keys?make=sandbox`}>{t("answer.make")}</Link>}>{t("answer.beginHow")}</AnswerLine>;
  const last = lastCall(keys);
  return <AnswerLine tone="calm" lead={t("answer.good")}>{last ? t("answer.last", { at: moment(last, timeZone) }) : t("answer.unused")}</AnswerLine>;
}

function Figures({ keys, endpoints }: Known) {
  const { t } = useTranslation("vendors");
  const { path, timeZone } = useScope();
  const real = keys?.filter(({ sandbox }) => sandbox === null);
  const sandboxes = keys && new Set(keys.map(({ sandbox }) => sandbox).filter((slug) => slug !== null)).size;
  const last = real && lastCall(real);
  const bad = endpoints && troubled(endpoints).length;
  const waiting = endpoints?.reduce((sum, row) => sum + row.waiting, 0);
  const label = (key: string, to: string) => <Link to={`${path}/${to}`}>{t(`figures.${key}`)}</Link>;
  return (
    <KpiStrip figures={4}>
      <Kpi label={label("sandboxes", "sandboxes")} sub={t("figures.sandboxesAre")}><span className="figure">{sandboxes === undefined ? NOTHING : count(sandboxes)}</span></Kpi>
      <Kpi label={label("keys", "keys")} sub={last ? t("figures.used", { at: moment(last, timeZone) }) : t("figures.unused")}><span className="figure">{real ? count(real.length) : NOTHING}</span></Kpi>
      <Kpi label={label("endpoints", "webhooks")} sub={bad ? <span className="bad">{t("figures.failing", { n: bad, count: bad })}</span> : t("figures.fine")}><span className="figure">{endpoints ? count(endpoints.length) : NOTHING}</span></Kpi>
      <Kpi label={label("waiting", "webhooks")} sub={t("figures.waitingIs")}><span className="figure">{waiting === undefined ? NOTHING : count(waiting)}</span></Kpi>
    </KpiStrip>
  );
}

const STEPS = [
  { key: "sandbox", to: "sandboxes" },
  { key: "stays", to: "sandboxes" },
  { key: "events", to: "webhooks" },
  { key: "live", to: "keys?make=live" },
] as const;

function Steps() {
  const { t } = useTranslation("vendors");
  const { path } = useScope();
  return (
    <ol className={styles.steps}>
      {STEPS.map(({ key, to }, index) => (
        <li key={key}>
          <span className={styles.step} aria-hidden="true">{index + 1}</span>
          <div>
            <b className="b">{t(`steps.${key}`)}</b>
            <p className="small t2">{t(`steps.${key}How`)}</p>
            <Link className="small" to={`${path}/${to}`}>{t(`steps.${key}Go`)}</Link>
            {key === "events" && <> · <Link className="small" to={`${path}/events`}>{t("steps.eventsPoll")}</Link></>}
          </div>
        </li>
      ))}
    </ol>
  );
}
