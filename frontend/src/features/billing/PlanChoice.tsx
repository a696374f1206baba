import { useMutation } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Billing, Interval, Plan } from "@/api/businessTypes";
import { api } from "@/api/client";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { ChangePlan } from "./ChangePlan";
import { fitting, monthsSpared, subscribed, tooSmall, totalOf } from "./plans";
import styles from "./billing.module.css";

const INTERVALS = ["month", "year"] as const;

/** The plans side by side; choosing one leads to the payment page, or, with a subscription, to what the change costs. */
export function PlanChoice({ billing, plans }: { billing: Billing; plans: Plan[] | undefined }) {
  const { t } = useTranslation("billing");
  const { chain } = useScope();
  const problemText = useProblemText();
  const [interval, setInterval] = useState<Interval>(billing.interval ?? "month");
  const [changing, setChanging] = useState<Plan | null>(null);
  const checkout = useMutation({
    mutationFn: (plan: string) => api.post<{ url: string }>(`/chains/${chain.slug}/billing/checkout`, { plan, interval }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const spared = Math.max(0, ...(plans ?? []).map(monthsSpared));
  const pays = subscribed(billing);
  return (
    <Panel title={t(pays ? "choice.change" : "choice.title")} says={t("choice.says")} className="below" id="plans">
      <Segmented
        aria-label={t("choice.interval")} value={interval} onChange={(value) => setInterval(value)}
        options={INTERVALS.map((value) => ({ value, label: value === "year" && spared > 0 ? t("choice.year", { n: spared, count: spared }) : t(`choice.${value}`) }))}
      />
      {checkout.isError && <p className="bad" role="alert" style={{ marginTop: 12 }}>{problemText(checkout.error)}</p>}
      {!plans ? <Bones height={260} lines={6} /> : (
        <div className={styles.plans}>
          {plans.map((plan) => (
            <Offer
              key={plan.code} plan={plan} billing={billing} interval={interval} best={plan === fitting(plans, billing.usage)}
              busy={checkout.isPending && checkout.variables === plan.code} choose={() => (pays ? setChanging(plan) : checkout.mutate(plan.code))}
            />
          ))}
        </div>
      )}
      {!pays && <p className="cap t3" style={{ marginTop: 12 }}>{t(billing.state === "trialing" && billing.trial_ends_at ? "choice.trialKept" : "choice.stripe")}</p>}
      {changing && <ChangePlan plan={changing} interval={interval} billing={billing} close={() => setChanging(null)} />}
    </Panel>
  );
}

interface OfferProps {
  plan: Plan;
  billing: Billing;
  interval: Interval;
  best: boolean;
  busy: boolean;
  choose: () => void;
}

function Offer({ plan, billing, interval, best, busy, choose }: OfferProps) {
  const { t, i18n } = useTranslation("billing");
  const { nameOf } = useSaying();
  const pays = subscribed(billing);
  const mine = pays && billing.plan === plan.code && billing.interval === interval;
  const small = tooSmall(plan, billing.usage);
  const { limits } = plan;
  const houses = Math.max(1, billing.properties);
  const room = (what: "properties" | "seats" | "contacts" | "messages") => (limits[what] === null ? t(`room.${what}None`) : t(`room.${what}`, { n: count(limits[what]), count: limits[what] }));
  return (
    <section className={`${styles.offer ?? ""} ${mine ? (styles.on ?? "") : ""}`} aria-label={nameOf(plan)}>
      <h3>{nameOf(plan)}{mine ? <span className="tag acc">{t("choice.mine")}</span> : best && !pays && <span className="tag">{t("choice.fits")}</span>}</h3>
      <p className="t2 small">{i18n.language.startsWith("en") ? plan.says_en : plan.says}</p>
      <p className={styles.price}>{money(plan[interval], 0, billing.currency)}<small>{t(`each.${interval}`)}</small></p>
      <ul>
        {(["properties", "seats", "contacts", "messages"] as const).map((what) => <li key={what}>{room(what)}</li>)}
        <li>{t("room.requests", { n: limits.requests, count: limits.requests })}</li>
      </ul>
      <div>
        <p className={styles.total}>{t("choice.total", { n: houses, count: houses, sum: `${money(totalOf(plan, interval, houses), 0, billing.currency)} ${t(`per.${interval}`)}` })}</p>
        {small ? <p className="small warn">{t(`choice.small_${small}`, { n: billing.usage[small].used, count: billing.usage[small].used })}</p> : (
          <Button block type={best && !pays ? "primary" : "default"} disabled={mine} loading={busy} onClick={choose}>
            {mine ? t("choice.isMine") : t(pays ? "choice.switch" : "choice.take", { plan: nameOf(plan) })}
          </Button>
        )}
      </div>
    </section>
  );
}
