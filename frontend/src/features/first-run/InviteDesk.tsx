import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { InvitationMade } from "@/api/types";
import { CopyButton } from "@/components/CopyButton";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import { useHolding } from "./holding";
import styles from "./firstRun.module.css";

/** Invites the front desk of the first property: a name and an e-mail; the link is shown too. */
export function InviteDesk({ house, name }: { house: string; name: string }) {
  const { t } = useTranslation("first-run");
  const { chain } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState({ name: "", email: "" });
  const { hold } = useHolding();
  const invite = useMutation({
    mutationFn: () => api.post<InvitationMade>(`/chains/${chain.slug}/invitations`, { name: form.name.trim(), email: form.email.trim(), role: "front_desk", properties: [house] }),
    onMutate: () => hold("staff"),
    onError: () => hold(null),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["staff"] }),
  });
  const told = (field: string) => (invite.error instanceof ApiProblem ? invite.error.about(field) : undefined);
  if (invite.data) {
    const link = new URL(invite.data.link, window.location.origin).href;
    return (
      <div className="stack">
        <p>{t("staff.sent", { name: form.name })}</p>
        <div className={styles.secret}>
          <Input readOnly value={link} aria-label={t("staff.link")} onFocus={(event) => event.target.select()} />
          <CopyButton text={link} label={t("staff.copy")} />
        </div>
        <div><Button type="primary" onClick={() => void queries.invalidateQueries({ queryKey: ["first-run"] }).then(() => hold(null))}>{t("staff.next")}</Button></div>
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <div className={styles.two}>
        <Field id="desk-name" label={t("staff.name")} problem={told("name")}>
          <Input id="desk-name" required maxLength={80} value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} />
        </Field>
        <Field id="desk-email" label={t("staff.email")} problem={told("email")}>
          <Input id="desk-email" type="email" required maxLength={254} value={form.email} onChange={(event) => setForm({ ...form, email: event.target.value })} />
        </Field>
      </div>
      <div className="row wraps" style={{ marginTop: 12 }}>
        <Button type="primary" htmlType="submit" loading={invite.isPending}>{t("staff.do", { name })}</Button>
        {invite.isError && !told("name") && !told("email") && <span className="bad cap" role="alert">{problemText(invite.error)}</span>}
      </div>
    </form>
  );
}
