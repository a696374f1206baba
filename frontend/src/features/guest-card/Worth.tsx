import { useTranslation } from "react-i18next";
import type { Worth as Given } from "@/api/valueTypes";
import { sum, useSaying } from "@/components/value/words";
import styles from "./member.module.css";

/** What membership gives on this stay, in money: read before the guest stands there. */
export function Worth({ worth }: { worth: Given }) {
  const { t } = useTranslation("member");
  const { say, nameOf } = useSaying();
  return (
    <section className="panel" aria-label={t("worth.title")}>
      <header>
        <h2 className="h2 grow">{t("worth.title")}</h2>
        <b className={styles.total}>{sum(worth.total)}</b>
      </header>
      <ul className={styles.worth}>
        {worth.items.map((item) => (
          <li key={item.code}>
            <span className="grow">{nameOf(item)}<span className="cap t3">{say(item.says)}</span></span>
            <span className="nowrap">{sum(item.amount)}</span>
          </li>
        ))}
        {worth.items.length === 0 && <li className="t3">{t("worth.none")}</li>}
      </ul>
    </section>
  );
}
