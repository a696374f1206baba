import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { suggestions } from "@/api/campaigns";
import { useSaying } from "@/components/value/words";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";

const SHOWN = 3;

/** What the numbers say should be done next: each a campaign that only wants looking over. */
export function Suggestions({ all = false, wanted }: { all?: boolean; wanted?: string | null }) {
  const { t } = useTranslation("campaigns");
  const { say } = useSaying();
  const { api, path } = usePropertyScope();
  const found = useQuery(suggestions(api));
  const rows = (found.data ?? []).toSorted((a, b) => Number(b.code === wanted) - Number(a.code === wanted));
  if (rows.length === 0) return null;
  return (
    <section className="below" aria-label={t("suggest.title")}>
      <h2 className={styles.over}>{t("suggest.title")} <span className={styles.quiet}>{t("suggest.says")}</span></h2>
      <ul className={styles.cards}>
        {rows.slice(0, all ? undefined : SHOWN).map((row) => (
          <li key={row.code} className={row.code === wanted ? styles.wanted : undefined}>
            <Link to={`${path}/campaigns/new?suggestion=${encodeURIComponent(row.code)}`}>
              <span className="between"><b className="b">{row.name}</b>{row.n !== null && <span className={styles.many}>{count(row.n)}<small>{t("people")}</small></span>}</span>
              <span className="small t2">{say(row.why)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
