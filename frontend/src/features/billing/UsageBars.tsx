import { useTranslation } from "react-i18next";
import type { Usage } from "@/api/businessTypes";
import { Panel } from "@/components/Panel";
import { count } from "@/lib/numbers";
import { fullness } from "./plans";
import styles from "./billing.module.css";

const WHATS = ["properties", "seats", "contacts", "messages"] as const;

/** What is used of what the plan has room for. */
export function UsageBars({ usage }: { usage: Usage }) {
  const { t } = useTranslation("billing");
  return (
    <Panel title={t("usage.title")}>
      <ul className={styles.bars}>
        {WHATS.map((what) => {
          const { used, limit } = usage[what];
          const { share, tone } = fullness(usage[what]);
          return (
            <li key={what}>
              <div className={styles.head}>
                <span>{t(`usage.${what}`)} {tone === "over" && <span className="tag bad">{t("usage.over")}</span>}{tone === "near" && <span className="tag warn">{t(used === limit ? "usage.full" : "usage.near")}</span>}</span>
                <span className="t2"><b className="b">{count(used)}</b> / {limit === null ? t("usage.noLimit") : count(limit)}</span>
              </div>
              {limit !== null && <span className={styles.track} aria-hidden="true"><b className={tone === "fine" ? undefined : styles[tone]} style={{ width: `${Math.max(share * 100, used > 0 ? 1 : 0)}%` }} /></span>}
              <p className="cap t3">{t(`usage.${what}Is`)}</p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
