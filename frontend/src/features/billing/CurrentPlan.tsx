import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Billing, Plan } from "@/api/businessTypes";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { usePortal } from "@/components/standing/mending";
import { useSaying } from "@/components/value/words";
import { todayIn } from "@/lib/dates";
import { count, money } from "@/lib/numbers";
import { daysLeft } from "@/lib/standing";
import { useScope } from "@/session/scope";
import { subscribed } from "./plans";
import styles from "./billing.module.css";

/** The plan of now: what it costs, until when it is paid, and the payment pages. */
export function CurrentPlan({ billing, plans }: { billing: Billing; plans: Plan[] | undefined }) {
  const { t } = useTranslation("billing");
  const { nameOf } = useSaying();
  const { chain } = useScope();
  const portal = usePortal(chain.slug);
  const problemText = useProblemText();
  const plan = plans?.find(({ code }) => code === billing.plan);
  const pays = subscribed(billing);
  const day = (at: string) => todayIn(chain.time_zone, new Date(at));
  const trial = billing.state === "trialing" ? billing.trial_ends_at : null;
  const name = billing.state === "arranged" ? t("plan.arranged") : plan ? nameOf(plan) : (billing.plan ?? t("plan.none"));
  const facts: [string, React.ReactNode][] = [];
  if (trial) facts.push([t("plan.trial"), t("plan.trialLeft", { day: day(trial), n: daysLeft(trial, new Date()), count: daysLeft(trial, new Date()) })]);
  if (pays && billing.amount !== null && billing.interval) {
    facts.push([t("plan.amount"), <>{money(billing.amount, 2, billing.currency)} {t(`per.${billing.interval}`)} <span className="t3 cap">{t("plan.quantity", { n: billing.quantity, count: billing.quantity })}</span></>]);
    if (billing.period_ends_at) facts.push([t(billing.cancels_at_end ? "plan.endsOn" : "plan.nextOn"), day(billing.period_ends_at)]);
  } else {
    facts.push([t("plan.properties"), t("houses", { n: count(billing.properties), count: billing.properties })]);
  }
  return (
    <Panel title={t("plan.title")}>
      <p className={styles.plan}>{name}{billing.state !== "arranged" && <small>{t(`state.${billing.state}`)}</small>}</p>
      <dl className={styles.facts}>{facts.map(([key, value]) => <div key={key} style={{ display: "contents" }}><dt>{key}</dt><dd>{value}</dd></div>)}</dl>
      {billing.ready && pays && (
        <div className={styles.does}>
          <Button loading={portal.isPending} onClick={() => portal.mutate()}>{t("plan.portal")}</Button>
        </div>
      )}
      {billing.ready && pays && <p className="cap t3" style={{ marginTop: 8 }}>{t("plan.portalIs")}</p>}
      {portal.isError && <p className="bad cap" role="alert" style={{ marginTop: 8 }}>{problemText(portal.error)}</p>}
    </Panel>
  );
}
