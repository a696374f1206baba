import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { PropertyRow } from "@/api/types";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { sumOf, TargetsEditor } from "@/components/TargetsEditor";
import { usePropertyScope } from "@/session/scope";
import styles from "./settings.module.css";

/** A property's name, its own targets if it has any, how long a remark may take and how many contacts a day is to bring. */
export default function PropertySettingsPage() {
  const { t } = useTranslation("settings");
  const { chain, property } = usePropertyScope();
  const path = `/chains/${chain.slug}/properties/${property.slug}`;
  const row = useQuery({ queryKey: ["property", property.slug], queryFn: () => api.get<PropertyRow>(path) });
  return (
    <>
      <PageHead title={t("title")} about={property.name} />
      {row.isError ? <div className="panel"><ErrorState problem={row.error} retry={() => void row.refetch()} /></div> : row.data ? (
        <Form row={row.data} path={path} />
      ) : <div className={`panel ${styles.form ?? ""}`}><div className="body"><Bones height={320} lines={6} /></div></div>}
    </>
  );
}

function Form({ row, path }: { row: PropertyRow; path: string }) {
  const { t } = useTranslation("settings");
  const { chain } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState(row);
  const save = useMutation({
    mutationFn: () => api.patch(path, { name: form.name, city: form.city, targets: form.targets, remark_deadline_hours: form.remark_deadline_hours, contacts_target: form.contacts_target }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      message.success(t("saved"));
    },
  });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  return (
    <form
      className={`stack ${styles.form ?? ""}`} onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Panel title={t("property")}>
        <div className="row wraps" style={{ gap: 16, alignItems: "flex-start" }}>
          <Field id="name" label={t("propertyName")} problem={told("name")}>
            <Input id="name" required maxLength={80} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
          </Field>
          <Field id="city" label={t("city")} problem={told("city")}>
            <Input id="city" maxLength={40} value={form.city} onChange={(event) => setForm({ ...form, city: event.target.value })} />
          </Field>
        </div>
        <p className="cap t3" style={{ marginTop: 12 }}>{t("fixed", { slug: row.slug, zone: row.time_zone })}</p>
      </Panel>
      <Panel title={t("desk")}>
        <Field id="contacts" label={t("contacts")} problem={told("contacts_target")} hint={t("contactsIs")}>
          <InputNumber id="contacts" value={form.contacts_target} min={0} max={200} precision={0} suffix={t("people")} placeholder={t("contactsNone")} style={{ width: 140 }} onChange={(value) => setForm({ ...form, contacts_target: value })} />
        </Field>
      </Panel>
      <Panel title={t("remarks")}>
        <Field id="deadline" label={t("deadline")} problem={told("remark_deadline_hours")} hint={t("deadlineIs")}>
          <InputNumber id="deadline" value={form.remark_deadline_hours} min={1} max={720} precision={0} suffix={t("hours")} style={{ width: 140 }} onChange={(value) => setForm({ ...form, remark_deadline_hours: value ?? 24 })} />
        </Field>
      </Panel>
      <Panel title={t("targets")} says={t("ownIs")}>
        <div className="stack">
          <label className="row" htmlFor="own">
            <Switch id="own" checked={form.targets !== null} onChange={(own) => setForm({ ...form, targets: own ? chain.targets : null })} />
            {t("own")}
          </label>
          <TargetsEditor value={form.targets ?? chain.targets} disabled={form.targets === null} change={(targets) => setForm({ ...form, targets })} />
        </div>
      </Panel>
      {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
      <div><Button type="primary" htmlType="submit" loading={save.isPending} disabled={form.targets !== null && sumOf(form.targets) !== 100}>{t("save", { ns: "common" })}</Button></div>
    </form>
  );
}
