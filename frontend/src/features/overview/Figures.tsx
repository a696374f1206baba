import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ChurnReport } from "@/api/winningTypes";
import type { Bucket, ChainComparison, ChainInfo, ChannelMixReport, RepeatReport } from "@/api/types";
import { SplitBar } from "@/components/charts/SplitBar";
import { BigFigure, BigShare, Delta } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Sparkline } from "@/components/Sparkline";
import { Bone } from "@/components/States";
import { count, percent, points, rate } from "@/lib/numbers";
import { useScope } from "@/session/scope";

interface FiguresProps {
  chain: ChainInfo;
  now: ChainComparison | undefined;
  then: ChainComparison | undefined;
  trend: RepeatReport | undefined;
  mixTrend: ChannelMixReport | undefined;
  bucket: Bucket;
  /** Who slips away; null where it cannot be told. */
  slips: ChurnReport | null | undefined;
}

const change = (now: number | null | undefined, then: number | null | undefined): number | null =>
  now === null || now === undefined || then === null || then === undefined ? null : (now - then) * 100;

/** A line of a weekly measure in the strip; nothing while it is on its way, the space is kept. */
function Trend({ values, target, label, good, note }: { values: (number | null)[] | undefined; target: number; label: string; good: boolean; note: string }) {
  const { t } = useTranslation();
  if (!values || values.length < 2) return null;
  const first = values.find((value) => value !== null);
  const last = values.findLast((value) => value !== null);
  return (
    <Sparkline
      values={values} target={target / 100} width={132} height={44} tone={good ? "acc" : "bad"} first={percent(first)} last={percent(last)}
      note={note} label={t("trendSays", { name: label, first: percent(first), last: percent(last), target })}
    />
  );
}

/** The four key figures: coming back, own guests, remarks, and who is slipping away. */
export function Figures({ chain, now, then, trend, mixTrend, bucket, slips }: FiguresProps) {
  const { t } = useTranslation("overview");
  if (!now) return <FigureBones />;
  const repeatChange = change(now.chain_repeat_guest_rate, then?.chain_repeat_guest_rate);
  const { member, ota } = now.channel_mix;
  const memberChange = change(member.share, then?.channel_mix.member.share);
  const { remarks } = now;
  const remarkGap = remarks.completion_rate === null ? null : remarks.completion_rate * 100 - chain.target_remark_rate;
  const repeatGap = now.chain_repeat_guest_rate === null ? null : now.chain_repeat_guest_rate * 100 - chain.target_repeat_rate;
  const target = (value: number) => t("target", { ns: "common", value });
  const part = (n: number) => (remarks.due ? n / remarks.due : 0);
  return (
    <KpiStrip figures={4}>
      <Kpi
        label={t("kpi.repeat")} aside={target(chain.target_repeat_rate)} delta={<Delta change={repeatChange} />}
        sub={t("kpi.repeatSub", { n: count(now.chain_repeat_guests_to_date), all: count(now.chain_guests_to_date), gap: points(repeatGap) })}
        trend={<Trend note={t("kpi.perHouse")} values={trend?.buckets.map((one) => one.repeat_guest_rate)} target={chain.target_repeat_rate} label={t("kpi.repeat")} good={(repeatChange ?? 0) >= 0} />}
      >
        <BigShare share={now.chain_repeat_guest_rate} />
      </Kpi>
      <Kpi
        label={t("kpi.member")} aside={target(chain.targets.member)} delta={<Delta change={memberChange} />}
        sub={t("kpi.memberSub", { ota: rate(ota.share), gap: points(member.gap_pp) })}
        trend={<Trend note={t("lastBucket", { ns: "common", context: bucket })} values={mixTrend?.buckets.map((one) => one.channel_mix.member.share)} target={chain.targets.member} label={t("kpi.member")} good={(memberChange ?? 0) >= 0} />}
      >
        <BigShare share={member.share} />
      </Kpi>
      <Kpi
        label={t("kpi.remark")} aside={target(chain.target_remark_rate)} delta={<Delta change={change(remarks.completion_rate, then?.remarks.completion_rate)} />}
        sub={t("kpi.remarkSub", { onTime: rate(remarks.on_time_rate), n: count(remarks.due - remarks.complete), gap: points(remarkGap) })}
        trend={remarks.due > 0 && (
          <SplitBar
            target={chain.target_remark_rate} label={t("kpi.remarkSplit", { onTime: rate(part(remarks.on_time)), late: rate(part(remarks.complete - remarks.on_time)), missing: rate(part(remarks.due - remarks.complete)) })}
            parts={[
              { share: part(remarks.on_time), colour: "var(--rm-ontime)" }, { share: part(remarks.complete - remarks.on_time), colour: "var(--rm-late)" },
              { share: part(remarks.due - remarks.complete), colour: "var(--rm-missing)" },
            ]}
            says={t("kpi.remarkSplit", { onTime: rate(part(remarks.on_time)), late: rate(part(remarks.complete - remarks.on_time)), missing: rate(part(remarks.due - remarks.complete)) })}
          />
        )}
      >
        <BigShare share={remarks.completion_rate} />
      </Kpi>
      <AtRisk slips={slips} />
    </KpiStrip>
  );
}

/** Guests past their usual interval, with the churn rate and how many first-time guests come again: nobody may guess at it (C84). */
function AtRisk({ slips }: { slips: FiguresProps["slips"] }) {
  const { t } = useTranslation("overview");
  const { path } = useScope();
  if (slips === undefined) return <Kpi label={t("kpi.risk")} sub={<Bone width="70%" />} trend={<Bone width="90%" />}><BigFigure>{undefined}</BigFigure></Kpi>;
  if (slips === null || slips.total.guests === 0) return <Kpi label={t("kpi.risk")} sub={t("kpi.riskNone")}><BigFigure>–</BigFigure></Kpi>;
  const { total, before, trend, second_visit: second } = slips;
  const values = trend.map((month) => month.at_risk);
  const [first, last] = [values[0], values.at(-1)];
  const grown = before ? total.at_risk - before.at_risk : null;
  return (
    <Kpi
      label={<Link className="opens" to={`${path}/repeat/churn`}>{t("kpi.risk")}</Link>} aside={t("kpi.churn", { rate: rate(total.churn_rate) })}
      delta={<Delta change={grown} unit={t("kpi.people")} places={0} wants="less" />}
      sub={t("kpi.riskSub", { share: rate(total.at_risk_rate), second: rate(second.rate) })}
      trend={first !== undefined && last !== undefined && values.length > 1 && (
        <Sparkline values={values} width={132} height={44} tone={last > first ? "bad" : "acc"} first={count(first)} last={count(last)} note={t("lastBucket_month", { ns: "common" })} label={t("kpi.riskSays", { first: count(first), last: count(last) })} />
      )}
    >
      <BigFigure unit={t("kpi.people")}>{count(total.at_risk)}</BigFigure>
    </Kpi>
  );
}

function FigureBones() {
  const { t } = useTranslation("overview");
  return (
    <KpiStrip figures={4}>
      {(["repeat", "member", "remark", "risk"] as const).map((key) => (
        <Kpi key={key} label={t(`kpi.${key}`)} sub={<Bone width="70%" />} trend={<Bone width="90%" />}>
          <span className="figure"><Bone width={84} height={18} /></span>
        </Kpi>
      ))}
    </KpiStrip>
  );
}
