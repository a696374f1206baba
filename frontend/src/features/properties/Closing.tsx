import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { billingQuery } from "@/api/business";
import { api } from "@/api/client";
import type { PropertyRow } from "@/api/types";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import { CostOfOneMore } from "./CostOfOneMore";

interface Props {
  row: PropertyRow;
  close: () => void;
}

function useDoing(row: PropertyRow, what: "close" | "reopen", said: string, done: () => void) {
  const { api: scope } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post<PropertyRow>(`${scope}/properties/${row.slug}/${what}`, what === "close" ? { confirm: row.slug } : undefined),
    onSuccess: async () => {
      await queries.invalidateQueries();
      message.success(said);
      done();
    },
  });
}

/** Closing names the property: its address is typed, and what happens is said before. */
export function CloseProperty({ row, close }: Props) {
  const { t } = useTranslation("properties");
  const { chain, may } = useScope();
  const problemText = useProblemText();
  const [typed, setTyped] = useState("");
  const billing = useQuery({ ...billingQuery(chain.slug), enabled: may("manage_billing") }).data;
  const act = useDoing(row, "close", t("close.done", { name: row.name }), close);
  const paid = !row.sandbox && billing?.amount !== undefined && billing.amount !== null;
  return (
    <Modal title={t("close.title", { name: row.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === row.slug) act.mutate();
        }}
      >
        <ul style={{ listStyle: "disc", paddingLeft: 18 }} className="t2">
          <li>{t("close.shut")}</li>
          <li>{t("close.kept")}</li>
          {!row.sandbox && <li>{t(paid ? "close.paid" : "close.free")}</li>}
        </ul>
        <div className="field">
          <label htmlFor="close-slug">{t("close.type", { slug: row.slug })}</label>
          <Input id="close-slug" value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        </div>
        {act.isError && <p className="bad" role="alert">{problemText(act.error)}</p>}
        <div className="row wraps">
          <Button danger type="primary" htmlType="submit" disabled={typed.trim() !== row.slug} loading={act.isPending}>{t("close.do", { name: row.name })}</Button>
          <Button onClick={close}>{t("cancel", { ns: "common" })}</Button>
        </div>
      </form>
    </Modal>
  );
}

export function ReopenProperty({ row, close }: Props) {
  const { t } = useTranslation("properties");
  const problemText = useProblemText();
  const act = useDoing(row, "reopen", t("reopen.done", { name: row.name }), close);
  return (
    <Modal title={t("reopen.title", { name: row.name })} open onCancel={close} footer={null} destroyOnHidden>
      <div className="stack">
        <p className="t2">{t("reopen.about")}</p>
        {!row.sandbox && <CostOfOneMore />}
        {act.isError && <p className="bad" role="alert">{problemText(act.error)}</p>}
        <div className="row wraps">
          <Button type="primary" loading={act.isPending} onClick={() => act.mutate()}>{t("reopen.do", { name: row.name })}</Button>
          <Button onClick={close}>{t("cancel", { ns: "common" })}</Button>
        </div>
      </div>
    </Modal>
  );
}
