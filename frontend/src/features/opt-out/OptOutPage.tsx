import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { api, ApiProblem } from "@/api/client";
import type { OptOutPage as Shown } from "@/api/messageTypes";
import { Brand, Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { changeLocale, chooseLocale, localeOf, remembersLocale } from "@/locales/i18n";
import styles from "./optOut.module.css";

/** No more messages, by the link in one: one button, no questions. Opening the page changes nothing: mail programs open links too. */
export default function OptOutPage() {
  const { t, i18n } = useTranslation("opt-out");
  const { token = "" } = useParams();
  const path = `/opt-outs/${encodeURIComponent(token)}`;
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { say } = useSaying();
  const found = useQuery({ queryKey: ["opt-out", token], queryFn: () => api.get<Shown>(path) });
  const out = useMutation({ mutationFn: (all: boolean) => api.post<Shown>(path, { all }), onSuccess: (now) => queries.setQueryData(["opt-out", token], now) });
  const { data } = found;
  const locale = data?.locale;
  useEffect(() => {
    if (locale && !remembersLocale()) void changeLocale(localeOf(locale));
  }, [locale]);
  useEffect(() => {
    document.title = data ? `${t("title")} · ${data.property_name}` : t("title");
  }, [data, t]);
  const other = localeOf(i18n.language) === "en" ? "zh-CN" : "en";
  const dead = found.error instanceof ApiProblem && [404, 410].includes(found.error.status);
  const way = data ? say(data.says) : "";
  return (
    <div className={styles.ground}>
      <main className={styles.page}>
        <header className={styles.head}><span className={styles.house}><Brand size={20} />{data?.chain_name}</span><button type="button" onClick={() => void chooseLocale(other)}>{t("language")}</button></header>
        {found.isError ? (
          <section className={styles.card} role="alert">
            <h1>{t(dead ? "dead.title" : "away.title")}</h1>
            <p>{dead ? t("dead.about") : problemText(found.error)}</p>
            {!dead && <button type="button" className="btn" onClick={() => void found.refetch()}>{t("retry", { ns: "common" })}</button>}
          </section>
        ) : !data ? (
          <section className={styles.card} role="status" aria-label={t("loading", { ns: "common" })}><Bone width={180} height={20} /><Bone width="100%" /><Bone width="100%" height={48} /></section>
        ) : data.opted_out ? (
          <section className={styles.card} role="status">
            <span className={styles.done}><Icon name="check" size={24} /></span>
            <h1>{t("done.title")}</h1>
            <p>{t("done.about", { property: data.property_name, way })}</p>
            {out.data && !out.variables && <button type="button" className={styles.link} disabled={out.isPending} onClick={() => out.mutate(true)}>{t("everything", { property: data.property_name })}</button>}
            {out.isSuccess && out.variables && <p className={styles.small}>{t("done.all")}</p>}
            <p className={styles.small}>{t("done.back")}</p>
          </section>
        ) : (
          <section className={styles.card}>
            <h1>{t("ask.title", { property: data.property_name })}</h1>
            <p>{t("ask.about", { name: data.name, property: data.property_name, way })}</p>
            {out.isError && <p className="bad" role="alert">{problemText(out.error)}</p>}
            <button type="button" className={styles.button} disabled={out.isPending} onClick={() => out.mutate(false)}>{t(out.isPending ? "ask.busy" : "ask.do")}</button>
            <button type="button" className={styles.link} disabled={out.isPending} onClick={() => out.mutate(true)}>{t("everything", { property: data.property_name })}</button>
            <p className={styles.small}>{t("ask.keeps")}</p>
          </section>
        )}
      </main>
    </div>
  );
}
