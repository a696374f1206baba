import { useCallback } from "react";
import { count, rate } from "@/lib/numbers";
import EChart, { type Paint } from "./EChart";
import { axisLook, tip, tooltipLook } from "./parts";

interface ColumnsProps {
  label: string;
  bars: readonly { name: string; n: number }[];
  /** What is counted, for the tooltip. */
  unit: string;
  height?: number;
}

/** Counts as columns with their figures on top; the share is in the tooltip and in the table. */
export default function Columns({ label, bars, unit, height = 260 }: ColumnsProps) {
  const option = useCallback(
    (paint: Paint) => {
      const all = bars.reduce((sum, { n }) => sum + n, 0);
      return {
        grid: { left: 8, right: 8, top: 24, bottom: 28 },
        xAxis: { type: "category" as const, data: bars.map(({ name }) => name), ...axisLook(paint), axisLabel: { ...axisLook(paint).axisLabel, interval: 0 } },
        yAxis: { type: "value" as const, show: false },
        tooltip: {
          ...tooltipLook(paint), axisPointer: { type: "none" as const },
          formatter: (given: unknown) => {
            const bar = bars[(given as { dataIndex: number }[])[0]?.dataIndex ?? 0];
            return bar ? tip(bar.name, [{ marker: paint("accent"), name: unit, value: `${count(bar.n)} · ${rate(all ? bar.n / all : null)}` }]) : "";
          },
        },
        series: [{
          type: "bar" as const, data: bars.map(({ n }) => n), barMaxWidth: 44, itemStyle: { color: paint("accent") }, labelLayout: { hideOverlap: true },
          label: { show: true, position: "top" as const, color: paint("text-2"), fontSize: 12, formatter: ({ value }: { value: unknown }) => count(Number(value)) },
        }],
      };
    },
    [bars, unit],
  );
  return <EChart label={label} height={height} option={option} />;
}
