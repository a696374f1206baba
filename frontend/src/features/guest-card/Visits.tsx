import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { VisitLine } from "@/api/propertyTypes";
import type { DeskCard } from "@/api/guestDeskTypes";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { EmptyState } from "@/components/States";
import { todayIn } from "@/lib/dates";
import { usePhone } from "@/lib/media";
import { money, NOTHING } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./card.module.css";
import { Timeline } from "./Timeline";

const SHOWN = 5;

/** A visit with what was left of it, for whoever may see that. */
type Line = VisitLine & { profit?: string | null };

const total = (lines: readonly VisitLine[], part: "room" | "fnb" | "other") => lines.reduce((sum, { revenue }) => sum + Number(revenue[part]), 0);

/** Every visit: when, from where, which room, at what rate, and what was wished. */
export function Visits({ card }: { card: DeskCard }) {
  const { t } = useTranslation("guests");
  const { timeZone, may } = usePropertyScope();
  const [all, setAll] = useState(false);
  const lines: readonly Line[] = card.visit_history;
  const profits = may("see_profit") && lines.some(({ profit }) => profit !== undefined);
  const shown = all ? lines : lines.slice(0, SHOWN);
  const currency = card.spend.currency;
  // With what was left of each beside it the table has no room for cents.
  const places = profits ? 0 : 2;
  const phone = usePhone();
  const inWords = (line: Line) => [t("visit.nightsOf", { n: line.nights, count: line.nights }), line.room_no, money(line.rate, 2, currency), ...line.requests].filter(Boolean).join(" · ");
  const first: Column<Line>[] = [
    { key: "ordinal", title: t("visit.ordinal"), card: "title", render: ({ ordinal }) => <span className="b">{ordinal}</span> },
    { key: "on", title: t("visit.on"), card: "title", wrap: true, render: (line) => <><span className="nowrap">{line.check_in_on}</span>{line.in_house && <> <span className="tag acc">{t("visit.here")}</span></>}</> },
  ];
  const columns: Column<Line>[] = phone ? [
    ...first,
    { key: "source", title: t("col.source"), card: "aside", render: ({ channel, source }) => <ChannelName channel={channel} source={source} /> },
    { key: "words", title: "", card: "whole", render: (line) => <span className="t2 small">{inWords(line)}</span> },
  ] : [
    ...first,
    { key: "nights", title: t("visit.nights"), numeric: true, render: (line) => <>{line.nights}{line.stays > 1 && <span className="t3 cap"> {t("visit.stays", { n: line.stays })}</span>}</> },
    { key: "source", title: t("col.source"), render: ({ channel, source }) => <ChannelName channel={channel} source={source} /> },
    { key: "room", title: t("col.room"), render: ({ room_no: room }) => room || NOTHING },
    { key: "rate", title: t("col.rate"), numeric: true, render: ({ rate }) => money(rate, places, currency) },
    { key: "fnb", title: t("visit.fnb"), numeric: true, render: ({ revenue }) => (Number(revenue.fnb) > 0 ? money(revenue.fnb, places, currency) : <span className="t3">–</span>) },
    ...(profits ? [{ key: "profit", title: t("card.profit"), numeric: true, render: ({ profit, in_house: here }: Line) => (profit == null ? <span className="t3" title={here ? t("visit.notToldIs") : undefined}>{here ? t("visit.notTold") : "–"}</span> : money(profit, places, currency)) }] : []),
    { key: "requests", title: t("visit.requests"), wrap: true, render: ({ requests }) => <span className={styles.req}>{requests.length ? requests.join(t("itemComma", { ns: "common" })) : "–"}</span> },
  ];
  const [last] = lines;
  const says = last?.gap_days == null ? t("visit.saysFirst") : t("visit.says", { n: last.gap_days, count: last.gap_days });
  return (
    <section className="panel">
      <header>
        <div className="grow">
          <h2 className="h2">{t("visit.title", { n: card.visits, count: card.visits })}</h2>
          <p className="says">{last && says}</p>
        </div>
      </header>
      {lines.length > 0 && <div className={styles.line}><Timeline history={lines} today={todayIn(timeZone)} /></div>}
      <div className={styles.visits}>
        <DataTable label={t("visit.title", { n: card.visits, count: card.visits })} columns={columns} rows={shown} rowKey={({ id }) => id} dense empty={<EmptyState title={t("visit.none")}>{t("visit.noneHint")}</EmptyState>} />
      </div>
      {lines.length > 0 && (
        <footer>
          <span>{t("visit.sum", { nights: card.nights, room: money(total(lines, "room"), 2, currency), fnb: money(total(lines, "fnb"), 2, currency) })}</span>
          {shown.length < lines.length && <button type="button" className={styles.link} onClick={() => setAll(true)}>{t("visit.more", { n: lines.length - shown.length, count: lines.length - shown.length })}</button>}
        </footer>
      )}
    </section>
  );
}
