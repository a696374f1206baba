import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { KeyMade } from "@/api/types";
import { CopyButton } from "@/components/CopyButton";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";

const SCOPES = ["stays:write", "stays:read", "guests:read", "guests:write", "guests:pii", "remarks:read", "remarks:write", "reports:read", "imports:write", "exports:read", "sources:write", "chain:write", "audit:read"];
/** What a PMS vendor needs to push stays and see that they arrived. */
const FOR_A_PMS = ["stays:write", "stays:read"];

const firstRequest = (key: string, property: string): string => `curl -X PUT ${window.location.origin}/api/v1/properties/${property}/stays/TEST-1 \\
  -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
  -d '{"updated_at":"2026-01-06T11:02:03+08:00","status":"booked","check_in":"2026-01-08T14:00:00+08:00","check_out":"2026-01-09T12:00:00+08:00","rate":"208.00","source":"散客","guest":{"name":"李四","phone":"13800138000"}}'`;

/** Makes a key; it is shown once, with the first request a vendor can run. */
export function NewKey({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation("keys");
  const { chain, membership } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const fresh = { name: "", scopes: FOR_A_PMS, properties: [] as string[] };
  const [form, setForm] = useState(fresh);
  const make = useMutation({
    mutationFn: () => api.post<KeyMade>(`/chains/${chain.slug}/keys`, form),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
  const done = () => {
    make.reset();
    setForm(fresh);
    close();
  };
  const told = (field: string) => (make.error instanceof ApiProblem ? make.error.about(field) : undefined);
  const first = make.data && firstRequest(make.data.key, make.data.properties[0] ?? membership.properties[0]?.slug ?? "…");
  return (
    <Modal title={t(make.data ? "once.title" : "make")} open={open} onCancel={done} footer={null} width={620} destroyOnHidden mask={{ closable: !make.data }}>
      {make.data && first ? (
        <div className="stack">
          <p>{t("once.about")}</p>
          <div className="row">
            <Input readOnly value={make.data.key} aria-label={t("once.title")} onFocus={(event) => event.target.select()} />
            <CopyButton text={make.data.key} />
          </div>
          <div>
            <p className="b">{t("once.first")}</p>
            <pre className="cap" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", background: "var(--ground-2)", border: "1px solid var(--line)", borderRadius: 6, padding: 12, margin: "4px 0 8px" }}>{first}</pre>
            <CopyButton text={first} label={t("once.copyFirst")} />
          </div>
          <div><Button type="primary" onClick={done}>{t("once.kept")}</Button></div>
        </div>
      ) : (
        <form
          className="stack" onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <Field id="key-name" label={t("name")} problem={told("name")} hint={t("nameHint")}>
            <Input id="key-name" required maxLength={80} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
          </Field>
          <Field id="key-scopes" label={t("scopes")} problem={told("scopes")}>
            <Checkbox.Group value={form.scopes} onChange={(scopes) => setForm({ ...form, scopes })} style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(240px, 1fr))", gap: 6 }}>
              {SCOPES.map((scope) => <Checkbox key={scope} value={scope}>{t(`scope.${scope.replace(":", "_")}`)} <span className="cap t3">{scope}</span></Checkbox>)}
            </Checkbox.Group>
          </Field>
          <Field id="key-properties" label={t("where")} hint={t("whereHint")}>
            <Select id="key-properties" mode="multiple" value={form.properties} style={{ width: "100%" }} placeholder={t("everywhere")} showSearch={{ optionFilterProp: "label" }} onChange={(properties: string[]) => setForm({ ...form, properties })} options={membership.properties.map(({ slug, name }) => ({ value: slug, label: name }))} />
          </Field>
          {make.isError && <p className="bad" role="alert">{problemText(make.error)}</p>}
          <div><Button type="primary" htmlType="submit" loading={make.isPending} disabled={form.scopes.length === 0}>{t("makeDo")}</Button></div>
        </form>
      )}
    </Modal>
  );
}
