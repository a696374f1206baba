import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { QueueTold } from "@/api/operatorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { count } from "@/lib/numbers";
import { Ailments } from "./Ailments";
import { worryOf } from "./judging";
import { Waited } from "./parts";
import { healthQuery } from "./queries";

const TAGS = { none: "tag", watch: "tag warn", act: "tag bad" } as const;

/** How the platform feels: what answers, what lags, what waits and since when. */
export default function HealthPage() {
  const { t } = useTranslation("operator");
  const health = useQuery(healthQuery);
  const told = health.data;
  const columns: Column<QueueTold>[] = [
    { key: "code", title: t("health.queue"), card: "title", render: (row) => <><span className="b">{t(`queue.${row.code}`, { defaultValue: row.code })}</span> <code className="cap t3">{row.code}</code></> },
    { key: "is", title: t("health.is"), wrap: true, card: "whole", render: (row) => <span className="small t2">{t(`queueIs.${row.code}`, { defaultValue: "" })}</span> },
    { key: "waiting", title: t("health.waiting"), numeric: true, render: (row) => (row.waiting === null ? <span className="bad">{t("health.unknown")}</span> : count(row.waiting)) },
    { key: "oldest", title: t("health.oldest"), numeric: true, render: (row) => <Waited seconds={row.oldest_s} /> },
    { key: "worry", title: "", card: "aside", render: (row) => <span className={TAGS[worryOf(row)]}>{t(`worry.${worryOf(row)}`)}</span> },
  ];
  if (health.isError && !told) return <><PageHead title={t("nav.health")} /><div className="panel"><ErrorState problem={health.error} retry={() => void health.refetch()} /></div></>;
  if (!told) return <><PageHead title={t("nav.health")} /><div className="panel"><div className="body"><Bones height={420} lines={8} /></div></div></>;
  const answers = (state: string) => <span style={{ fontSize: 20, lineHeight: "38px" }} className={state === "ok" ? "b good" : "b bad"}>{t(state === "ok" ? "health.ok" : "health.away")}</span>;
  return (
    <>
      <PageHead title={t("nav.health")} about={t("health.about", { version: told.version })} />
      <Ailments health={told} />
      <KpiStrip figures={4}>
        <Kpi label={t("health.database")} sub="PostgreSQL">{answers(told.database)}</Kpi>
        <Kpi label={t("health.redis")} sub={t("health.redisIs")}>{answers(told.redis)}</Kpi>
        <Kpi label={t("health.schemas")} sub={told.schemas.lagging.length ? <span className="bad">{t("health.lagging", { n: told.schemas.lagging.length, count: told.schemas.lagging.length })}</span> : t("health.noneLags")}><span className="figure">{count(told.schemas.ready)}</span></Kpi>
        <Kpi label={t("health.spares")} sub={t("health.sparesAre")}><span className={told.spares === 0 ? "figure warn" : "figure"}>{count(told.spares)}</span></Kpi>
      </KpiStrip>
      <div className="stack">
        <Panel title={t("health.queues")} says={t("health.queuesSays")} flush>
          <DataTable label={t("health.queues")} columns={columns} rows={told.queues} rowKey={(row) => row.code} empty={<EmptyState title={t("health.noQueues")} />} />
        </Panel>
        {told.schemas.lagging.length > 0 && (
          <Panel title={t("health.laggards")} says={t("health.laggardsSays")}>
            <p className="row wraps">{told.schemas.lagging.map((slug) => <code key={slug} className="tag bad">{slug}</code>)}</p>
          </Panel>
        )}
      </div>
    </>
  );
}
