import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DeskCard, Interaction } from "@/api/guestDeskTypes";
import { Handling, Settle } from "@/components/capture/Handling";
import { KindTag } from "@/components/capture/KindTag";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";

/** What passed with the guest last: what is still open stands first, with who has it. */
export function Interactions({ card, add }: { card: DeskCard; add: () => void }) {
  const { t } = useTranslation("guest-desk");
  const { path, may } = usePropertyScope();
  const rows = card.interactions.toSorted((a, b) => Number(b.open) - Number(a.open));
  return (
    <section className="panel" aria-label={t("passed.title")}>
      <header>
        <h2 className="h2 grow">{t("passed.title")}</h2>
        {may("edit_guests") && <button type="button" className={styles.link} onClick={add}>{t("passed.add")}</button>}
        <Link className={styles.link} to={`${path}/guests/${card.id}/timeline`}>{t("passed.all")}</Link>
      </header>
      <div className="body">
        {rows.length === 0 ? <p className="t3 small">{t("passed.none")}</p> : <ul className={styles.passed}>{rows.map((one) => <Line key={one.id} one={one} guest={card.id} />)}</ul>}
      </div>
    </section>
  );
}

function Line({ one, guest }: { one: Interaction; guest: string }) {
  const { timeZone } = usePropertyScope();
  return (
    <li className={one.open && one.kind === "complaint" ? styles.open : undefined}>
      <div className={styles.passedHead}><span className="cap t3 nowrap">{one.at ? moment(one.at, timeZone) : one.day.slice(5)}</span><KindTag one={one} /><span className={styles.words} title={one.text}>{one.text}</span></div>
      {(one.open || one.outcome) && <div className={styles.passedDoes}><Handling one={one} guest={guest} /><Settle one={one} guest={guest} /></div>}
    </li>
  );
}
