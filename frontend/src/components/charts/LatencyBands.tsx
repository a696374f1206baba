import { useTranslation } from "react-i18next";
import { count } from "@/lib/numbers";
import { bandsOf, type BandStep } from "./bands";
import styles from "./bands.module.css";

interface LatencyBandsProps {
  steps: readonly BandStep[];
  /** The visit upon which to act: the gap before it is the shortest. */
  actUpon: number | null;
  /** At most so many gaps are drawn. */
  most?: number;
  height?: number;
  label: string;
}

const TOP = 34;
const FOOT = 46;
const BAR = 22;

/** Days between visits, gap by gap: the block is the middle half, the figure its median, below it how many guests. */
export function LatencyBands({ steps, actUpon, most = 8, height = 252, label }: LatencyBandsProps) {
  const { t } = useTranslation();
  const { bands, ticks, top } = bandsOf(steps.slice(0, most));
  const floor = height - FOOT;
  const y = (days: number) => floor - (days / top) * (floor - TOP);
  const x = (index: number) => ((index + 0.5) / bands.length) * 100;
  const turnAt = bands.findIndex(({ ordinal }) => ordinal + 1 === actUpon);
  const line = turnAt < 0 ? null : ((turnAt + 1) / bands.length) * 100;
  return (
    <figure className={styles.figure}>
      <div className={styles.ticks} style={{ height }} aria-hidden="true">
        {ticks.map((tick) => <span key={tick} style={{ top: y(tick) - 10 }}>{tick}</span>)}
        <span style={{ top: floor + 25 }}>{t("bands.sample")}</span>
      </div>
      <svg className={styles.plot} height={height} role="img" aria-label={label}>
        {ticks.map((tick) => <line key={tick} className={tick === 0 ? styles.axis : styles.grid} x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />)}
        {line !== null && (
          <>
            <line className={styles.turn} x1={`${line}%`} x2={`${line}%`} y1={TOP - 10} y2={floor} />
            <text className={`b ${styles.acc ?? ""}`} x={`${line}%`} y="14" textAnchor={line > 72 ? "end" : line < 28 ? "start" : "middle"}>{t("bands.turn", { n: actUpon })}</text>
          </>
        )}
        {bands.map((band, index) => {
          const next = bands[index + 1];
          return next?.median == null || band.median === null ? null : <line key={band.ordinal} className={styles.path} x1={`${x(index)}%`} y1={y(band.median)} x2={`${x(index + 1)}%`} y2={y(next.median)} />;
        })}
        {bands.map((band, index) => (
          <g key={band.ordinal}>
            <svg x={`${x(index)}%`} overflow="visible">
              {band.lower !== null && band.upper !== null && (
                <rect className={index === turnAt ? styles.shortest : styles.block} x={-BAR / 2} width={BAR} rx="3" y={y(band.upper)} height={Math.max(2, y(band.lower) - y(band.upper))} />
              )}
              {band.median !== null && (
                <>
                  <circle className={index === turnAt ? "dot acc" : styles.dot} cy={y(band.median)} r="3.5" />
                  <text className={index === turnAt ? `b ${styles.acc ?? ""}` : "t1 b"} y={y(band.upper ?? band.median) - 6} textAnchor="middle">{Math.round(band.median)}</text>
                </>
              )}
              <text className={index === turnAt ? `b ${styles.acc ?? ""}` : "t1"} y={floor + 18} textAnchor="middle">{t(band.last ? "bands.later" : "bands.step", { n: band.ordinal, m: band.ordinal + 1 })}</text>
              <text className={`t3 ${styles.sample ?? ""}`} y={floor + 38} textAnchor="middle">{count(band.guests)}</text>
            </svg>
          </g>
        ))}
      </svg>
    </figure>
  );
}
