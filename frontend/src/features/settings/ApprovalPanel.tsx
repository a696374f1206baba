import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useScope } from "@/session/scope";

type Chain = components["schemas"]["ChainOut"];

/** Whether headquarters see a campaign before it goes out; holds from the moment it is switched. */
export function ApprovalPanel() {
  const { t } = useTranslation("settings");
  const { api: path } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const key = ["chain", path];
  const row = useQuery({ queryKey: key, queryFn: () => api.get<Chain>(path) });
  const save = useMutation({
    mutationFn: (needed: boolean) => api.patch<Chain>(path, { campaigns_need_approval: needed }),
    onSuccess: async (_answer, needed) => {
      await queries.invalidateQueries({ queryKey: key });
      message.success(t(needed ? "approvalOn" : "approvalOff"));
    },
  });
  return (
    <Panel title={t("campaigns")} says={t("approvalIs")}>
      {row.isError ? <ErrorState problem={row.error} retry={() => void row.refetch()} /> : row.data ? (
        <label className="row" htmlFor="approval">
          <Switch id="approval" checked={row.data.campaigns_need_approval} loading={save.isPending} onChange={(needed) => save.mutate(needed)} />
          {t("approval")}
        </label>
      ) : <Bones height={24} lines={1} />}
      {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
    </Panel>
  );
}
