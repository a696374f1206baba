import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { billingQuery } from "@/api/business";
import type { Billing, Details } from "@/api/businessTypes";
import { api, ApiProblem } from "@/api/client";
import { Field } from "@/components/Field";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import styles from "./billing.module.css";

/** What stands on the bills: name, tax number, where they go. */
export function DetailsForm({ billing }: { billing: Billing }) {
  const { t } = useTranslation("billing");
  const { chain } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState<Details>(billing.details);
  const save = useMutation({
    mutationFn: () => api.patch<Billing>(`/chains/${chain.slug}/billing`, { details: form }),
    onSuccess: (changed) => {
      queries.setQueryData(billingQuery(chain.slug).queryKey, changed);
      message.success(t("details.saved"));
    },
  });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const text = (key: "name" | "tax_id" | "email", max: number, type = "text") => (
    <Field id={key} label={t(`details.${key}`)} problem={told(key)}>
      <Input id={key} type={type} maxLength={max} value={form[key]} onChange={(event) => setForm({ ...form, [key]: event.target.value })} />
    </Field>
  );
  const address = (key: keyof Details["address"], max: number) => (
    <Field id={key} label={t(`details.${key}`)} problem={told(key)}>
      <Input
        id={key} maxLength={max} value={form.address[key]} placeholder={key === "country" ? "CN" : ""}
        onChange={({ target }) => setForm({ ...form, address: { ...form.address, [key]: key === "country" ? target.value.toUpperCase() : target.value } })}
      />
    </Field>
  );
  const changed = JSON.stringify(form) !== JSON.stringify(billing.details);
  return (
    <Panel title={t("details.title")} says={t("details.says")} className="below">
      <form
        className={styles.form} onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {text("name", 120)}
        {text("tax_id", 30)}
        {text("email", 254, "email")}
        {address("line1", 200)}
        {address("city", 80)}
        {address("province", 80)}
        {address("postal_code", 20)}
        {address("country", 2)}
        {save.isError && <p className={`bad ${styles.whole ?? ""}`} role="alert">{problemText(save.error)}</p>}
        <div className={styles.whole}><Button htmlType="submit" loading={save.isPending} disabled={!changed}>{t("details.save")}</Button></div>
      </form>
    </Panel>
  );
}
