import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { ChainInfo } from "@/api/types";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { sumOf, TargetsEditor } from "@/components/TargetsEditor";
import { useScope } from "@/session/scope";
import { ApprovalPanel } from "./ApprovalPanel";
import styles from "./settings.module.css";

/** The chain's name and what its properties are held against. */
export default function ChainSettingsPage() {
  const { t } = useTranslation("settings");
  const { chain, api: path } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState<Pick<ChainInfo, "name" | "targets" | "target_repeat_rate" | "target_remark_rate">>(chain);
  const save = useMutation({
    mutationFn: () => api.patch(path, { name: form.name, targets: form.targets, target_repeat_rate: form.target_repeat_rate, target_remark_rate: form.target_remark_rate }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      message.success(t("saved"));
    },
  });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const percent = (key: "target_repeat_rate" | "target_remark_rate") => (
    <Field id={key} label={t(key)} problem={told(key)} hint={t(`${key}_is`)}>
      <InputNumber id={key} value={form[key]} min={0} max={100} precision={0} suffix="%" style={{ width: 140 }} onChange={(value) => setForm({ ...form, [key]: value ?? 0 })} />
    </Field>
  );
  return (
    <>
      <PageHead title={t("title")} about={chain.name} />
      <form
        className={`stack ${styles.form ?? ""}`} onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Panel title={t("chain")}>
          <div className="stack">
            <Field id="name" label={t("name")} problem={told("name")}>
              <Input id="name" required maxLength={80} value={form.name} style={{ maxWidth: 320 }} onChange={(event) => setForm({ ...form, name: event.target.value })} />
            </Field>
            <p className="cap t3">{t("fixed", { slug: chain.slug, zone: chain.time_zone })}</p>
          </div>
        </Panel>
        <Panel title={t("targets")} says={t("targetsIs")}>
          <TargetsEditor value={form.targets} change={(targets) => setForm({ ...form, targets })} />
        </Panel>
        <Panel title={t("goals")}>
          <div className="row wraps" style={{ gap: 24, alignItems: "flex-start" }}>{percent("target_repeat_rate")}{percent("target_remark_rate")}</div>
        </Panel>
        {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
        <div><Button type="primary" htmlType="submit" loading={save.isPending} disabled={sumOf(form.targets) !== 100}>{t("save", { ns: "common" })}</Button></div>
      </form>
      <div className={styles.form} style={{ marginTop: 16 }}><ApprovalPanel /></div>
    </>
  );
}
