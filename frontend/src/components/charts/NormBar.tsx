import styles from "./norm.module.css";

/** A little air at the right, so that the dot of whoever is away longest is whole. */
const AIR = 1.04;
/** Labels nearer than this share of the bar run into each other, and are written as one. */
const NEAR = 0.24;

interface Range {
  lower: number | null;
  median: number | null;
  upper: number | null;
}

export interface NormBarProps {
  range: Range;
  /** Days since the last visit, or between the last two. */
  days: number;
  tone: "late" | "early" | "plain";
  /** Days at the right end; rows that stand below each other share it. */
  most: number;
  /** What it says, for those who cannot see it. */
  label: string;
}

/** Where the bar of several rows ends: as far as the farthest, but no outlier makes all others a dot. */
export function commonEnd(rows: readonly { days: number; upper: number | null }[]): number {
  const ends = rows.map(({ days, upper }) => Math.max(days, upper ?? 0)).toSorted((a, b) => a - b);
  const middle = ends[Math.floor(ends.length / 2)] ?? 0;
  return Math.max(30, Math.min(ends.at(-1) ?? 0, middle * 3)) * AIR;
}

/** The usual range as a block, its median as a tick, today as a dot. */
export function NormBar({ range: { lower, median, upper }, days, tone, most, label }: NormBarProps) {
  const x = (value: number) => Math.min(1, value / most) * 96 + 2;
  const at = (value: number) => `${x(value).toFixed(2)}%`;
  const joined = lower !== null && upper !== null && (upper - lower) / most < NEAR;
  return (
    <svg className={styles.bar} role="img" aria-label={label} height="30">
      <line className={styles.axis} x1="0" x2="100%" y1="12" y2="12" />
      {lower !== null && upper !== null && (
        <>
          <rect className={styles.range} x={at(lower)} y="6" width={`${Math.max(1, x(upper) - x(lower)).toFixed(2)}%`} height="12" />
          {median !== null && <line className={styles.median} x1={at(median)} x2={at(median)} y1="6" y2="18" />}
          {joined ? (
            <text className="t3" x={`${Math.min(90, Math.max(10, (x(lower) + x(upper)) / 2)).toFixed(2)}%`} y="29" textAnchor="middle">{Math.round(lower)}–{Math.round(upper)}</text>
          ) : (
            <>
              <text className="t3" x={at(lower)} y="29" textAnchor={x(lower) < 6 ? "start" : "middle"}>{Math.round(lower)}</text>
              <text className="t3" x={at(upper)} y="29" textAnchor={x(upper) > 92 ? "end" : "middle"}>{Math.round(upper)}</text>
            </>
          )}
        </>
      )}
      <circle className={styles[tone]} cx={at(days)} cy="12" r="5" />
    </svg>
  );
}
