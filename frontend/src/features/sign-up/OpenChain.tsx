import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { SignUpShown } from "@/api/businessTypes";
import { api, ApiProblem } from "@/api/client";
import type { Session } from "@/api/types";
import { Frame } from "@/components/Frame";
import styles from "@/components/frame.module.css";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { useSignedIn } from "@/session/session";
import { houseZones, likelyZone } from "./zones";
import { SlugField, useSlugJudged } from "./SlugField";

/** What the link opens: a password, the chain with its address, the first property; then one is in. */
export function OpenChain({ token }: { token: string }) {
  const { t } = useTranslation("sign-up");
  const problemText = useProblemText();
  const path = `/sign-ups/${encodeURIComponent(token)}`;
  const [used, setUsed] = useState(false);
  // A link works once: what it opened is not asked for again.
  const asked = useQuery({ enabled: !used, queryKey: ["sign-up", token], queryFn: () => api.get<SignUpShown>(path), staleTime: Infinity });
  if (asked.isError) {
    const gone = asked.error instanceof ApiProblem && [404, 409, 410].includes(asked.error.status);
    return (
      <Frame title={t(gone ? "gone.title" : "gone.away")} about={gone ? t("gone.about") : problemText(asked.error)}>
        {gone ? <Link className={`btn primary ${styles.wide ?? ""}`} to="/sign-up">{t("gone.again")}</Link> : <Button type="primary" onClick={() => void asked.refetch()}>{t("retry", { ns: "common" })}</Button>}
        <div className={styles.between}><Link to="/login">{t("toLogin")}</Link></div>
      </Frame>
    );
  }
  if (!asked.data) return <Frame title="…" about={<Bone width={200} />}>{null}</Frame>;
  return (
    <Frame title={t("open.title", { chain: asked.data.chain_name })} about={t(asked.data.known ? "open.aboutKnown" : "open.about", { email: asked.data.email })}>
      <Form path={path} asked={asked.data} opened={() => setUsed(true)} />
    </Frame>
  );
}

function Form({ path, asked, opened }: { path: string; asked: SignUpShown; opened: () => void }) {
  const { t, i18n } = useTranslation("sign-up");
  const go = useNavigate();
  const signedIn = useSignedIn();
  const problemText = useProblemText();
  const [form, setForm] = useState({ password: "", chain: asked.chain_name, slug: asked.slug, property: "", city: "", zone: likelyZone(i18n.language) });
  const judged = useSlugJudged(path, form.slug);
  const open = useMutation({
    mutationFn: () => api.post<Session>(path, {
      password: form.password,
      chain: { name: form.chain.trim(), slug: form.slug, time_zone: form.zone },
      property: { name: form.property.trim(), city: form.city.trim() },
    }),
    meta: { signsIn: true },
    onSuccess: (session) => {
      opened();
      signedIn(session);
      void go(`/c/${form.slug}`, { replace: true });
    },
  });
  const errors = open.error instanceof ApiProblem ? open.error.errors : [];
  const told = (pointer: string) => errors.find((error) => error.pointer === pointer)?.detail;
  const set = (key: keyof typeof form) => ({ id: key, value: form[key], onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [key]: event.target.value }) });
  const flaw = (pointer: string) => told(pointer) && <div className={styles.flaw} role="alert">{told(pointer)}</div>;
  const slugProblem = told("/chain/slug") ?? judged.problem;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!open.isPending && !judged.problem) open.mutate();
      }}
    >
      <input type="hidden" name="username" autoComplete="username" value={asked.email} readOnly />
      <label htmlFor="password">{t(asked.known ? "open.passwordKnown" : "open.password")}</label>
      <Input.Password {...set("password")} required autoFocus minLength={asked.known ? 1 : 10} maxLength={256} autoComplete={asked.known ? "current-password" : "new-password"} placeholder={asked.known ? "" : t("open.passwordHint")} />
      {flaw("/password")}
      <label htmlFor="chain">{t("open.chain")}</label>
      <Input {...set("chain")} required maxLength={80} />
      {flaw("/chain/name")}
      <SlugField value={form.slug} change={(slug) => setForm({ ...form, slug })} problem={slugProblem} state={judged.state} />
      <label htmlFor="property">{t("open.property")}</label>
      <Input {...set("property")} required maxLength={80} placeholder={t("open.propertyLike")} />
      {flaw("/property/name") ?? flaw("/property/slug")}
      <div className={styles.pair}>
        <div>
          <label htmlFor="city">{t("open.city")}</label>
          <Input {...set("city")} maxLength={40} placeholder={t("open.cityLike")} />
          {flaw("/property/city")}
        </div>
        <div>
          <label htmlFor="zone">{t("open.zone")}</label>
          <Select id="zone" value={form.zone} showSearch style={{ width: "100%" }} options={houseZones(form.zone).map((value) => ({ value, label: value.replaceAll("_", " ") }))} onChange={(zone: string) => setForm({ ...form, zone })} />
          {flaw("/chain/time_zone")}
        </div>
      </div>
      {open.isError && errors.length === 0 && <div className={styles.problem} role="alert">{problemText(open.error)}</div>}
      <Button type="primary" htmlType="submit" loading={open.isPending}>{t("open.do")}</Button>
      <p className={styles.small}>{t("open.later")}</p>
    </form>
  );
}
