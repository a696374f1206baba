import { useCallback } from "react";
import { usePhone } from "@/lib/media";
import { percent, rate } from "@/lib/numbers";
import EChart, { type Paint } from "./EChart";
import { cameBy, type Curve } from "./curves";
import { axisLook, tip, tooltipLook } from "./parts";

interface ReturnCurvesProps {
  label: string;
  curves: readonly Curve[];
  /** Days at the right end. */
  days: number;
  /** How a number of days is written. */
  write: (day: number) => string;
  height?: number;
}

/** Survival curves turned over: the share that has come again, day by day. Each line carries its name at its end. */
export default function ReturnCurves({ label, curves, days, write, height = 280 }: ReturnCurvesProps) {
  const phone = usePhone();
  const option = useCallback(
    (paint: Paint) => ({
      grid: { left: 44, right: phone ? 72 : 132, top: 16, bottom: 28 },
      xAxis: { type: "value" as const, min: 0, max: days, interval: days > 400 ? 180 : 90, ...axisLook(paint), splitLine: { show: false }, axisLabel: { ...axisLook(paint).axisLabel, formatter: write } },
      yAxis: { type: "value" as const, min: 0, ...axisLook(paint), axisLine: { show: false }, axisLabel: { ...axisLook(paint).axisLabel, formatter: "{value} %" } },
      tooltip: {
        ...tooltipLook(paint),
        formatter: (given: unknown) => {
          const day = Math.round((given as { axisValue: number }[])[0]?.axisValue ?? 0);
          return tip(write(day), curves.map(({ name, points, colour }) => ({ marker: paint(colour), name, value: rate(cameBy(points, day)) })));
        },
      },
      series: curves.map(({ name, points, colour, quiet }) => {
        const shown = [[0, 0] as const, ...points.filter(([day]) => day > 0 && day < days)];
        const last = cameBy(points, days);
        return {
          type: "line" as const, name, step: "end" as const, showSymbol: false,
          data: [...shown, [days, last] as const].map(([day, share]) => [day, share * 100]),
          lineStyle: { width: quiet ? 1.5 : 2, color: paint(colour) }, itemStyle: { color: paint(colour) },
          endLabel: { show: true, formatter: phone ? name : `${name} ${percent(last)}`, color: paint(quiet ? "text-2" : "text-1"), fontSize: 12, distance: 8 },
          labelLayout: { moveOverlap: "shiftY" as const },
        };
      }),
    }),
    [curves, days, write, phone],
  );
  return <EChart label={label} height={height} option={option} />;
}
