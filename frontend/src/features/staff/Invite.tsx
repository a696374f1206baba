import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { InvitationMade, Role } from "@/api/types";
import { CopyButton } from "@/components/CopyButton";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { RolePicker } from "./RolePicker";

/** Invites somebody by e-mail; the link is shown too, as a front desk often has no mail. */
export function Invite({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation("staff");
  const scope = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const fresh = { name: "", email: "", role: "front_desk" as Role, properties: scope.property ? [scope.property.slug] : ([] as string[]) };
  const [form, setForm] = useState(fresh);
  const invite = useMutation({
    mutationFn: () => api.post<InvitationMade>(`/chains/${scope.chain.slug}/invitations`, { ...form, email: form.email.trim(), name: form.name.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["staff"] }),
  });
  const done = () => {
    invite.reset();
    setForm(fresh);
    close();
  };
  const told = (field: string) => (invite.error instanceof ApiProblem ? invite.error.about(field) : undefined);
  return (
    <Modal title={t("invite.title")} open={open} onCancel={done} footer={null} destroyOnHidden>
      {invite.data ? (
        <div className="stack">
          <p>{t("invite.made", { name: form.name || form.email, until: moment(invite.data.expires_at, scope.timeZone) })}</p>
          <Input readOnly value={new URL(invite.data.link, window.location.origin).href} aria-label={t("invite.link")} onFocus={(event) => event.target.select()} />
          <div className="row">
            <CopyButton text={new URL(invite.data.link, window.location.origin).href} label={t("invite.copy")} />
            <Button onClick={done}>{t("invite.close")}</Button>
          </div>
        </div>
      ) : (
        <form
          className="stack" onSubmit={(event) => {
            event.preventDefault();
            invite.mutate();
          }}
        >
          <Field id="invite-name" label={t("name")} problem={told("name")}>
            <Input id="invite-name" required maxLength={80} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
          </Field>
          <Field id="invite-email" label={t("email")} problem={told("email")}>
            <Input id="invite-email" type="email" required maxLength={254} value={form.email} onChange={(event) => setForm({ ...form, email: event.target.value })} />
          </Field>
          <RolePicker role={form.role} properties={form.properties} change={(next) => setForm({ ...form, ...next })} problem={told("properties")} />
          {invite.isError && <p className="bad" role="alert">{problemText(invite.error)}</p>}
          <div><Button type="primary" htmlType="submit" loading={invite.isPending}>{t("invite.send")}</Button></div>
        </form>
      )}
    </Modal>
  );
}
