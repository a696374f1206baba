import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, ApiProblem } from "@/api/client";
import { useScope } from "@/session/scope";
import { useProblemText } from "./problems";

interface NewPropertyProps {
  done?: () => void;
  /** The page goes on by itself: it is not turned to the new property. */
  stay?: boolean;
  /** What another property costs; a sandbox costs nothing. */
  cost?: React.ReactNode;
}

/** Puts a property on the chain: three fields, ready while the page turns. */
export function NewProperty({ done, stay = false, cost }: NewPropertyProps) {
  const { t } = useTranslation("properties");
  const { api: scope, chain } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const go = useNavigate();
  const problemText = useProblemText();
  const [form, setForm] = useState({ name: "", slug: "", city: "" });
  const [sandbox, setSandbox] = useState(false);
  const prefix = `${chain.slug}-`;
  const add = useMutation({
    mutationFn: () => api.post(`${scope}/properties`, { ...form, slug: prefix + form.slug.trim(), ...(sandbox && { sandbox }) }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      message.success(t("new.done", { name: form.name }));
      done?.();
      if (!stay) void go(`/p/${prefix}${form.slug.trim()}/${sandbox ? "programme" : "imports"}`);
    },
  });
  const told = (field: string) => (add.error instanceof ApiProblem ? add.error.about(field) : undefined);
  const field = (key: keyof typeof form, input: React.ReactNode) => (
    <div className="field">
      <label htmlFor={`new-${key}`}>{t(`new.${key}`)}</label>
      {input}
      {told(key) && <div className="problem" role="alert">{told(key)}</div>}
    </div>
  );
  const props = (key: keyof typeof form) => ({
    id: `new-${key}`, value: form[key], required: true, placeholder: t(`new.${key}Like`),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(150px, 1fr))", gap: 12, marginTop: 14 }}>
        {field("name", <Input {...props("name")} maxLength={80} />)}
        {field("slug", <Input {...props("slug")} prefix={<span className="t3">{prefix}</span>} pattern="[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?" title={t("new.slugRule")} maxLength={40} />)}
        {field("city", <Input {...props("city")} maxLength={40} />)}
      </div>
      {!stay && <Checkbox checked={sandbox} onChange={({ target }) => setSandbox(target.checked)} style={{ marginTop: 12 }}>{t("new.sandbox")} <span className="cap t3">{t("new.sandboxIs")}</span></Checkbox>}
      {cost && !sandbox && <div style={{ marginTop: 14 }}>{cost}</div>}
      <div className="row wraps" style={{ marginTop: 14 }}>
        <Button type="primary" htmlType="submit" loading={add.isPending}>{t("new.do")}</Button>
        {add.isError ? <span className="bad cap" role="alert">{problemText(add.error)}</span> : <span className="t3 cap">{t("new.soon")}</span>}
      </div>
    </form>
  );
}
