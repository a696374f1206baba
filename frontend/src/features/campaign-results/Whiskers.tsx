import { useTranslation } from "react-i18next";
import type { ResultGroup } from "@/api/campaignTypes";
import { points, rate } from "@/lib/numbers";
import { scaleOf, verdictOf, type Scale } from "./reading";
import styles from "./results.module.css";

/** The difference that writing made, group by group: a dot, and the whisker it may lie on; zero is "nothing". */
export function Whiskers({ rows, total, label }: { rows: readonly ResultGroup[]; total: ResultGroup | null; label: string }) {
  const { t } = useTranslation("results");
  const scale = scaleOf([...rows, ...(total ? [total] : [])]);
  return (
    <div className={styles.whiskers} role="group" aria-label={label}>
      <div className={`${styles.line ?? ""} ${styles.axis ?? ""}`} aria-hidden="true">
        <span />
        <div className={styles.ticks}>{scale.steps.map((step) => <span key={step} style={{ left: at(step, scale) }} className={step === 0 ? "b" : undefined}>{step > 0 ? `+${step}` : step < 0 ? `−${-step}` : "0"}</span>)}</div>
        <span className="num">{t("uplift")}</span><span className="num">{t("contactRate")}</span><span className="num">{t("holdoutRate")}</span>
      </div>
      {rows.map((row) => <Line key={row.key} row={row} scale={scale} />)}
      {total && <Line row={total} scale={scale} sum />}
    </div>
  );
}

const at = (value: number, { least, most }: Scale): string => `${(((Math.max(least, Math.min(most, value)) - least) / (most - least)) * 100).toFixed(2)}%`;

function Line({ row, scale, sum = false }: { row: ResultGroup; scale: Scale; sum?: boolean }) {
  const { t } = useTranslation("results");
  const verdict = verdictOf(row);
  const [low, high] = row.uplift_ci ?? [];
  const says = row.uplift_pp === null || low === undefined || high === undefined ? t("dot.none", { name: row.name }) : t("dot.says", { name: row.name, uplift: points(row.uplift_pp), low: points(low), high: points(high) });
  const tone = { more: styles.more, fewer: styles.fewer, unclear: styles.unclear, none: "" }[verdict] ?? "";
  return (
    <div className={`${styles.line ?? ""} ${sum ? (styles.total ?? "") : ""}`}>
      <span className={styles.name}>{row.name}<span className="cap t3">{t("people", { n: row.contact.n, held: row.holdout.n })}</span></span>
      <svg className={`${styles.plot ?? ""} ${tone}`} role="img" aria-label={says}>
        {scale.steps.map((step) => <line key={step} className={step === 0 ? styles.zero : styles.grid} x1={at(step, scale)} x2={at(step, scale)} y1="0" y2="44" />)}
        {row.uplift_pp !== null && low !== undefined && high !== undefined && (
          <>
            <line className={styles.whisker} x1={at(low, scale)} x2={at(high, scale)} y1="22" y2="22" />
            {low >= scale.least && <line className={styles.whisker} x1={at(low, scale)} x2={at(low, scale)} y1="17" y2="27" />}
            {high <= scale.most && <line className={styles.whisker} x1={at(high, scale)} x2={at(high, scale)} y1="17" y2="27" />}
            <circle className={styles.dot} cx={at(row.uplift_pp, scale)} cy="22" r={sum ? 6 : 5} />
          </>
        )}
      </svg>
      <span className={`num ${verdict === "more" ? "good b" : verdict === "fewer" ? "bad b" : "t2"}`}>{row.uplift_pp === null ? t("early.short") : points(row.uplift_pp)}</span>
      <span className="num">{rate(row.rate)}</span>
      <span className="num t2">{rate(row.holdout_rate)}</span>
    </div>
  );
}
