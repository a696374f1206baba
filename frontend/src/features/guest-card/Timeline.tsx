import { useTranslation } from "react-i18next";
import type { VisitLine } from "@/api/propertyTypes";
import type { Channel } from "@/api/types";
import styles from "./card.module.css";
import { pictureOf } from "./timeline";

const SHAPES: Record<Channel, React.ReactNode> = {
  member: <circle r="6" />, corporate: <rect x="-5.5" y="-5.5" width="11" height="11" />, ota: <path d="M0 -6.5 6.5 5.5H-6.5z" />, walk_in: <path d="M0 -7 7 0 0 7-7 0z" />,
};

/** The last visits as marks on a line of days, with the days between them. */
export function Timeline({ history, today }: { history: readonly VisitLine[]; today: string }) {
  const { t } = useTranslation("guests");
  const { points, today: now, since } = pictureOf(history, today);
  if (points.length === 0) return null;
  const says = t("timeline.says", { n: points.length, count: points.length, from: points[0]?.visit.check_in_on, to: points.at(-1)?.visit.check_in_on });
  return (
    <svg className={styles.timeline} height="92" role="img" aria-label={says}>
      <line className={styles.axis} x1="0" x2="100%" y1="36" y2="36" />
      {points.map(({ visit, x }, index) => {
        const before = points[index - 1];
        const wide = before && x - before.x >= 5.2;
        return (
          <g key={visit.id}>
            {wide && visit.gap_days !== null && <text x={`${(x + before.x) / 2}%`} y="26" textAnchor="middle" className="t3">{visit.gap_days}</text>}
            <svg x={`${x}%`} y="36" overflow="visible"><g className={`f-${visit.channel}`}>{SHAPES[visit.channel]}<title>{`${visit.check_in_on} · ${visit.source} · ${visit.room_no}`}</title></g></svg>
            <text x={`${x}%`} y="62" textAnchor="middle" className="t1 b">{visit.ordinal}</text>
            {(index === 0 || index === points.length - 1 || index === Math.floor(points.length / 2)) && spaced(points, index) && (
              <text x={`${x}%`} y="84" textAnchor={x < 6 ? "start" : "middle"} dx={x < 6 ? -7 : 0} className="t3">{visit.check_in_on.slice(0, 7)}</text>
            )}
          </g>
        );
      })}
      {now !== null && (
        <>
          <line className={styles.now} x1={`${now}%`} x2={`${now}%`} y1="22" y2="50" />
          <text x="100%" y="12" textAnchor="end" className="t2">{t("timeline.since", { n: since, count: since })}</text>
        </>
      )}
    </svg>
  );
}

/** The middle label stands only where the first and last leave it room. */
function spaced(points: readonly { x: number }[], index: number): boolean {
  if (index === 0) return true;
  const x = points[index]?.x ?? 0;
  const first = points[0]?.x ?? 0;
  const last = points.at(-1)?.x ?? 0;
  return index === points.length - 1 ? x - first > 10 : x - first > 12 && last - x > 12;
}
