import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { billingQuery, plansQuery, previewQuery } from "@/api/business";
import type { Billing } from "@/api/businessTypes";
import { BillLines } from "@/components/standing/PreviewLines";
import { Bone } from "@/components/States";
import { money } from "@/lib/numbers";
import { useScope } from "@/session/scope";

/** What one property more costs, before it is opened. Nothing is said to who does not pay, or where nothing is charged. */
export function CostOfOneMore() {
  const { chain, may } = useScope();
  const billing = useQuery({ ...billingQuery(chain.slug), enabled: may("manage_billing") });
  if (!may("manage_billing") || !billing.data?.ready || billing.data.state === "arranged") return null;
  return billing.data.amount !== null && billing.data.plan && billing.data.interval ? <Charged billing={billing.data} plan={billing.data.plan} interval={billing.data.interval} /> : <Later billing={billing.data} />;
}

/** No subscription yet: what it will cost once there is one. */
function Later({ billing }: { billing: Billing }) {
  const { t } = useTranslation("properties");
  const plan = useQuery(plansQuery).data?.results.find(({ code }) => code === billing.plan);
  return <p className="small t2">{t("cost.trial")} {plan && t("cost.trialThen", { sum: money(plan.month, 0, billing.currency) })}</p>;
}

function Charged({ billing, plan, interval }: { billing: Billing; plan: string; interval: "month" | "year" }) {
  const { t } = useTranslation("properties");
  const { chain } = useScope();
  const price = useQuery(plansQuery).data?.results.find(({ code }) => code === plan)?.[interval];
  const preview = useQuery(previewQuery(chain.slug, { plan, interval, quantity: billing.properties + 1 }));
  const due = preview.data?.due;
  const trial = billing.state === "trialing";
  return (
    <div className="stack" style={{ gap: 8 }}>
      <p>{price && t(`cost.${interval}`, { sum: money(price, 0, billing.currency) })} {due === undefined ? (preview.isError ? t("cost.unknown") : <Bone width={120} />) : Number(due) > 0 ? <b className="b">{t("cost.now", { sum: money(due, 2, billing.currency) })}</b> : t(trial ? "cost.nothingTrial" : "cost.nothing")}</p>
      {preview.data && Number(due) > 0 && <details><summary className="cap t3">{t("cost.lines")}</summary><BillLines lines={preview.data.lines} currency={preview.data.currency} /></details>}
    </div>
  );
}
