import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count, rate, share } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import type { Live } from "./useLive";
import styles from "./rules.module.css";

/** For how many guests a rule holds while it is put together, some of them, and the rule read aloud. */
export function LiveCount({ live, frozen = false }: { live: Live; frozen?: boolean }) {
  const { t } = useTranslation("rules");
  const { say } = useSaying();
  const { path, property } = useScope();
  const problemText = useProblemText();
  const { data } = live;
  if (live.empty) return <section className={`panel ${styles.live ?? ""}`} aria-label={t("live.title")}><div className="body"><h2 className="h2">{t("live.title")}</h2><p className="t2" style={{ marginTop: 8 }}>{t("live.empty")}</p></div></section>;
  const part = data?.count != null && data.total !== null ? share(data.count, data.total) : null;
  return (
    <section className={`panel ${styles.live ?? ""}`} aria-label={t("live.title")} aria-busy={live.counting}>
      <div className="body">
        <div className="between"><h2 className="h2">{t("live.title")}</h2><span className="cap t3" role="status">{live.counting ? t("live.counting") : ""}</span></div>
        {live.error ? <p className="bad" role="alert" style={{ marginTop: 8 }}>{problemText(live.error)}</p> : (
          <>
            <div className={styles.figure} aria-live="polite">{data ? <span className="figure">{count(data.count)}<small>{t("people")}</small></span> : <span className="figure"><Bone width={96} height={20} /></span>}</div>
            <div className={styles.track} aria-hidden="true"><span style={{ width: `${(part ?? 0) * 100}%` }} /></div>
            <p className="small t3">{data ? t("live.of", { total: count(data.total), share: rate(part) }) : <Bone width="60%" />}</p>
            {live.open > 0 && <p className="small warn" style={{ marginTop: 4 }}>{t("live.open", { n: live.open, count: live.open })}</p>}
            {data?.told && <p className={styles.told}>{say(data.told)}</p>}
          </>
        )}
      </div>
      {data && data.sample.length > 0 && (
        <div className={styles.sample}>
          <h3>{t("live.sample")}</h3>
          <ul>
            {data.sample.slice(0, 8).map((guest) => (
              <li key={guest.id}>
                {property ? <Link to={`${path}/guests/${guest.id}`} className="b cut">{guest.name}</Link> : <span className="b cut">{guest.name}</span>}
                <span className="t3 nowrap">{guest.phone_masked}</span>
                <span className="t2 nowrap">{t("live.visits", { n: guest.visits, count: guest.visits })}{guest.last_visit_on && <span className="t3"> · {guest.last_visit_on}</span>}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {frozen && <footer><span>{t("live.frozen")}</span></footer>}
    </section>
  );
}
