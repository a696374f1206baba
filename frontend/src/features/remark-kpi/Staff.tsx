import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RemarkRow } from "@/api/types";
import { PartLabels, RemarkBar } from "@/components/charts/RemarkBars";
import { FAR_PP } from "@/components/Figures";
import { EmptyState } from "@/components/States";
import { count, hours, rate } from "@/lib/numbers";
import styles from "./remarkKpi.module.css";

export const keyOf = (row: RemarkRow): string => `${row.property ?? ""}|${row.staff?.external_id ?? ""}|${row.shift ?? ""}`;

type SortKey = "missing" | "due" | "completion_rate" | "on_time_rate" | "median_hours";
const HEADS: readonly [SortKey, string][] = [
  ["due", "remark.due"], ["missing", "remark.missing"], ["completion_rate", "completionRate"], ["on_time_rate", "onTimeRate"], ["median_hours", "hours"],
];
const SHOWN = 14;

interface StaffBarsProps {
  rows: readonly RemarkRow[];
  target: number;
  selected: string | null;
  onSelect: (row: RemarkRow) => void;
  /** Name and small print of a row: a person with the property and shift, or a property. */
  nameOf: (row: RemarkRow) => { name: string; about: string };
}

/** A bar per person or property, split on time / late / missing; touching one opens it below. */
export function StaffBars({ rows, target, selected, onSelect, nameOf }: StaffBarsProps) {
  const { t } = useTranslation("remark-kpi");
  const [by, setBy] = useState<SortKey>("missing");
  const [all, setAll] = useState(false);
  const least = by === "completion_rate" || by === "on_time_rate" ? 1 : -1;
  const sorted = rows.toSorted((a, b) => least * ((a[by] ?? 0) - (b[by] ?? 0)));
  const shown = all ? sorted : sorted.slice(0, SHOWN);
  const [first] = shown;
  if (!first) return <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>;
  return (
    <>
      <div className={`${styles.line ?? ""} ${styles.head ?? ""}`}>
        <span />
        {first.due > 0 ? <PartLabels row={first} target={target} /> : <span />}
        {HEADS.map(([key, word]) => (
          <span key={key}>
            <button type="button" aria-pressed={by === key} onClick={() => setBy(key)}>{t(word)}{by === key && (least === 1 ? " ↑" : " ↓")}</button>
          </span>
        ))}
      </div>
      {shown.map((row) => {
        const { name, about } = nameOf(row);
        const far = row.completion_rate !== null && target - row.completion_rate * 100 >= FAR_PP * 2;
        return (
          <button key={keyOf(row)} type="button" className={styles.line} aria-pressed={selected === keyOf(row)} onClick={() => onSelect(row)}>
            <span className="cut"><span className="b" style={{ color: "var(--text-1)" }}>{name}</span> <span className="cap t3">{about}</span></span>
            <RemarkBar row={{ ...row, name, target }} />
            <span>{count(row.due)}</span>
            <span className={far ? "bad b" : styles.strong}>{count(row.missing)}</span>
            <span className={styles.strong}>{rate(row.completion_rate)}</span>
            <span>{rate(row.on_time_rate)}</span>
            <span>{hours(row.median_hours)}</span>
          </button>
        );
      })}
      {sorted.length > SHOWN && !all && (
        <div style={{ padding: "8px 20px" }}>
          <button type="button" className="btn small" onClick={() => setAll(true)}>{t("seeAll", { n: sorted.length, count: sorted.length })}</button>
        </div>
      )}
    </>
  );
}
