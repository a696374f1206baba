import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { Endpoint } from "@/api/vendorTypes";
import { useProblemText } from "@/components/problems";
import { EndpointFields, type EndpointForm } from "./EndpointFields";

export function ChangeEndpoint({ row, path, close }: { row: Endpoint; path: string; close: () => void }) {
  const { t } = useTranslation("webhooks");
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState<EndpointForm>({ url: row.url, description: row.description, types: row.types, properties: row.properties });
  const change = useMutation({
    mutationFn: () => api.patch<Endpoint>(path, { ...form, url: form.url.trim(), description: form.description.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["webhooks"] });
      message.success(t("changed"));
      close();
    },
  });
  const told = (field: string) => (change.error instanceof ApiProblem ? change.error.about(field) : undefined);
  return (
    <Drawer title={t("change")} open onClose={close} size={640}>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <EndpointFields form={form} change={setForm} told={told} />
        {change.isError && <p className="bad" role="alert">{problemText(change.error)}</p>}
        <div><Button type="primary" htmlType="submit" loading={change.isPending}>{t("save", { ns: "common" })}</Button></div>
      </form>
    </Drawer>
  );
}
