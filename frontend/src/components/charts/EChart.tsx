import type { EChartsType } from "echarts/core";
import type { EChartsOption } from "echarts/types/dist/shared";
import { useEffect, useRef } from "react";
import { useScheme } from "@/theme/scheme";
import styles from "./charts.module.css";

/** A colour of tokens.css as it is now, for what draws outside of CSS. */
export type Paint = (variable: string) => string;

interface EChartProps {
  /** What the picture says, for those who cannot see it. */
  label: string;
  height: number;
  option: (paint: Paint) => EChartsOption;
}

/** An ECharts picture: SVG, sized by its place, repainted when the colour scheme changes. */
export default function EChart({ label, height, option }: EChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let chart: EChartsType | undefined;
    let gone = false;
    const resize = new ResizeObserver(() => chart?.resize());
    void import("./engine").then(({ init }) => {
      if (gone) return;
      const values = getComputedStyle(document.documentElement);
      const paint: Paint = (variable) => values.getPropertyValue(`--${variable}`).trim();
      chart = init(element, null, { renderer: "svg", height });
      chart.setOption({ animation: false, textStyle: { fontFamily: paint("font") }, ...option(paint) });
      resize.observe(element);
    });
    return () => {
      gone = true;
      resize.disconnect();
      chart?.dispose();
    };
  }, [option, height, scheme]);
  return <div ref={place} role="img" aria-label={label} className={styles.trend} style={{ height }} />;
}
