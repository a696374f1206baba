import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { billingQuery, plansQuery } from "@/api/business";
import type { Billing } from "@/api/businessTypes";
import { api } from "@/api/client";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { useProblemText } from "@/components/problems";
import { usePortal } from "@/components/standing/mending";
import { Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { told } from "@/lib/standing";
import { useScope } from "@/session/scope";
import { CurrentPlan } from "./CurrentPlan";
import { DetailsForm } from "./DetailsForm";
import { Invoices } from "./Invoices";
import { PaidBack } from "./PaidBack";
import { PlanChoice } from "./PlanChoice";
import { subscribed } from "./plans";
import { UsageBars } from "./UsageBars";
import styles from "./billing.module.css";

const WAITING_MS = 3_000;

/** What the chain pays for, what it uses of it, and everything that can be done about it. */
export default function BillingPage() {
  const { t } = useTranslation("billing");
  const { chain } = useScope();
  const [params, setParams] = useSearchParams();
  const plans = useQuery(plansQuery);
  const billing = useQuery({
    ...billingQuery(chain.slug),
    refetchOnWindowFocus: true,
    // What was asked of the payment service goes on by itself; the page tells when it is through.
    refetchInterval: ({ state }) => (state.data?.waiting.length ? WAITING_MS : false),
  });
  const data = billing.data;
  const paid = params.get("paid");
  return (
    <>
      <PageHead title={t("title")} about={data && <>{t("about", { n: data.properties, count: data.properties })}{data.ready && data.mode !== "live" && <> <span className="tag warn">{t(`mode.${data.mode}`)}</span></>}</>}>
        {data?.ready && <Refresh />}
      </PageHead>
      {billing.isError && !data ? <div className="panel"><ErrorState problem={billing.error} retry={() => void billing.refetch()} /></div> : !data ? (
        <div className="panel"><div className="body"><Bones height={420} lines={9} /></div></div>
      ) : (
        <>
          {paid !== null ? <PaidBack session={paid} done={() => setParams({}, { replace: true })} /> : <Answer billing={data} />}
          <WaitingErrands billing={data} />
          <div className={styles.top}>
            <CurrentPlan billing={data} plans={plans.data?.results} />
            <UsageBars usage={data.usage} />
          </div>
          {data.ready && data.state !== "arranged" && (plans.isError ? <div className="panel"><ErrorState problem={plans.error} retry={() => void plans.refetch()} /></div> : <PlanChoice billing={data} plans={plans.data?.results} />)}
          {data.ready && <Invoices />}
          {data.ready && <DetailsForm key={JSON.stringify(data.details)} billing={data} />}
        </>
      )}
    </>
  );
}

/** Where the chain stands, in one sentence, and what to do. */
function Answer({ billing }: { billing: Billing }) {
  const { t } = useTranslation("billing");
  const { say } = useSaying();
  const { chain } = useScope();
  const portal = usePortal(chain.slug);
  const problemText = useProblemText();
  const { standing } = billing;
  if (!billing.ready) return <AnswerLine tone="calm" lead={t("notReady.lead")}>{t("notReady.about")}</AnswerLine>;
  const loud = told(standing, new Date());
  const tone = loud?.tone === "bad" ? "act" : loud ? "warn" : "calm";
  const ends = billing.cancels_at_end && subscribed(billing);
  return (
    <>
      <AnswerLine
        tone={ends ? "warn" : tone}
        action={(standing.mend === "portal" || ends) && <Button type="primary" loading={portal.isPending} onClick={() => portal.mutate()}>{t(ends ? "resume" : "pay")}</Button>}
      >
        {ends ? t("ends", { day: moment(billing.period_ends_at, chain.time_zone).slice(0, -6) }) : say(standing.says)}
      </AnswerLine>
      {portal.isError && <p className="bad" role="alert" style={{ marginBottom: 16 }}>{problemText(portal.error)}</p>}
    </>
  );
}

function WaitingErrands({ billing }: { billing: Billing }) {
  const { t } = useTranslation("billing");
  const { say } = useSaying();
  const { timeZone } = useScope();
  if (billing.waiting.length === 0) return null;
  return (
    <div role="status">
      <AnswerLine tone="warn" lead={t("waiting.lead")}>
        {billing.waiting.map((errand) => <span key={errand.kind + errand.since}>{say(errand.says)} <span className="t3 cap">{t("waiting.since", { at: moment(errand.since, timeZone) })}</span> </span>)}
        {t("waiting.about")}
      </AnswerLine>
    </div>
  );
}

/** Reads the account from the payment service once more, for who does not want to wait. */
function Refresh() {
  const { t } = useTranslation("billing");
  const { chain } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const refresh = useMutation({
    mutationFn: () => api.post<Billing>(`/chains/${chain.slug}/billing/refresh`),
    onSuccess: async (billing) => {
      queries.setQueryData(billingQuery(chain.slug).queryKey, billing);
      await Promise.all([queries.invalidateQueries({ queryKey: ["billing"] }), queries.invalidateQueries({ queryKey: ["session"] })]);
    },
  });
  return (
    <>
      {refresh.isError && <span className="bad cap" role="alert">{problemText(refresh.error)}</span>}
      <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>{t("refresh")}</Button>
    </>
  );
}
