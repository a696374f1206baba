import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { plansQuery } from "@/api/business";
import { api, ApiProblem } from "@/api/client";
import { Frame } from "@/components/Frame";
import styles from "@/components/frame.module.css";
import { useProblemText } from "@/components/problems";
import { localeOf } from "@/locales/i18n";

/** One link a minute goes to an address. */
const PAUSE_S = 60;

/** E-mail, name and chain; the rest is asked for by the link. */
export function AskForLink() {
  const { t, i18n } = useTranslation("sign-up");
  const problemText = useProblemText();
  const plans = useQuery({ ...plansQuery, retry: false });
  const [form, setForm] = useState({ email: "", name: "", chain_name: "" });
  const [sent, setSent] = useState(false);
  const [wait, setWait] = useState(0);
  const ask = useMutation({
    mutationFn: () => api.post("/sign-ups", { email: form.email.trim(), name: form.name.trim(), chain_name: form.chain_name.trim(), locale: localeOf(i18n.language) }),
    onSuccess: () => {
      setSent(true);
      setWait(PAUSE_S);
    },
  });
  useEffect(() => {
    if (wait === 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const told = (field: string) => (ask.error instanceof ApiProblem ? ask.error.about(field) : undefined);
  const days = plans.data?.trial_days;
  if (sent) {
    return (
      <Frame title={t("sent.title")} about={t("sent.about", { email: form.email.trim() })}>
        <ul className={styles.says}>
          <li>{t("sent.valid")}</li>
          <li>{t("sent.spam")}</li>
          <li>{t("sent.known")}</li>
        </ul>
        {ask.isError && <div className={styles.problem} role="alert">{problemText(ask.error)}</div>}
        <Button disabled={wait > 0} loading={ask.isPending} onClick={() => ask.mutate()}>{wait > 0 ? t("sent.wait", { n: wait, count: wait }) : t("sent.again")}</Button>
        <div className={styles.between}>
          <button type="button" className={styles.link} onClick={() => setSent(false)}>{t("sent.other")}</button>
          <Link to="/login">{t("toLogin")}</Link>
        </div>
      </Frame>
    );
  }
  const field = (key: keyof typeof form, input: React.ReactNode) => (
    <>
      <label htmlFor={key}>{t(`ask.${key}`)}</label>
      {input}
      {told(key) && <div className={styles.flaw} role="alert">{told(key)}</div>}
    </>
  );
  const props = (key: keyof typeof form) => ({
    id: key, required: true, value: form[key], onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <Frame title={t("ask.title")} about={days ? t("ask.aboutDays", { n: days, count: days }) : t("ask.about")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!ask.isPending) ask.mutate();
        }}
      >
        {field("email", <Input {...props("email")} type="email" autoFocus maxLength={254} autoComplete="email" placeholder="name@hotel.cn" />)}
        {field("name", <Input {...props("name")} maxLength={80} autoComplete="name" />)}
        {field("chain_name", <Input {...props("chain_name")} maxLength={80} autoComplete="organization" placeholder={t("ask.chainLike")} />)}
        {ask.isError && !["email", "name", "chain_name"].some(told) && <div className={styles.problem} role="alert">{problemText(ask.error)}</div>}
        <Button type="primary" htmlType="submit" loading={ask.isPending}>{t("ask.do")}</Button>
        <div className={styles.between}><span className="t3">{t("ask.have")}</span><Link to="/login">{t("ask.login")}</Link></div>
      </form>
    </Frame>
  );
}
