import { useTranslation } from "react-i18next";
import type { ProfitBy, ProfitRow } from "@/api/profitTypes";
import { CHANNELS } from "@/api/types";
import { ChannelMark } from "@/components/ChannelMark";
import { Opens } from "@/components/Figures";
import { barOf, mostOf, type BarParts } from "@/components/profit/reading";
import { Left } from "@/components/profit/Left";
import { Bones, EmptyState } from "@/components/States";
import { count, money, rate } from "@/lib/numbers";
import { useNameOf } from "./names";
import { opensOf, useOpens } from "./opens";
import styles from "./profit.module.css";

export interface RowsProps {
  rows: readonly ProfitRow[] | undefined;
  total: ProfitRow | undefined;
  by: ProfitBy;
}

const PARTS = ["commission", "rooms", "goods", "given", "left"] as const satisfies readonly (keyof BarParts)[];

/** A bar a row: what came in, taken apart into what it cost and what is left. */
export function ProfitBars({ rows, total, by }: RowsProps) {
  const { t } = useTranslation("profit");
  const path = useOpens();
  if (!rows || !total) return <Bones height={320} lines={8} />;
  if (rows.length === 0) return <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>;
  const shown = by === "month" ? rows : rows.toSorted((a, b) => Number(b.revenue) - Number(a.revenue));
  const most = mostOf(rows);
  return (
    <>
      <ul className={styles.legend} aria-hidden="true">{PARTS.map((part) => <li key={part}><i className={styles[part]} />{t(`part.${part}`)}</li>)}</ul>
      <div className={styles.rows}>
        <div className={styles.head} aria-hidden="true"><span>{t(`by.${by}`)}</span><span /><span className="num">{t("revenue")}</span><span className="num">{t("profit")}</span><span className="num">{t(by === "product" ? "sold" : "each")}</span></div>
        {shown.map((row) => <Line key={row.key} row={row} by={by} most={most} to={opensOf(row, path)} />)}
      </div>
    </>
  );
}

function Line({ row, by, most, to }: { row: ProfitRow; by: ProfitBy; most: number; to: string | null }) {
  const { t } = useTranslation("profit");
  const nameOf = useNameOf(by);
  const bar = barOf(row, most);
  const channel = CHANNELS.find((known) => by === "channel" && known === row.key);
  const label = t("barSays", { name: nameOf(row), revenue: money(row.revenue), commission: money(row.commission), rooms: money(row.rooms), goods: money(row.goods), given: money(row.given), profit: money(row.profit) });
  return (
    <div className={styles.line}>
      <span className={styles.name}>{channel && <ChannelMark channel={channel} />}<Opens to={to}><span className="b">{nameOf(row)}</span></Opens> {by !== "product" && row.visits > 0 && <span className="cap t3">{t("times", { n: count(row.visits), count: row.visits })}</span>}</span>
      <span className={styles.bar} role="img" aria-label={label} title={label}>
        {bar && PARTS.map((part) => bar[part] > 0 && <i key={part} className={styles[part]} style={{ width: `${bar[part] * 100}%` }} />)}
        {bar && bar.loss > 0 && <span className={styles.loss}>{t("loss")}</span>}
      </span>
      <span className="num">{money(row.revenue)}</span>
      <span className="num"><Left profit={row.profit} unknown={row.unknown} /> <span className="cap t3">{rate(row.share)}</span></span>
      <span className="num t2">{by === "product" ? count(row.quantity ?? row.visits) : money(row.profit_per_visit)}</span>
    </div>
  );
}
