import { useTranslation } from "react-i18next";
import type { Way } from "@/api/campaignTypes";
import styles from "./saying.module.css";

interface BubbleProps {
  way: Way;
  /** Whose name stands over it. */
  from: string;
  subject?: string | null;
  text: string;
  /** What stands there instead of a text that there is not. */
  empty: string;
  /** What an SMS ends with. */
  ending?: string | undefined;
}

/** A message as it lies on the guest's phone. */
export function Bubble({ way, from, subject, text, empty, ending }: BubbleProps) {
  const { t } = useTranslation("messages");
  return (
    <figure className={`${styles.phone ?? ""} ${styles[way] ?? ""}`} aria-label={t("bubble", { way: t(`way.${way}`) })}>
      <figcaption><span className={styles.face} aria-hidden="true">{from.slice(0, 1)}</span><span className="cut">{from}</span><span className={styles.kind}>{t(`way.${way}`)}</span></figcaption>
      {way === "email" ? (
        <div className={styles.mail}>{text ? <><b>{subject}</b><p>{text}</p><span className={styles.out}>{t("optOutLink")}</span></> : <p className="t3">{empty}</p>}</div>
      ) : (
        <div className={styles.talk}>{text ? <p className={styles.bubble}>{way === "sms" && !text.startsWith("【") && <span className={styles.sign}>【{from}】</span>}{text}{ending && <span className={styles.out}>{ending}</span>}</p> : <p className={styles.none}>{empty}</p>}</div>
      )}
    </figure>
  );
}
