import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { CHANNELS, type Channel, type ChannelTargets, type MixBucket } from "@/api/types";
import { rate } from "@/lib/numbers";
import EChart, { type Paint } from "./EChart";
import { ticksOf } from "./MixBars";
import { axisLook, tip, tooltipLook } from "./parts";

const PAINT: Record<Channel, string> = { member: "ch-member", corporate: "ch-corporate", ota: "ch-ota", walk_in: "ch-walkin" };

/** The mix bucket by bucket, each column 100 %, with the cumulated targets as lines. */
export default function MixTrend({ buckets, targets, label, height = 280 }: { buckets: readonly MixBucket[]; targets: ChannelTargets; label: string; height?: number }) {
  const { t } = useTranslation();
  const option = useCallback(
    (paint: Paint) => ({
      grid: { left: 48, right: 8, top: 12, bottom: 28 },
      xAxis: { type: "category" as const, data: buckets.map(({ from }) => from.slice(5)), ...axisLook(paint) },
      yAxis: {
        type: "value" as const, min: 0, max: 100, interval: 20, ...axisLook(paint), axisLine: { show: false },
        axisLabel: { ...axisLook(paint).axisLabel, formatter: "{value} %" },
      },
      tooltip: {
        ...tooltipLook(paint), axisPointer: { type: "shadow" as const, shadowStyle: { color: paint("ground-3"), opacity: 0.4 } },
        formatter: (given: unknown) => {
          const bucket = buckets[(given as { dataIndex: number }[])[0]?.dataIndex ?? 0];
          if (!bucket) return "";
          const title = bucket.from === bucket.to ? bucket.from : `${bucket.from} – ${bucket.to.slice(5)}`;
          return tip(title, CHANNELS.map((channel) => ({ marker: paint(PAINT[channel]), name: t(`channel.${channel}`), value: rate(bucket.channel_mix[channel].share) })));
        },
      },
      series: CHANNELS.map((channel, index) => ({
        type: "bar" as const, stack: "mix", name: t(`channel.${channel}`), barMaxWidth: 40, barCategoryGap: "22%",
        data: buckets.map(({ channel_mix }) => (channel_mix[channel].share ?? 0) * 100),
        itemStyle: { color: paint(PAINT[channel]), borderColor: paint("ground"), borderWidth: 0.75 },
        ...(index === CHANNELS.length - 1 && {
          markLine: {
            silent: true, symbol: "none", lineStyle: { color: paint("text-1"), type: [3, 3], width: 1 }, label: { show: false },
            data: ticksOf(targets).map((yAxis) => ({ yAxis })),
          },
        }),
      })),
    }),
    [buckets, targets, t],
  );
  return <EChart label={label} height={height} option={option} />;
}
