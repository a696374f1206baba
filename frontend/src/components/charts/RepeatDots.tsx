import { useTranslation } from "react-i18next";
import { Opens } from "@/components/Figures";
import { percent, signed } from "@/lib/numbers";
import styles from "./charts.module.css";

export interface DotRow {
  key: string;
  name: string;
  now: number | null;
  then: number | null;
  opens?: string | undefined;
  last?: boolean;
}

/** Round steps over the values and the target: per cent, 5 apart or as much as keeps the steps few. */
export function axisOf(values: readonly number[], target: number): { least: number; most: number; steps: number[] } {
  const all = [...values.map((value) => value * 100), target];
  const step = [5, 10, 20].find((size) => (Math.max(...all) - Math.min(...all)) / size <= 6) ?? 25;
  const least = Math.max(0, Math.floor((Math.min(...all) - 1) / step) * step);
  const most = Math.max(least + step, Math.ceil((Math.max(...all) + 1) / step) * step);
  const steps = Array.from({ length: Math.round((most - least) / step) + 1 }, (_, index) => least + index * step);
  return { least, most, steps };
}

/** Repeat guest rate now (filled) and before (hollow); red where it falls. Sorted by whoever calls. */
export function RepeatDots({ rows, target, label }: { rows: readonly DotRow[]; target: number; label: string }) {
  const { t } = useTranslation();
  const values = rows.flatMap(({ now, then }) => [now, then]).filter((value): value is number => value !== null);
  const { least, most, steps } = axisOf(values, target);
  const x = (value: number) => `${(((value - least) / (most - least)) * 100).toFixed(2)}%`;
  return (
    <div className={styles.chart} role="group" aria-label={label}>
      <div className={`${styles.row ?? ""} ${styles.dots ?? ""} ${styles.head ?? ""}`}>
        <span />
        <div className={styles.axisLabels} aria-hidden="true">
          {steps.map((step, index) => {
            const covered = step !== target && (Math.abs(step - target) / (most - least)) * 100 < 9;
            return !covered && <span key={step} style={{ left: x(step) }} className={step === target ? "b" : ""}>{step}{index === 0 && " %"}</span>;
          })}
          {!steps.includes(target) && <span style={{ left: x(target) }} className="b">{target}</span>}
          <span style={{ left: x(target) }} className={styles.goal}>{t("goal")}</span>
        </div>
        <span className={styles.figure} style={{ alignSelf: "end", fontSize: 12 }}>{t("now")}</span>
        <span className={styles.figure} style={{ alignSelf: "end", fontSize: 12 }}>{t("changePp")}</span>
      </div>
      {rows.map((row, index) => <DotLine key={row.key} row={row} x={x} steps={steps} target={target} named={index === 0} />)}
    </div>
  );
}

interface DotLineProps {
  row: DotRow;
  x: (value: number) => string;
  steps: readonly number[];
  target: number;
  named: boolean;
}

function DotLine({ row, x, steps, target, named }: DotLineProps) {
  const { t } = useTranslation();
  const { now, then } = row;
  const change = now !== null && then !== null ? (now - then) * 100 : null;
  const falling = change !== null && change < -0.05 ? (styles.falling ?? "") : "";
  const rising = change !== null && change > 0.05;
  const right = (now ?? 0) >= (then ?? 0);
  return (
    <div className={`${styles.row ?? ""} ${styles.dots ?? ""} ${row.last ? (styles.last ?? "") : ""}`}>
      <span className={styles.name} title={row.name}>{row.name}</span>
      <svg className={styles.plot} role="img" aria-label={t("dotSays", { name: row.name, now: percent(now), then: percent(then) })}>
        {steps.map((step) => <line key={step} className={styles.gridline} x1={x(step)} x2={x(step)} y1="0" y2="36" />)}
        <line className={styles.goalline} x1={x(target)} x2={x(target)} y1="0" y2="36" />
        {now !== null && then !== null && <line className={`${styles.moved ?? ""} ${falling}`} x1={x(then * 100)} x2={x(now * 100)} y1="18" y2="18" />}
        {then !== null && <circle className={styles.then} cx={x(then * 100)} cy="18" r="4.5" />}
        {now !== null && <circle className={`${styles.now ?? ""} ${falling}`} cx={x(now * 100)} cy="18" r="5" />}
        {named && now !== null && then !== null && (
          <>
            <text className="t1 b" x={x(now * 100)} dx={right ? 10 : -10} y="22" textAnchor={right ? "start" : "end"}>{t("now")}</text>
            <text className="t3" x={x(then * 100)} dx={right ? -10 : 10} y="22" textAnchor={right ? "end" : "start"}>{t("then")}</text>
          </>
        )}
      </svg>
      <span className={`${styles.figure ?? ""} ${styles.strong ?? ""}`}><Opens to={row.opens}>{percent(now)}</Opens></span>
      <span className={`${styles.figure ?? ""} ${falling ? "bad" : rising ? "good" : ""}`}>{signed(change)}</span>
    </div>
  );
}
