import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { FAR_PP, Opens } from "@/components/Figures";
import { count, rate } from "@/lib/numbers";
import styles from "./charts.module.css";

export type RemarkPart = "on_time" | "late" | "missing";
export const REMARK_PARTS: readonly RemarkPart[] = ["on_time", "late", "missing"];

export interface RemarkBarRow {
  key: string;
  name: string;
  due: number;
  complete: number;
  on_time: number;
  /** Per cent. */
  target: number;
  opens?: ((part: RemarkPart) => string) | undefined;
}

const partsOf = ({ due, complete, on_time }: Pick<RemarkBarRow, "due" | "complete" | "on_time">): Record<RemarkPart, number> => ({
  on_time, late: complete - on_time, missing: due - complete,
});

/** Remarks per row, split on time / late / missing; the labels stand above the first bar. */
export function RemarkBars({ rows, target, label }: { rows: readonly RemarkBarRow[]; target: number; label: string }) {
  const { t } = useTranslation();
  const first = rows.find(({ due }) => due > 0);
  return (
    <div className={styles.chart} role="group" aria-label={label}>
      <div className={`${styles.row ?? ""} ${styles.remarks ?? ""} ${styles.head ?? ""}`}>
        <span />
        {first ? <PartLabels row={first} target={target} /> : <span />}
        <span className={styles.figure} style={{ fontSize: 12 }}>{t("completionRate")}</span>
        <span className={styles.figure} style={{ fontSize: 12 }}>{t("onTimeRate")}</span>
        <span className={styles.figure} style={{ fontSize: 12 }}>{t("remark.missing")}</span>
      </div>
      {rows.map((row) => <RemarkLine key={row.key} row={row} />)}
    </div>
  );
}

/** Labels over the parts of the first bar, where they fit beside the target's. */
export function PartLabels({ row, target }: { row: Pick<RemarkBarRow, "due" | "complete" | "on_time">; target: number }) {
  const { t } = useTranslation();
  const late = (row.on_time / row.due) * 100;
  const missing = (row.complete / row.due) * 100;
  return (
    <div className={styles.labels} aria-hidden="true">
      <span className="b" style={{ left: 0, color: "var(--text-1)" }}>{t("remark.on_time")}</span>
      {missing - late > 9 && late > 12 && <span style={{ left: `${late}%` }} className={`t2 ${styles.lateLabel ?? ""}`}>{t("remark.late")}</span>}
      {missing < target - 27 && missing > 22 && <span style={{ left: `${missing}%` }} className="bad">{t("remark.missing")}</span>}
      <span style={{ left: `${target}%`, transform: "translateX(-50%)", color: "var(--text-1)" }}>{target}&nbsp;%</span>
    </div>
  );
}

export function RemarkBar({ row }: { row: Omit<RemarkBarRow, "key"> }) {
  const { t } = useTranslation();
  const parts = partsOf(row);
  return (
    <div className={styles.bar}>
      {REMARK_PARTS.map((part) => {
        if (parts[part] <= 0) return null;
        const says = `${row.name} ${t(`remark.${part}`)} ${count(parts[part])}`;
        const props = { className: styles[part], style: { flex: `${parts[part]} 0 0` }, title: says };
        return row.opens ? <Link key={part} {...props} to={row.opens(part)} aria-label={says} /> : <span key={part} {...props} />;
      })}
      <i className={`${styles.tick ?? ""} ${styles.full ?? ""}`} style={{ left: `${row.target}%` }} aria-hidden="true" />
    </div>
  );
}

function RemarkLine({ row }: { row: RemarkBarRow }) {
  const share = row.due ? row.complete / row.due : null;
  const far = share !== null && row.target - share * 100 >= FAR_PP * 2;
  return (
    <div className={`${styles.row ?? ""} ${styles.remarks ?? ""}`}>
      <span className={styles.name} title={row.name}>{row.name}</span>
      <RemarkBar row={row} />
      <span className={`${styles.figure ?? ""} ${styles.strong ?? ""} ${far ? "bad b" : ""}`}>{rate(share)}</span>
      <span className={styles.figure}>{rate(row.due ? row.on_time / row.due : null)}</span>
      <span className={`${styles.figure ?? ""} ${styles.strong ?? ""}`}>
        <Opens to={row.opens?.("missing")}>{count(row.due - row.complete)}</Opens>
      </span>
    </div>
  );
}
