import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { useMending } from "@/components/standing/mending";
import { useSaying } from "@/components/value/words";
import { told } from "@/lib/standing";
import { useScope } from "@/session/scope";
import styles from "./billing.module.css";

/** Over every page while something is the matter with the subscription: one sentence, and the button that mends it. */
export default function StandingBar() {
  const { t } = useTranslation("billing");
  const { say } = useSaying();
  const { chain, may } = useScope();
  const { pathname } = useLocation();
  const { standing } = chain;
  const mending = useMending(chain.slug, standing.mend);
  // Money is owed in real time, whatever a sandbox's clock says.
  const says = told(standing, new Date());
  // The billing page says it itself, with all that can be done about it.
  if (!says || pathname === `/c/${chain.slug}/billing`) return null;
  return (
    <div className={`${styles.bar ?? ""} ${styles[says.tone] ?? ""}`} role="region" aria-label={t("bar.label")}>
      <span className="grow">
        {says.trialDays === null ? say(standing.says) : <><b className="b">{t("bar.trial", { n: says.trialDays, count: says.trialDays })}</b> {t("bar.trialAfter")}</>}
        {!may("manage_billing") && mending && <> {t("problem.askOwner", { ns: "common" })}</>}
      </span>
      {mending && may("manage_billing") && (
        <Button size="small" type="primary" loading={mending.busy} onClick={mending.go}>{mending.word}</Button>
      )}
    </div>
  );
}
