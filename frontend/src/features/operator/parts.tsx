import { useTranslation } from "react-i18next";
import type { ChainRow } from "@/api/operatorTypes";
import { moment } from "@/lib/dates";
import { money, NOTHING } from "@/lib/numbers";
import { standingOf } from "./judging";
import { waited } from "./judging";

/** Operators stand in no chain: times are told as on their own machine. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
export const at = (time: string | null | undefined): string => (time ? moment(time, ZONE) : NOTHING);

const TONES = { full: "tag", grace: "tag warn", read_only: "tag bad", closed: "tag bad", suspended: "tag bad", erased: "tag" } as const;

/** How a chain stands, and why. */
export function Standing({ row }: { row: Pick<ChainRow, "state" | "level" | "reason"> }) {
  const { t } = useTranslation("operator");
  const standing = standingOf(row);
  return <span className="nowrap"><span className={TONES[standing]}>{t(`level.${standing}`)}</span> <span className="cap t3">{t(`reason.${row.reason}`, { defaultValue: row.reason })}</span></span>;
}

/** What a chain pays: plan, how often, how much. */
export function Pays({ row }: { row: ChainRow }) {
  const { t } = useTranslation("operator");
  if (!row.plan) return <span className="t3">{NOTHING}</span>;
  const plan = t(`plan.${row.plan}`, { defaultValue: row.plan });
  return <span className="nowrap">{plan}{row.amount && <> <span className="t2">{money(row.amount, 0, row.currency)}</span>{row.interval && <span className="cap t3">{t(`per.${row.interval}`)}</span>}</>}</span>;
}

export function Waited({ seconds }: { seconds: number | null }) {
  const { t } = useTranslation("operator");
  if (seconds === null) return <span className="t3">{NOTHING}</span>;
  const { n, unit } = waited(seconds);
  return <span className="nowrap">{t(`waited.${unit}`, { n, count: Number(n) })}</span>;
}
