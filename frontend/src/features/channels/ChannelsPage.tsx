import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { profitIn } from "@/api/profitTypes";
import { channelMix, comparison } from "@/api/reports";
import { CHANNELS, type Bucket, type By, type Channel, type ChannelMix, type ComparisonRow, type MixBucket } from "@/api/types";
import { ChannelMark, ChannelName } from "@/components/ChannelMark";
import { furthest, MixBars } from "@/components/charts/MixBars";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { BigShare, Delta } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { NoStays } from "@/components/NoStays";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Left } from "@/components/profit/Left";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { RangePicker } from "@/components/RangePicker";
import { Bone, Bones, ErrorState } from "@/components/States";
import { visitsBehind } from "@/lib/behind";
import { daysBetween, daysText } from "@/lib/dates";
import { count, money, points, rate, signed } from "@/lib/numbers";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";

const MixTrend = lazy(() => import("@/components/charts/MixTrend"));
const BYS: readonly By[] = ["visits", "nights", "revenue", "guests"];
const BUCKETS: readonly Bucket[] = ["day", "week", "month"];

const bucketFor = (days: number): Bucket => (days <= 31 ? "day" : days <= 200 ? "week" : "month");

/** Are we still living on OTA? The mix against its targets, by property and over time. */
export default function ChannelsPage() {
  const { t } = useTranslation("channels");
  const scope = useScope();
  const place = useReportPlace();
  const { change, ...period } = usePeriod(scope.timeZone);
  const [by, setBy] = useState<By>("visits");
  const fits = bucketFor(daysBetween(period.from, period.to) + 1);
  const [asked, setBucket] = useState<Bucket | null>(null);
  const bucket = asked ?? fits;
  const now = useQuery(comparison(place.api, period, by));
  const then = useQuery(comparison(place.api, period.earlier, by));
  const trend = useQuery(channelMix(place.api, period, bucket, by));
  useFreshness(now.data?.as_of);
  const whole = now.data?.chain ?? now.data?.properties[0];
  const before = then.data?.chain ?? then.data?.properties[0];
  const targets = trend.data?.targets ?? scope.chain.targets;
  const until = t("to", { ns: "common" });
  const query = { from: period.from, to: period.to, by, bucket };
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/channel-mix`} query={query} name={t("title")} />;
  const rows = now.data?.properties.filter(({ visits }) => visits > 0).toSorted((a, b) => (b.mix_gap ?? 0) - (a.mix_gap ?? 0)) ?? [];
  const opens = (property: string) =>
    scope.may("see_guests") ? (channel: Channel) => visitsBehind(property, { from: period.from, to: period.to, channel }) : undefined;
  const bars = [
    ...rows.map((row) => ({ key: row.property, name: row.name, mix: row.channel_mix, gap: row.mix_gap, opens: opens(row.property) })),
    ...(whole && rows.length > 1 ? [{ key: "", name: t("chain", { ns: "common" }), mix: whole.channel_mix, gap: whole.mix_gap, last: true }] : []),
  ];
  return (
    <>
      <PageHead title={t("title")} about={daysText(period, until)}>
        <PropertyPicker place={place} />
        <Segmented<By> aria-label={t("by.label")} value={by} onChange={setBy} options={BYS.map((value) => ({ value, label: t(`by.${value}`) }))} />
        <RangePicker period={period} change={change} />
      </PageHead>
      {now.isError ? (
        <div className="panel"><ErrorState problem={now.error} retry={() => void now.refetch()} /></div>
      ) : now.data && rows.length === 0 ? <NoStays /> : (
        <>
          <Answer mix={whole?.channel_mix} gap={whole?.mix_gap} name={place.name} />
          <KpiStrip figures={4}>
            {CHANNELS.map((channel) => <ChannelFigure key={channel} channel={channel} by={by} now={whole?.channel_mix} then={before?.channel_mix} target={targets[channel]} />)}
          </KpiStrip>
          <div className="stack">
            <Panel
              title={t("trend.title", { name: place.name })} says={t(`trend.says.${bucket}`)} tools={tools}
              table={() => <TrendTable buckets={trend.data?.buckets ?? []} />}
              footer={<><span className="row wraps">{CHANNELS.map((channel) => <ChannelName key={channel} channel={channel} />)}<span>{t("trend.lines")}</span></span>
                <Segmented<Bucket> size="small" aria-label={t("bucket.label")} value={bucket} onChange={setBucket} options={BUCKETS.map((value) => ({ value, label: t(`bucket.${value}`) }))} /></>}
            >
              {trend.isError ? <ErrorState problem={trend.error} retry={() => void trend.refetch()} /> : trend.data ? (
                <Later height={280}><MixTrend buckets={trend.data.buckets} targets={targets} label={t("trend.aria", { name: place.name, from: rate(trend.data.buckets[0]?.channel_mix.member.share), to: rate(trend.data.buckets.at(-1)?.channel_mix.member.share) })} /></Later>
              ) : <Bones height={280} lines={6} />}
            </Panel>
            <Panel title={t("bars.title")} says={t("bars.says")} tools={tools} footer={<span>{t("bars.foot")}</span>} table={() => <MixTable rows={rows} by={by} />}>
              {now.data ? <MixBars rows={bars} targets={targets} label={t("bars.title")} /> : <Bones height={320} lines={8} />}
            </Panel>
          </div>
        </>
      )}
    </>
  );
}

function Answer({ mix, gap, name }: { mix: ChannelMix | undefined; gap: number | null | undefined; name: string }) {
  const { t } = useTranslation("channels");
  if (!mix) return <AnswerLine tone="calm"><Bone width="50%" /></AnswerLine>;
  const worst = furthest(mix);
  if (!worst || gap === null || gap === undefined) return <AnswerLine tone="calm">{t("answer.nothing")}</AnswerLine>;
  const part = mix[worst];
  const says = t((part.gap_pp ?? 0) > 0 ? "answer.over" : "answer.under", {
    name, channel: t(`channelIn.${worst}`, { ns: "common" }), share: rate(part.share), size: Math.abs(part.gap_pp ?? 0).toFixed(1), gap: gap.toFixed(1),
  });
  return <AnswerLine tone={gap >= 5 ? "act" : "calm"}>{says}</AnswerLine>;
}

function ChannelFigure({ channel, by, now, then, target }: { channel: Channel; by: By; now: ChannelMix | undefined; then: ChannelMix | undefined; target: number }) {
  const { t } = useTranslation("channels");
  const part = now?.[channel];
  const before = then?.[channel].share;
  const moved = part?.share == null || before == null ? null : (part.share - before) * 100;
  // More members is always good and more OTA never; the other two are good while they come nearer to their target.
  const wantsLess = channel === "ota" || (channel !== "member" && (part?.gap_pp ?? 0) > 0);
  const amount = part && (by === "revenue" ? money(part.value) : `${count(part.value)} ${t(`unit.${by}`)}`);
  return (
    <Kpi
      label={<span className="ch"><ChannelMark channel={channel} />{t(`channel.${channel}`, { ns: "common" })}</span>} aside={t("target", { ns: "common", value: target })}
      delta={<Delta change={moved} wants={wantsLess ? "less" : "more"} />}
      sub={part ? t("kpi.sub", { amount, gap: points(part.gap_pp) }) : <Bone width="60%" />}
    >
      {part ? <BigShare share={part.share} /> : <span className="figure"><Bone width={84} height={18} /></span>}
    </Kpi>
  );
}

function MixTable({ rows, by }: { rows: readonly ComparisonRow[]; by: By }) {
  const { t } = useTranslation("channels");
  const value = (given: number) => (by === "revenue" ? money(given) : count(given));
  const columns: Column<ComparisonRow>[] = [
    { key: "name", title: t("property"), card: "title", render: (row) => <span className="b">{row.name}</span>, sort: (row) => row.name },
    ...CHANNELS.map((channel): Column<ComparisonRow> => ({
      key: channel, title: t(`channel.${channel}`, { ns: "common" }), numeric: true, sort: (row) => row.channel_mix[channel].share,
      render: ({ channel_mix: mix }) => <>{rate(mix[channel].share)} <span className="cap t3">{value(mix[channel].value)}</span><span className="gap">{signed(mix[channel].gap_pp)}</span></>,
    })),
    { key: "gap", title: t("gap", { ns: "common" }), numeric: true, sort: (row) => row.mix_gap, render: (row) => row.mix_gap?.toFixed(1) ?? "–" },
    ...(by === "revenue" && rows.some((row) => profitIn(row).profit !== undefined) ? [{ key: "profit", title: t("profit"), numeric: true, sort: (row: ComparisonRow) => Number(profitIn(row).profit ?? 0), render: (row: ComparisonRow) => <Left profit={profitIn(row).profit} share={profitIn(row).profit_share} complete={profitIn(row).profit_complete} /> }] : []),
  ];
  return <DataTable label={t("bars.title")} dense columns={columns} rows={rows} rowKey={(row) => row.property} />;
}

function TrendTable({ buckets }: { buckets: readonly MixBucket[] }) {
  const { t } = useTranslation("channels");
  const columns: Column<MixBucket>[] = [
    { key: "days", title: t("days"), card: "title", render: ({ from, to }) => (from === to ? from : `${from} – ${to.slice(5)}`) },
    ...CHANNELS.map((channel): Column<MixBucket> => ({
      key: channel, title: t(`channel.${channel}`, { ns: "common" }), numeric: true, render: ({ channel_mix }) => rate(channel_mix[channel].share),
    })),
    { key: "gap", title: t("gap", { ns: "common" }), numeric: true, render: (row) => row.mix_gap?.toFixed(1) ?? "–" },
    { key: "visits", title: t("by.visits"), numeric: true, render: (row) => count(row.visits) },
  ];
  return <DataTable label={t("title")} dense columns={columns} rows={buckets} rowKey={({ from }) => from} />;
}
