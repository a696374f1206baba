import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { api, ApiProblem } from "@/api/client";
import type { Session } from "@/api/types";
import { useProblemText } from "@/components/problems";
import { useSession, useSignedIn } from "@/session/session";
import styles from "@/components/frame.module.css";
import { Frame } from "@/components/Frame";

/** Back to where one came from, and never to another site. */
const safe = (next: string | null): string => (next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : "/");

export default function LoginPage() {
  const { t } = useTranslation("account");
  const problemText = useProblemText();
  const [params] = useSearchParams();
  const session = useSession();
  const signedIn = useSignedIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => api.post<Session>("/session", { login: login.trim(), password }),
    meta: { signsIn: true },
    onSuccess: signedIn,
  });
  if (session.data) return <Navigate to={safe(params.get("next"))} replace />;
  const wait = signIn.error instanceof ApiProblem && signIn.error.status === 429 ? signIn.error.retryAfter : null;
  return (
    <Frame title={t("login.title")} about={t("login.about")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!signIn.isPending) signIn.mutate();
        }}
      >
        <label htmlFor="login">{t("login.login")}</label>
        <Input id="login" name="username" autoFocus required autoComplete="username" value={login} onChange={(event) => setLogin(event.target.value)} />
        <label htmlFor="password">{t("login.password")}</label>
        <Input.Password id="password" name="password" required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        <div className={styles.under}>
          <Link to="/reset">{t("login.forgotten")}</Link>
        </div>
        {signIn.isError && (
          <div className={styles.problem} role="alert">
            {wait ? t("login.locked", { minutes: Math.ceil(wait / 60), count: Math.ceil(wait / 60) }) : problemText(signIn.error)}
          </div>
        )}
        <Button type="primary" htmlType="submit" loading={signIn.isPending}>{t("login.do")}</Button>
        <div className={styles.or}>{t("login.or")}</div>
        <Link className={`btn ${styles.second ?? ""}`} to="/sign-up">{t("login.signUp")}</Link>
      </form>
    </Frame>
  );
}
