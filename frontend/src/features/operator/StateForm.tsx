import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { ChainWhole } from "@/api/operatorTypes";
import { useProblemText } from "@/components/problems";
import { WHY_MIN } from "./judging";
import { chainQuery } from "./queries";
import { ReasonField } from "./ReasonField";

/** Shuts a chain out, or lets it in again; its owners are told why. */
export function StateForm({ told, close }: { told: ChainWhole; close: () => void }) {
  const { t } = useTranslation("operator");
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [reason, setReason] = useState("");
  const to = told.state === "suspended" ? "open" : "suspended";
  const change = useMutation({
    mutationFn: () => api.patch<ChainWhole>(`/operator/chains/${told.slug}`, { state: to, reason: reason.trim() }),
    onSuccess: async (now) => {
      queries.setQueryData(chainQuery(told.slug).queryKey, now);
      await queries.invalidateQueries({ queryKey: ["operator"] });
      message.success(t(to === "open" ? "state.reopened" : "state.suspended", { name: told.name }));
      close();
    },
  });
  const problem = change.error instanceof ApiProblem ? change.error.about("reason") : undefined;
  return (
    <Modal title={t(to === "open" ? "state.reopenTitle" : "state.suspendTitle", { name: told.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <p>{t(to === "open" ? "state.reopenMeans" : "state.suspendMeans")}</p>
        <ReasonField id="state-reason" label={t("reasonIs")} hint={t("state.reasonHint")} least={WHY_MIN} value={reason} change={setReason} problem={problem} />
        {change.isError && <p className="bad" role="alert">{problemText(change.error)}</p>}
        <div><Button type="primary" htmlType="submit" danger={to === "suspended"} loading={change.isPending} disabled={reason.trim().length < WHY_MIN}>{t(to === "open" ? "state.reopen" : "state.suspend")}</Button></div>
      </form>
    </Modal>
  );
}
