import { useCallback } from "react";
import { usePhone } from "@/lib/media";
import { count } from "@/lib/numbers";
import EChart, { type Paint } from "./EChart";
import { axisLook, tip, tooltipLook } from "./parts";

export interface AmountLine {
  name: string;
  values: readonly (number | null)[];
  /** A variable of tokens.css. */
  colour: string;
  quiet?: boolean;
}

interface AmountTrendProps {
  label: string;
  days: readonly string[];
  lines: readonly AmountLine[];
  /** How a value is written: money or a count. */
  write?: (value: number) => string;
  height?: number;
}

/** Sums or counts over time from zero on; each line carries its name and its last value at its end. */
export default function AmountTrend({ label, days, lines, write = count, height = 280 }: AmountTrendProps) {
  const phone = usePhone();
  const option = useCallback(
    (paint: Paint) => ({
      grid: { left: 64, right: phone ? 64 : 148, top: 16, bottom: 28 },
      xAxis: { type: "category" as const, data: [...days], boundaryGap: false, ...axisLook(paint), splitLine: { show: false } },
      yAxis: { type: "value" as const, min: 0, ...axisLook(paint), axisLine: { show: false }, axisLabel: { ...axisLook(paint).axisLabel, formatter: (value: number) => write(value) } },
      tooltip: {
        ...tooltipLook(paint),
        formatter: (given: unknown) => {
          const points = given as { dataIndex: number; axisValue: string }[];
          const at = points[0]?.dataIndex ?? 0;
          const said = (value: number | null | undefined) => (value === null || value === undefined ? "–" : write(value));
          return tip(points[0]?.axisValue ?? "", lines.map((line) => ({ marker: paint(line.colour), name: line.name, value: said(line.values[at]) })));
        },
      },
      series: lines.map((line) => ({
        type: "line" as const, name: line.name, data: [...line.values], symbol: "circle", symbolSize: 5, showSymbol: days.length <= 14,
        lineStyle: { width: line.quiet ? 1.5 : 2, color: paint(line.colour) }, itemStyle: { color: paint(line.colour) },
        endLabel: { show: true, formatter: phone ? line.name : `${line.name} ${write(line.values.findLast((value) => value !== null) ?? 0)}`, color: paint(line.quiet ? "text-2" : "text-1"), fontSize: 12, distance: 8 },
        labelLayout: { moveOverlap: "shiftY" as const },
      })),
    }),
    [days, lines, write, phone],
  );
  return <EChart label={label} height={height} option={option} />;
}
