import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "./Icon";
import { chooseLocale, localeOf } from "@/locales/i18n";
import styles from "./frame.module.css";

/** The pages before the sign-in: a form on the left, what the product is for on the right. */
export function Frame({ title, about, children }: { title: string; about: React.ReactNode; children: React.ReactNode }) {
  const { t, i18n } = useTranslation("account");
  useEffect(() => {
    document.title = `${title} · 回客`;
  }, [title]);
  const other = localeOf(i18n.language) === "en" ? "zh-CN" : "en";
  return (
    <div className={styles.page}>
      <div className={styles.left}>
        <div className={styles.brand}>
          <Brand />
          回客 <i>Huike</i>
        </div>
        <div className={styles.form}>
          <h1>{title}</h1>
          <p className="t2">{about}</p>
          {children}
        </div>
        <div className={styles.foot}>
          <span>{t("foot")}</span>
          <button type="button" onClick={() => void chooseLocale(other)}>{t("language")}</button>
        </div>
      </div>
      <aside className={styles.right}>
        <svg className={styles.big} viewBox="0 0 400 400" fill="none" aria-hidden="true">
          <rect x="20" y="20" width="360" height="360" rx="76" stroke="currentColor" strokeWidth="30" />
          <rect x="128" y="128" width="144" height="144" rx="20" stroke="currentColor" strokeWidth="30" />
        </svg>
        <div className={styles.say}>
          <p>{t("say.title")}</p>
          <ul>
            {(["remarks", "guests", "overview"] as const).map((key) => (
              <li key={key}>
                <b>{t(`say.${key}`)}</b>
                <span>{t(`say.${key}Is`)}</span>
              </li>
            ))}
          </ul>
        </div>
      </aside>
    </div>
  );
}
