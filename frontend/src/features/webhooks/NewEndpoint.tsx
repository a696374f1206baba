import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api, ApiProblem } from "@/api/client";
import type { EndpointMade } from "@/api/vendorTypes";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import { EndpointFields, type EndpointForm } from "./EndpointFields";
import { SecretShown } from "./SecretShown";

const fresh: EndpointForm = { url: "", description: "", types: [], properties: [] };

/** Puts down where events are sent; the secret that signs them is shown once. */
export function NewEndpoint({ close }: { close: () => void }) {
  const { t } = useTranslation("webhooks");
  const { chain, path } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const go = useNavigate();
  const [form, setForm] = useState(fresh);
  const make = useMutation({
    mutationFn: () => api.post<EndpointMade>(`/chains/${chain.slug}/webhooks`, { ...form, url: form.url.trim(), description: form.description.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["webhooks"] }),
  });
  const told = (field: string) => (make.error instanceof ApiProblem ? make.error.about(field) : undefined);
  const made = make.data;
  return (
    <Drawer title={t(made ? "made" : "make")} open onClose={close} size={640} mask={{ closable: !made }} keyboard={!made}>
      {made ? (
        <div className="stack">
          <SecretShown secret={made.secret} />
          <div className="row wraps">
            <Button type="primary" onClick={() => void go(`${path}/webhooks/${made.id}`)}>{t("keptAndTest")}</Button>
            <Button onClick={close}>{t("kept")}</Button>
          </div>
        </div>
      ) : (
        <form
          className="stack" onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <EndpointFields form={form} change={setForm} told={told} />
          {make.isError && <p className="bad" role="alert">{problemText(make.error)}</p>}
          <div><Button type="primary" htmlType="submit" loading={make.isPending}>{t("makeDo")}</Button></div>
        </form>
      )}
    </Drawer>
  );
}
