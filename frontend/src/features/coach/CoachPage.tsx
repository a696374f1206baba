import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { coach } from "@/api/winning";
import type { Coach } from "@/api/winningTypes";
import { ChannelMark } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { BigFigure, BigShare } from "@/components/Figures";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { NoStays } from "@/components/NoStays";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { count, points, rate, signed } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import styles from "./coach.module.css";
import { stepOf, STEPS, targetOf } from "./steps";

const LineTrend = lazy(() => import("@/components/charts/LineTrend"));
type Data = Coach | undefined;

/** 渠道建议: how far the mix is from its target, and what to do about OTA now, and what not yet. */
export default function CoachPage() {
  const { t } = useTranslation("coach");
  const scope = useScope();
  const place = useReportPlace();
  const report = useQuery(coach(place.api));
  const { data } = report;
  const tools = scope.may("export_data") && data && <ExportMenu path={`${place.api}/reports/channel-mix`} query={{ from: data.from, to: data.to, bucket: "month" }} name={t("title")} />;
  return (
    <>
      <PageHead title={t("title")} about={data ? daysText({ from: data.from, to: data.to }, t("to", { ns: "common" })) : <Bone width={150} />}><PropertyPicker place={place} /></PageHead>
      {report.isError ? <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div> : data?.visits === 0 ? <NoStays /> : (
        <>
          <AnswerLine tone={data?.alarm ? "act" : data?.advice.code === "ease" ? "calm" : "warn"}>{data ? data.advice.says : <Bone width="60%" />}</AnswerLine>
          <Mix data={data} />
          <div className="grid">
            <Road data={data} tools={tools} />
            <Advice data={data} to={place.property ? `/p/${place.property.slug}` : scope.path} />
          </div>
        </>
      )}
    </>
  );
}

function Mix({ data }: { data: Data }) {
  const { t } = useTranslation("coach");
  return (
    <KpiStrip figures={4}>
      {(["member", "corporate", "ota", "walk_in"] as const).map((channel) => {
        const part = data?.parts.find((one) => one.channel === channel);
        // More of its own guests is always good, more OTA never; the other two are good near their target.
        const bad = part?.gap_pp != null && (channel === "ota" ? part.gap_pp > 0 : channel === "member" ? part.gap_pp < 0 : false);
        return (
          <Kpi
            key={channel} label={<span className="ch"><ChannelMark channel={channel} />{t(`channel.${channel}`, { ns: "common" })}</span>} aside={part && t("target", { ns: "common", value: targetOf(part) })}
            sub={part ? <>{t("mix.visits", { n: count(part.visits), count: part.visits })} · <span className={bad && Math.abs(part.gap_pp ?? 0) >= FAR ? "bad" : ""}>{t("mix.gap", { gap: points(part.gap_pp) })}</span></> : <Bone width="60%" />}
          >
            {part ? <BigShare share={part.share} /> : <BigFigure>{undefined}</BigFigure>}
          </Kpi>
        );
      })}
    </KpiStrip>
  );
}
const FAR = 12;

/** Private share against OTA month by month: where the two lines cross, the advice turns. */
function Road({ data, tools }: { data: Data; tools: React.ReactNode }) {
  const { t } = useTranslation("coach");
  const lines = useMemo(() => (data ? [
    { name: t("channel.ota", { ns: "common" }), values: data.trend.map(({ ota }) => ota), colour: "ch-ota" },
    { name: t("channel.member", { ns: "common" }), values: data.trend.map(({ member }) => member), colour: "ch-member" },
  ] : []), [data, t]);
  const days = useMemo(() => data?.trend.map(({ month }) => month.slice(2)) ?? [], [data]);
  const alarm = useMemo(() => ({ value: (data?.alarm_above ?? 0.5) * 100, name: t("road.alarm") }), [data, t]);
  type Row = Coach["trend"][number];
  const columns: Column<Row>[] = [
    { key: "month", title: t("month"), card: "title", render: (row) => row.month },
    { key: "visits", title: t("visits"), numeric: true, render: (row) => count(row.visits) },
    ...(["member", "corporate", "ota", "walk_in"] as const).map((channel): Column<Row> => ({ key: channel, title: t(`channel.${channel}`, { ns: "common" }), numeric: true, render: (row) => rate(row[channel]) })),
  ];
  const { crossover } = data ?? {};
  return (
    <Panel
      className="c7" title={t("road.title")} says={crossover?.says} tools={tools} table={() => <DataTable label={t("road.title")} dense columns={columns} rows={data?.trend} rowKey={({ month }) => month} />}
      footer={<span>{crossover?.member_pp_month == null ? t("road.foot") : t("road.slopes", { member: signed(crossover.member_pp_month, 2), ota: signed(crossover.ota_pp_month, 2) })}</span>}
    >
      {!data ? <Bones height={280} lines={6} /> : data.trend.length < 2 ? <EmptyState title={t("road.short")}>{t("road.shortHint")}</EmptyState> : <Later height={280}><LineTrend label={t("road.aria", { says: data.crossover.says })} days={days} lines={lines} target={alarm} /></Later>}
    </Panel>
  );
}

/** The rule in words, with the step one stands on, and what else is noticed. */
function Advice({ data, to }: { data: Data; to: string }) {
  const { t } = useTranslation("coach");
  const { may } = useScope();
  const at = data && stepOf(data);
  return (
    <Panel className="c5" title={t("rule.title")} says={t("rule.says")}>
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <li key={step} className={at === step ? styles.on : undefined} aria-current={at === step ? "step" : undefined}>
            <span className={styles.no} aria-hidden="true">{index + 1}</span>
            <span><b className="b">{t(`rule.${step}.when`, { n: Math.round((data?.alarm_above ?? 0.5) * 100) })}</b>{at === step && <> <span className="tag acc">{t("rule.here")}</span></>}<span className="gap">{t(`rule.${step}.do`)}</span></span>
          </li>
        ))}
      </ol>
      {data && data.more.length > 0 && (
        <>
          <hr className="hr" />
          <ul className={styles.more}>
            {data.more.map(({ code, says }) => <li key={says}><Icon name={code === "few_visits" ? "repeat" : "source"} /><span>{says}</span></li>)}
          </ul>
        </>
      )}
      <hr className="hr" />
      <div className="row wraps">
        {may("see_campaigns") && <Link className="btn small" to={`${to}/win-back`}>{t("toWinBack")}</Link>}
        <Link className="btn small" to={to.startsWith("/p/") ? `${to}/reports/pool` : `${to}/channels/pool`}>{t("toPool")}</Link>
      </div>
    </Panel>
  );
}

