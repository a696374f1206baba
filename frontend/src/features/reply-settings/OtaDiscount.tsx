import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { houseFacts } from "@/api/deskRules";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";

/** Whether members who booked through an OTA are told of their discount on this bill: the house's own rule. */
export function OtaDiscount() {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { data } = useQuery(houseFacts(house));
  const turn = useMutation({
    mutationFn: (owed: boolean) => api.put(`${house}/desk/facts`, { ota_discount: owed }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [house] });
      message.success(t("saved"));
    },
  });
  if (!data) return null;
  return (
    <Panel title={t("ota.title")} says={t(data.ota_discount ? "ota.on" : "ota.off")}>
      <label className="row" htmlFor="ota-discount">
        <Switch id="ota-discount" checked={data.ota_discount} loading={turn.isPending} disabled={!may("manage_desk")} onChange={(owed) => turn.mutate(owed)} />
        <span>{t("ota.owed")}</span>
      </label>
      {turn.isError && <p className="bad cap" role="alert">{problemText(turn.error)}</p>}
    </Panel>
  );
}
