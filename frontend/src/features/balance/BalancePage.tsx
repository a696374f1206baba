import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Balance } from "@/api/businessTypes";
import { api, ApiProblem } from "@/api/client";
import { Brand } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { changeLocale, chooseLocale, localeOf, remembersLocale } from "@/locales/i18n";
import { count, money } from "@/lib/numbers";
import styles from "./balance.module.css";
import { endsSoon, momentOf, soonest } from "./reading";

/** What a member holds, by the link the hotel gave; in the member's own language, without signing in. */
export default function BalancePage() {
  const { t, i18n } = useTranslation("balance");
  const { token = "" } = useParams();
  const problemText = useProblemText();
  const found = useQuery({ queryKey: ["balance", token], queryFn: () => api.get<Balance>(`/balances/${encodeURIComponent(token)}`), refetchOnWindowFocus: true });
  const locale = found.data?.locale;
  useEffect(() => {
    if (locale && !remembersLocale()) void changeLocale(localeOf(locale));
  }, [locale]);
  const name = found.data?.chain_name;
  useEffect(() => {
    document.title = name ? `${t("title")} · ${name}` : t("title");
  }, [name, t]);
  const other = localeOf(i18n.language) === "en" ? "zh-CN" : "en";
  const dead = found.error instanceof ApiProblem && [404, 410].includes(found.error.status);
  return (
    <div className={styles.ground}>
      <div className={styles.page}>
        <header className={styles.head}>
          <span className="cut">{found.data?.property_name}</span>
          <b>{t("title")}</b>
          <button type="button" onClick={() => void chooseLocale(other)}>{t("language")}</button>
        </header>
        {found.isError ? (
          <section className={styles.card} role="alert">
            <h2>{t(dead ? "dead.title" : "away.title")}</h2>
            <p className="t2">{dead ? t("dead.about") : problemText(found.error)}</p>
            {!dead && <button type="button" className="btn" onClick={() => void found.refetch()}>{t("retry", { ns: "common" })}</button>}
          </section>
        ) : found.data ? <Held held={found.data} /> : <Waits />}
      </div>
    </div>
  );
}

function Waits() {
  const { t } = useTranslation();
  return <section className={`${styles.card ?? ""} ${styles.waits ?? ""}`} role="status" aria-label={t("loading")}><Bone width={120} /><Bone width={180} height={20} /><Bone width="100%" height={40} /></section>;
}

function Held({ held }: { held: Balance }) {
  const { t } = useTranslation("balance");
  const { nameOf } = useSaying();
  const { tier, points, wallet } = held;
  const next = points ? soonest(points.expiring) : null;
  const nothing = !tier && !points && !wallet && held.coupons === 0;
  return (
    <>
      <section className={styles.vip}>
        <svg className={styles.big} viewBox="0 0 400 400" fill="none" aria-hidden="true">
          <rect x="20" y="20" width="360" height="360" rx="76" stroke="currentColor" strokeWidth="30" />
          <rect x="128" y="128" width="144" height="144" rx="20" stroke="currentColor" strokeWidth="30" />
        </svg>
        <div className={styles.between}>
          <span className={styles.chain}><Brand size={20} /><span className="cut">{held.chain_name}</span></span>
          {tier && <span className={styles.tier}>{nameOf(tier)}</span>}
        </div>
        <h1>{t("hello", { name: held.name })}</h1>
        {tier?.until && <p className={styles.until}>{t("until", { tier: nameOf(tier), day: tier.until })}</p>}
        <dl className={styles.trio}>
          {points && <div><dd>{count(points.balance)}</dd><dt>{t("points")}</dt></div>}
          {wallet && <div><dd>{money(wallet.balance.amount, 2, wallet.balance.currency)}</dd><dt>{t("wallet")}</dt></div>}
          <div><dd>{count(held.coupons)}</dd><dt>{t("coupons")}</dt></div>
        </dl>
      </section>
      {nothing && <section className={styles.card}><h2>{t("nothing.title")}</h2><p className="t2">{t("nothing.about")}</p></section>}
      {points && (
        <section className={styles.card}>
          <h2>{t("points")}</h2>
          <dl className={styles.rows}>
            <div><dt>{t("usable")}</dt><dd>{count(points.balance)}</dd></div>
            {points.worth && <div><dt>{t("worth")}</dt><dd>{money(points.worth.amount, 2, points.worth.currency)}</dd></div>}
            {points.pending > 0 && <div><dt>{t("pending")}</dt><dd>{count(points.pending)}</dd></div>}
            {points.expiring.map((ending) => <div key={ending.on}><dt>{t("ends", { day: ending.on })}</dt><dd className={endsSoon(ending, held.as_of) ? styles.soon : undefined}>{count(ending.points)}</dd></div>)}
          </dl>
          {next && <p className={styles.small}>{t("endsIs", { day: next.on, n: count(next.points), count: next.points })}</p>}
        </section>
      )}
      {wallet && Number(wallet.balance.amount) !== 0 && (
        <section className={styles.card}>
          <h2>{t("wallet")}</h2>
          <dl className={styles.rows}>
            <div><dt>{t("principal")}</dt><dd>{money(wallet.principal.amount, 2, wallet.principal.currency)}</dd></div>
            <div><dt>{t("gift")}</dt><dd>{money(wallet.gift.amount, 2, wallet.gift.currency)}</dd></div>
          </dl>
          <p className={styles.small}>{t("giftIs")}</p>
        </section>
      )}
      <p className={styles.law}>{t("asOf", { at: momentOf(held.as_of) })}<br />{t("desk", { property: held.property_name })}</p>
    </>
  );
}
