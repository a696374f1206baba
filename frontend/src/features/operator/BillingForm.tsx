import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { ChainWhole } from "@/api/operatorTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { WHY_MIN } from "./judging";
import { at } from "./parts";
import { chainQuery } from "./queries";
import { ReasonField } from "./ReasonField";

const LONGER = [14, 30, 90] as const;

/** Settles by hand what a chain pays: a contract outside Stripe, or a longer trial. */
export function BillingForm({ told, what, close }: { told: ChainWhole; what: "arranged" | "trial"; close: () => void }) {
  const { t } = useTranslation("operator");
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [reason, setReason] = useState("");
  const ends = told.trial_ends_at && dayjs(told.trial_ends_at).isAfter(dayjs()) ? dayjs(told.trial_ends_at) : dayjs();
  const [until, setUntil] = useState<Dayjs>(ends.add(14, "day"));
  const settle = useMutation({
    mutationFn: () => api.post<ChainWhole>(`/operator/chains/${told.slug}/billing`, { reason: reason.trim(), ...(what === "arranged" ? { arranged: true } : { trial_ends_at: until.endOf("day").toISOString() }) }),
    onSuccess: async (now) => {
      queries.setQueryData(chainQuery(told.slug).queryKey, now);
      await queries.invalidateQueries({ queryKey: ["operator"] });
      message.success(t("billing.done", { name: told.name }));
      close();
    },
  });
  const about = (field: string) => (settle.error instanceof ApiProblem ? settle.error.about(field) : undefined);
  return (
    <Modal title={t(`billing.${what}Title`, { name: told.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          settle.mutate();
        }}
      >
        <p>{t(`billing.${what}Means`)}</p>
        {what === "trial" && (
          <Field id="trial-until" label={t("billing.until")} problem={about("trial_ends_at")} hint={told.trial_ends_at ? t("billing.now", { at: at(told.trial_ends_at) }) : undefined}>
            <div className="row wraps">
              <DatePicker id="trial-until" value={until} allowClear={false} minDate={dayjs()} maxDate={dayjs().add(364, "day")} onChange={(day) => { if (day) setUntil(day); }} />
              {LONGER.map((days) => <Button key={days} size="small" onClick={() => setUntil(ends.add(days, "day"))}>{t("billing.longer", { n: days, count: days })}</Button>)}
            </div>
          </Field>
        )}
        <ReasonField id="billing-reason" label={t("reasonIs")} hint={t("billing.reasonHint")} least={WHY_MIN} value={reason} change={setReason} problem={about("reason")} />
        {settle.isError && <p className="bad" role="alert">{problemText(settle.error)}</p>}
        <div><Button type="primary" htmlType="submit" loading={settle.isPending} disabled={reason.trim().length < WHY_MIN}>{t(`billing.${what}`)}</Button></div>
      </form>
    </Modal>
  );
}
