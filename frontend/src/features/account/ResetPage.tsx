import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { api, ApiProblem } from "@/api/client";
import { useProblemText } from "@/components/problems";
import styles from "@/components/frame.module.css";
import { Frame } from "@/components/Frame";

/** Asking for a link, and setting the password by it. */
export default function ResetPage() {
  const { token } = useParams();
  return token ? <SetPassword token={token} /> : <AskForLink />;
}

const BackToLogin = () => {
  const { t } = useTranslation("account");
  return <div className={styles.under} style={{ justifyContent: "flex-start" }}><Link to="/login">{t("reset.back")}</Link></div>;
};

function AskForLink() {
  const { t } = useTranslation("account");
  const problemText = useProblemText();
  const [login, setLogin] = useState("");
  const ask = useMutation({ mutationFn: () => api.post("/password-resets", { login: login.trim() }) });
  return (
    <Frame title={t("reset.title")} about={t("reset.about")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <label htmlFor="login">{t("login.login")}</label>
        <Input id="login" required autoFocus autoComplete="username" value={login} onChange={(event) => setLogin(event.target.value)} />
        {ask.isSuccess && <div className={styles.done} role="status">{t("reset.sent")}</div>}
        {ask.isError && <div className={styles.problem} role="alert">{problemText(ask.error)}</div>}
        <Button type="primary" htmlType="submit" loading={ask.isPending}>{t("reset.do")}</Button>
        <BackToLogin />
      </form>
    </Frame>
  );
}

function SetPassword({ token }: { token: string }) {
  const { t } = useTranslation("account");
  const problemText = useProblemText();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const set = useMutation({ mutationFn: () => api.put(`/password-resets/${encodeURIComponent(token)}`, { password }), meta: { signsIn: true } });
  const differ = again !== "" && again !== password;
  const told = set.error instanceof ApiProblem ? set.error.about("password") : undefined;
  return (
    <Frame title={t("reset.newTitle")} about={t("reset.newAbout")}>
      {set.isSuccess ? <><div className={styles.done} role="status">{t("reset.done")}</div><BackToLogin /></> : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!differ) set.mutate();
          }}
        >
          <label htmlFor="password">{t("reset.new")}</label>
          <Input.Password id="password" required autoFocus minLength={10} maxLength={256} autoComplete="new-password" value={password} onChange={(event) => setPassword(event.target.value)} />
          <label htmlFor="again">{t("reset.again")}</label>
          <Input.Password id="again" required autoComplete="new-password" {...(differ && { status: "error" as const })} value={again} onChange={(event) => setAgain(event.target.value)} />
          {differ && <div className={styles.problem} role="alert">{t("reset.differ")}</div>}
          {set.isError && <div className={styles.problem} role="alert">{told ?? problemText(set.error)}</div>}
          <Button type="primary" htmlType="submit" loading={set.isPending}>{t("reset.set")}</Button>
          <BackToLogin />
        </form>
      )}
    </Frame>
  );
}
