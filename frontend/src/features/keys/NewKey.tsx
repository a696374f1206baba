import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Drawer, Segmented } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { KeyMade } from "@/api/vendorTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { sessionQuery } from "@/session/session";
import { useScope } from "@/session/scope";
import { KeyFields, type KeyForm } from "./KeyFields";
import { KeyShown } from "./KeyShown";
import { PRESETS } from "./lists";

const fresh: KeyForm = { name: "", scopes: [...PRESETS.pms], properties: [], networks: [] };
const FOR_TRYING = ["stays:write", "stays:read", "guests:read", "members:write", "programme:read", "events:read"];

/** Makes a key for real, or one with a sandbox of its own; it is shown once. */
export function NewKey({ kind, close }: { kind: "live" | "sandbox"; close: () => void }) {
  const { t } = useTranslation("keys");
  const { chain } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [sandbox, setSandbox] = useState(kind === "sandbox");
  const [form, setForm] = useState<KeyForm>(kind === "sandbox" ? { ...fresh, scopes: FOR_TRYING } : fresh);
  const [ends, setEnds] = useState<Dayjs | null>(null);
  const make = useMutation({
    mutationFn: () => api.post<KeyMade>(`/chains/${chain.slug}/keys`, {
      name: form.name.trim(), scopes: form.scopes, networks: form.networks,
      ...(sandbox ? { sandbox: true } : { properties: form.properties, expires_at: ends ? ends.endOf("day").toISOString() : null }),
    }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      // A sandbox is a property too: the switch of places has to know it.
      if (sandbox) await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const told = (field: string) => (make.error instanceof ApiProblem ? make.error.about(field) : undefined);
  const choose = (to: "live" | "sandbox") => {
    setSandbox(to === "sandbox");
    setForm({ ...form, scopes: to === "sandbox" ? FOR_TRYING : [...PRESETS.pms] });
  };
  return (
    <Drawer title={t(make.data ? "once.head" : "make", { name: make.data?.name })} open onClose={close} size={640} mask={{ closable: !make.data }} keyboard={!make.data}>
      {make.data ? <KeyShown made={make.data} done={close} /> : (
        <form
          className="stack" onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <div>
            <Segmented block value={sandbox ? "sandbox" : "live"} aria-label={t("kind.label")} onChange={(to) => choose(to === "sandbox" ? "sandbox" : "live")} options={(["live", "sandbox"] as const).map((value) => ({ value, label: t(`kind.${value}`) }))} />
            <p className="cap t3" style={{ marginTop: 6 }}>{t(sandbox ? "kind.sandboxIs" : "kind.liveIs")}</p>
          </div>
          <KeyFields form={form} change={setForm} told={told} sandbox={sandbox} />
          {!sandbox && (
            <Field id="key-ends" label={t("ends")} problem={told("expires_at")} hint={t("endsHint")}>
              <div className="row wraps">
                <DatePicker id="key-ends" value={ends} placeholder={t("never_ends")} minDate={dayjs()} onChange={setEnds} style={{ width: 200 }} />
                {([90, 365] as const).map((days) => <Button key={days} size="small" onClick={() => setEnds(dayjs().add(days, "day"))}>{t("inDays", { n: days, count: days })}</Button>)}
              </div>
            </Field>
          )}
          {make.isError && <p className="bad" role="alert">{problemText(make.error)}</p>}
          <div><Button type="primary" htmlType="submit" loading={make.isPending} disabled={form.scopes.length === 0}>{t(sandbox ? "makeSandbox" : "makeDo")}</Button></div>
        </form>
      )}
    </Drawer>
  );
}
