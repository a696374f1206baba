import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { billingQuery } from "@/api/business";
import type { Billing } from "@/api/businessTypes";
import { api } from "@/api/client";
import { AnswerLine } from "@/components/PageHead";
import { useScope } from "@/session/scope";
import { arrived } from "./plans";

const PAUSE_MS = 2_000;
const LATE_MS = 40_000;
const LATER_MS = 10_000;

/** Back from the payment page: waits until the payment service says that there is a subscription, and tells it. */
export function PaidBack({ session, done }: { session: string; done: () => void }) {
  const { t } = useTranslation("billing");
  const { chain } = useScope();
  const queries = useQueryClient();
  const [late, setLate] = useState(false);
  const asked = useQuery({
    queryKey: ["billing", chain.slug, "paid", session],
    // The browser may be faster than the payment service's own message: so it is asked.
    queryFn: () => api.post<Billing>(`/chains/${chain.slug}/billing/refresh`),
    staleTime: 0,
    retry: false,
    refetchInterval: ({ state }) => (state.data && arrived(state.data) ? false : late ? LATER_MS : PAUSE_MS),
  });
  const { data } = asked;
  const here = data !== undefined && arrived(data);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!data) return;
    queries.setQueryData(billingQuery(chain.slug).queryKey, data);
    if (!arrived(data)) return;
    void queries.invalidateQueries({ queryKey: ["session"] });
    void queries.invalidateQueries({ queryKey: ["billing", chain.slug, "invoices"] });
  }, [data, queries, chain.slug]);
  const close = <Button onClick={done}>{t("paid.close")}</Button>;
  return (
    <div role="status">
      {here ? <AnswerLine tone="calm" lead={t(data.state === "trialing" ? "paid.trialLead" : "paid.lead")} action={close}>{t(data.state === "trialing" ? "paid.trial" : "paid.about")}</AnswerLine>
        : late ? <AnswerLine tone="warn" lead={t("paid.lateLead")} action={close}>{t("paid.late")}</AnswerLine>
        : <AnswerLine tone="calm" lead={t("paid.waitLead")}>{t("paid.wait")}</AnswerLine>}
    </div>
  );
}
