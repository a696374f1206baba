import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { api, ApiProblem } from "@/api/client";
import type { InvitationShown, Session } from "@/api/types";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { useSignedIn } from "@/session/session";
import styles from "@/components/frame.module.css";
import { Frame } from "@/components/Frame";

/** Accepting an invitation: a name and a password, and one is in. */
export default function InvitePage() {
  const { t } = useTranslation("account");
  const { token = "" } = useParams();
  const go = useNavigate();
  const signedIn = useSignedIn();
  const invitation = useQuery({ queryKey: ["invitation", token], queryFn: () => api.get<InvitationShown>(`/invitations/${encodeURIComponent(token)}`) });
  const accepted = (session: Session) => {
    signedIn(session);
    void go("/", { replace: true });
  };
  if (invitation.isError) {
    return <Frame title={t("invite.gone")} about={t("invite.goneHint")}><p style={{ marginTop: 20 }}><Link to="/login">{t("reset.back")}</Link></p></Frame>;
  }
  if (!invitation.data) return <Frame title="…" about={<Bone width={200} />}>{null}</Frame>;
  const { chain, role, email, name } = invitation.data;
  return (
    <Frame title={t("invite.title", { chain: chain.name })} about={t("invite.about", { role: t(`role.${role}`, { ns: "common" }), email })}>
      <Accept token={token} name={name} email={email} accepted={accepted} />
    </Frame>
  );
}

function Accept({ token, name: invited, email, accepted }: { token: string; name: string; email: string; accepted: (session: Session) => void }) {
  const { t } = useTranslation("account");
  const problemText = useProblemText();
  const [name, setName] = useState(invited);
  const [password, setPassword] = useState("");
  const accept = useMutation({
    mutationFn: () => api.post<Session>(`/invitations/${encodeURIComponent(token)}`, { name: name.trim(), password }),
    meta: { signsIn: true },
    onSuccess: accepted,
  });
  const told = accept.error instanceof ApiProblem ? accept.error.about("password") : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <label htmlFor="name">{t("invite.name")}</label>
      <Input id="name" required maxLength={80} autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      <label htmlFor="password">{t("invite.password")}</label>
      <Input.Password id="password" required minLength={10} maxLength={256} autoComplete="new-password" placeholder={t("invite.hint")} value={password} onChange={(event) => setPassword(event.target.value)} />
      {accept.isError && <div className={styles.problem} role="alert">{told ?? problemText(accept.error)}</div>}
      <Button type="primary" htmlType="submit" loading={accept.isPending}>{t("invite.do")}</Button>
    </form>
  );
}
