import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { KeyRow } from "@/api/vendorTypes";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import { KeyFields, type KeyForm } from "./KeyFields";

/** Changes what a key may do and from where; the key itself stays the same. */
export function ChangeKey({ row, close }: { row: KeyRow; close: () => void }) {
  const { t } = useTranslation("keys");
  const { chain } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState<KeyForm>({ name: row.name, scopes: row.scopes, properties: row.properties, networks: row.networks });
  const change = useMutation({
    mutationFn: () => api.patch<KeyRow>(`/chains/${chain.slug}/keys/${row.id}`, { name: form.name.trim(), scopes: form.scopes, networks: form.networks, ...(!row.sandbox && { properties: form.properties }) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      message.success(t("changed", { name: form.name }));
      close();
    },
  });
  const told = (field: string) => (change.error instanceof ApiProblem ? change.error.about(field) : undefined);
  return (
    <Drawer title={t("changeTitle", { name: row.name })} open onClose={close} size={640}>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <p className="small t2">{t("changeAbout")}</p>
        <KeyFields form={form} change={setForm} told={told} sandbox={row.sandbox !== null} />
        {change.isError && <p className="bad" role="alert">{problemText(change.error)}</p>}
        <div><Button type="primary" htmlType="submit" loading={change.isPending} disabled={form.scopes.length === 0}>{t("save", { ns: "common" })}</Button></div>
      </form>
    </Drawer>
  );
}
