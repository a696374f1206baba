import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { StaffRow } from "@/api/types";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import { RolePicker } from "./RolePicker";

/** Changes a role or where it holds, ends or renews the employment, or withdraws an invitation. */
export function Change({ row, close }: { row: StaffRow; close: () => void }) {
  const { t } = useTranslation("staff");
  const { chain, session } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState({ role: row.role, properties: row.properties });
  const save = useMutation({
    mutationFn: (changed: Partial<Pick<StaffRow, "role" | "properties" | "active">> | "withdraw") =>
      changed === "withdraw"
        ? api.delete(`/chains/${chain.slug}/invitations/${row.id.replace("invitation-", "")}`)
        : api.patch(`/chains/${chain.slug}/staff/${row.id}`, changed),
    onSuccess: async (_answer, changed) => {
      await queries.invalidateQueries({ queryKey: ["staff"] });
      message.success(t(changed === "withdraw" ? "withdrawn" : changed.active === false ? "ended" : changed.active ? "renewed" : "saved", { name: row.name || row.email }));
      close();
    },
  });
  const told = save.error instanceof ApiProblem ? save.error.about("properties") : undefined;
  const self = row.id === session.staff.id;
  return (
    <Modal title={t(row.pending_invitation ? "withdrawTitle" : "changeTitle", { name: row.name || row.email })} open onCancel={close} footer={null} destroyOnHidden>
      <div className="stack">
        {row.pending_invitation ? <p>{t("withdrawSure", { email: row.email })}</p> : (
          <RolePicker role={form.role} properties={form.properties} change={setForm} problem={told} />
        )}
        {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
        <div className="between">
          {row.pending_invitation ? (
            <Button danger loading={save.isPending} onClick={() => save.mutate("withdraw")}>{t("withdrawDo")}</Button>
          ) : (
            <>
              <Button type="primary" loading={save.isPending} onClick={() => save.mutate(form)}>{t("save", { ns: "common" })}</Button>
              {!self && (row.active
                ? <Button danger onClick={() => save.mutate({ active: false })}>{t("end", { name: row.name })}</Button>
                : <Button onClick={() => save.mutate({ active: true })}>{t("renew", { name: row.name })}</Button>)}
            </>
          )}
        </div>
        {!row.pending_invitation && row.active && !self && <p className="cap t3">{t("endMeans")}</p>}
      </div>
    </Modal>
  );
}
