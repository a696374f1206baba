import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { billingQuery, previewQuery } from "@/api/business";
import type { Billing, Interval, Plan } from "@/api/businessTypes";
import { api } from "@/api/client";
import { PreviewLines } from "@/components/standing/PreviewLines";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { money } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { totalOf } from "./plans";

/** Another plan while subscribed: what is credited and charged for the rest of the period, then the change. */
export function ChangePlan({ plan, interval, billing, close }: { plan: Plan; interval: Interval; billing: Billing; close: () => void }) {
  const { t } = useTranslation("billing");
  const { nameOf } = useSaying();
  const { chain } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const preview = useQuery(previewQuery(chain.slug, { plan: plan.code, interval }));
  const change = useMutation({
    mutationFn: () => api.post<Billing>(`/chains/${chain.slug}/billing/plan`, { plan: plan.code, interval }),
    onSuccess: async (changed) => {
      queries.setQueryData(billingQuery(chain.slug).queryKey, changed);
      message.success(t(changed.waiting.length > 0 ? "change.waiting" : "change.done", { plan: nameOf(plan) }));
      close();
      await Promise.all([queries.invalidateQueries({ queryKey: ["billing"] }), queries.invalidateQueries({ queryKey: ["session"] })]);
    },
  });
  const due = preview.data?.due;
  return (
    <Modal title={t("change.title", { plan: nameOf(plan) })} open onCancel={close} footer={null} width={560} destroyOnHidden>
      <div className="stack">
        <p className="t2">{t("change.after", { sum: `${money(totalOf(plan, interval, Math.max(1, billing.properties)), 2, billing.currency)} ${t(`per.${interval}`)}`, n: billing.properties, count: billing.properties })}</p>
        <PreviewLines preview={preview} />
        {change.isError && <p className="bad" role="alert">{problemText(change.error)}</p>}
        <div className="row wraps">
          <Button type="primary" loading={change.isPending} disabled={!preview.data} onClick={() => change.mutate()}>
            {due && Number(due) > 0 ? t("change.pay", { sum: money(due, 2, preview.data?.currency) }) : t("change.do")}
          </Button>
          <Button onClick={close}>{t("change.keep")}</Button>
        </div>
      </div>
    </Modal>
  );
}
