import { useCallback } from "react";
import { rate } from "@/lib/numbers";
import EChart, { type Paint } from "./EChart";
import { axisLook, tip, tooltipLook } from "./parts";

export interface TrendLine {
  name: string;
  /** Shares 0–1. */
  values: readonly (number | null)[];
  /** A variable of tokens.css. */
  colour: string;
  quiet?: boolean;
}

interface LineTrendProps {
  label: string;
  days: readonly string[];
  lines: readonly TrendLine[];
  /** Per cent. */
  target?: { value: number; name: string };
  height?: number;
}

/** Shares over time; each line carries its name at its end instead of a legend. */
export default function LineTrend({ label, days, lines, target, height = 280 }: LineTrendProps) {
  const option = useCallback(
    (paint: Paint) => ({
      grid: { left: 44, right: 96, top: 16, bottom: 28 },
      xAxis: { type: "category" as const, data: [...days], boundaryGap: false, ...axisLook(paint), splitLine: { show: false } },
      yAxis: {
        type: "value" as const, scale: true, ...axisLook(paint), axisLine: { show: false },
        min: ({ min }: { min: number }) => Math.max(0, Math.floor((Math.min(min, target?.value ?? min) - 1) / 5) * 5),
        max: ({ max }: { max: number }) => Math.min(100, Math.ceil((Math.max(max, target?.value ?? max) + 1) / 5) * 5),
        axisLabel: { ...axisLook(paint).axisLabel, formatter: "{value} %" },
      },
      tooltip: {
        ...tooltipLook(paint),
        formatter: (given: unknown) => {
          const points = given as { dataIndex: number; axisValue: string }[];
          const at = points[0]?.dataIndex ?? 0;
          return tip(points[0]?.axisValue ?? "", lines.map((line) => ({ marker: paint(line.colour), name: line.name, value: rate(line.values[at]) })));
        },
      },
      series: lines.map((line, index) => ({
        type: "line" as const, name: line.name, data: line.values.map((value) => (value === null ? null : value * 100)),
        symbol: "circle", symbolSize: 5, showSymbol: days.length <= 31, lineStyle: { width: line.quiet ? 1.5 : 2, color: paint(line.colour) }, itemStyle: { color: paint(line.colour) },
        endLabel: { show: true, formatter: `${line.name} ${((line.values.findLast((value) => value !== null) ?? 0) * 100).toFixed(1)}`, color: paint(line.quiet ? "text-2" : "text-1"), fontSize: 12, distance: 8 },
        labelLayout: { moveOverlap: "shiftY" as const },
        ...(index === 0 && target && {
          markLine: {
            silent: true, symbol: "none", data: [{ yAxis: target.value }], lineStyle: { color: paint("text-3"), type: [3, 3] },
            label: { formatter: `${target.name} ${target.value} %`, color: paint("text-3"), fontSize: 12, position: "insideStartTop" as const },
          },
        }),
      })),
    }),
    [days, lines, target],
  );
  return <EChart label={label} height={height} option={option} />;
}
