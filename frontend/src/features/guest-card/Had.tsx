import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { consumption } from "@/api/guestDesk";
import type { DeskCard, Had as HadLine } from "@/api/guestDeskTypes";
import { useSaying } from "@/components/value/words";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";
import { byVisit } from "./had";
import { TakeBack } from "./TakeBack";

const SHOWN = 8;

/** What the guest had beside his rooms, visit by visit; a line put down wrongly is taken back by a touch. */
export function Had({ card, add }: { card: DeskCard; add: () => void }) {
  const { t } = useTranslation("guest-desk");
  const { api: house, path, may } = usePropertyScope();
  const { data } = useQuery(consumption(house, card.id));
  // Nothing was had yet: the head of the page puts the first one down, and no empty panel stands in between.
  if (!data || data.results.length === 0) return null;
  const { totals, cycle } = data;
  const currency = card.spend.currency;
  const visits = new Map(card.visit_history.map(({ id, check_in_on: on }) => [id, on]));
  return (
    <section className="panel" aria-label={t("had.title")}>
      <header>
        <div className="grow">
          <h2 className="h2">{t("had.title")}</h2>
          <p className="says">
            {t("had.sum", { n: totals.times, count: totals.times, amount: money(totals.amount, 2, currency) })}
            {totals.cost !== undefined && t("had.costs", { cost: money(totals.cost, 2, currency) })}
            {cycle.median_days !== null && t("had.cycle", { n: cycle.median_days, count: cycle.median_days })}
          </p>
        </div>
        {may("serve_guests") && <button type="button" className={styles.link} onClick={add}>{t("had.add")}</button>}
        <Link className={styles.link} to={`${path}/guests/${card.id}/timeline?kinds=services`}>{t("passed.all")}</Link>
      </header>
      <div className={styles.had}>
        {byVisit(data.results.slice(0, SHOWN)).map(({ visit, no, lines }) => (
          <section key={lines[0]?.id}>
            <h3 className="cap t3">{no === null ? t("had.loose") : t("had.visit", { n: no, on: (visit && visits.get(visit)) ?? "" })}</h3>
            <ul>{lines.map((line) => <Line key={line.id} line={line} guest={card.id} currency={currency} />)}</ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function Line({ line, guest, currency }: { line: HadLine; guest: string; currency: string }) {
  const { t } = useTranslation("guest-desk");
  const { may } = usePropertyScope();
  const { nameOf } = useSaying();
  const what = `${nameOf(line)} ×${line.quantity}`;
  // What a surprise gave is taken back where its task stands.
  const mine = line.source !== "surprise";
  return (
    <li>
      <span className="cap t3 nowrap">{line.day.slice(5)}</span>
      <span className={line.taken_back ? styles.gone : styles.what}>{what}</span>
      {line.source === "surprise" && <span className="tag">{t("had.given")}</span>}
      {line.on_folio && <span className="tag" title={t("had.folioIs")}>{t("had.folioTag")}</span>}
      <span className="grow" />
      {line.cost !== undefined && !line.taken_back && <span className="cap t3 nowrap">{line.cost === null ? t("had.costUnknown") : t("had.cost", { cost: money(line.cost, 2, currency) })}</span>}
      <span className={line.taken_back ? styles.gone : "nowrap"}>{money(line.amount, 2, currency)}</span>
      <span className={styles.who}>{line.by_name || t(`had.source.${line.source}`)}</span>
      {line.taken_back ? <span className={`${styles.end ?? ""} cap t3`}>{t("had.takenBack")}</span> : <span className={styles.end}>{mine && may("serve_guests") && <TakeBack guest={guest} id={line.id} what={what} />}</span>}
    </li>
  );
}
