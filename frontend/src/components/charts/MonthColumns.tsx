import { useTranslation } from "react-i18next";
import { percent } from "@/lib/numbers";
import styles from "./months.module.css";

export interface MonthRate {
  month: string;
  rate: number | null;
  /** Not all have had their days yet: the figure can still grow. */
  open?: boolean;
}

const TOP = 22;
const FOOT = 24;

/** A rate month by month as columns with their figures on top; a month that is not over is pale. */
export function MonthColumns({ months, label, height = 220 }: { months: readonly MonthRate[]; label: string; height?: number }) {
  const { t } = useTranslation();
  const most = Math.max(0.01, ...months.map(({ rate }) => rate ?? 0));
  const floor = height - FOOT;
  const wide = 100 / Math.max(1, months.length);
  return (
    <svg className={styles.plot} height={height} role="img" aria-label={label}>
      <line className={styles.axis} x1="0" x2="100%" y1={floor} y2={floor} />
      {months.map(({ month, rate, open }, index) => {
        const tall = ((rate ?? 0) / most) * (floor - TOP);
        return (
          <g key={month}>
            <title>{`${month} ${percent(rate)} %${open ? ` · ${t("monthOpen")}` : ""}`}</title>
            {rate !== null && <rect className={open ? styles.open : styles.bar} x={`${(index + 0.19) * wide}%`} width={`${wide * 0.62}%`} y={floor - tall} height={Math.max(1, tall)} rx="2" />}
            <text className={open ? "t3" : "t1"} x={`${(index + 0.5) * wide}%`} y={floor - tall - 6} textAnchor="middle">{percent(rate)}</text>
            {(months.length <= 7 || (months.length - 1 - index) % 2 === 0) && <text className="t3" x={`${(index + 0.5) * wide}%`} y={floor + 18} textAnchor="middle">{month.endsWith("-01") || index === 0 ? month : month.slice(5)}</text>}
          </g>
        );
      })}
    </svg>
  );
}
