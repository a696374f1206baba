import { useTranslation } from "react-i18next";
import type { Advice } from "@/api/programmeTypes";
import { count, rate } from "@/lib/numbers";
import styles from "./histogram.module.css";

/** How many guests came how often; the columns from which each tier would begin are marked. */
export function Histogram({ data, names }: { data: Advice; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation("programme");
  const most = Math.max(...data.histogram.map(({ share }) => share), 0.0001);
  const lowest = Math.min(...data.tiers.map(({ threshold }) => threshold), Infinity);
  const label = t("advise.histogram", { once: rate(data.histogram[0]?.share), often: rate(data.histogram.at(-1)?.share) });
  return (
    <figure className={styles.figure} role="img" aria-label={label}>
      {data.histogram.map(({ visits, guests, share }) => {
        const n = Number.parseInt(visits, 10);
        const begins = data.tiers.filter(({ threshold }) => threshold === n || (visits.endsWith("+") && threshold >= n));
        return (
          <div key={visits} className={styles.column} title={t("advise.column", { n: visits, guests: count(guests), share: rate(share) })}>
            <span className={styles.value}>{rate(share).replace("\u00a0%", "")}</span>
            <span className={styles.bar}><b className={n >= lowest ? styles.in : undefined} style={{ height: `${Math.max((share / most) * 100, 0.8)}%` }} /></span>
            <span className={styles.visits}>{visits}</span>
            <span className={styles.tier}>{begins.map(({ code }) => names.get(code) ?? code).join(" ")}</span>
          </div>
        );
      })}
    </figure>
  );
}
