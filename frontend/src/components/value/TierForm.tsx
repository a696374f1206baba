import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, Terms, TierHeld } from "@/api/valueTypes";
import { usePropertyScope } from "@/session/scope";
import { centsOf } from "@/lib/cents";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { Options, ReasonField, TextField } from "./fields";
import { inYuan, METHODS, type Method } from "./purse";
import { useAct } from "./useAct";
import { useSaying } from "./words";
import styles from "./value.module.css";

type Way = "buy" | "grant" | "match";
interface Parts {
  card: MemberCard;
  terms: Terms;
  close: () => void;
}

/** A tier that does not come by staying: bought, given by hand, or proved elsewhere. */
export function TierForm({ card, terms, close }: Parts) {
  const { t } = useTranslation("value");
  const { may } = usePropertyScope();
  const ways: Way[] = [
    ...((terms.tiers.prices ?? []).some((one) => one.from_tier === card.tier?.code) ? ["buy" as const] : []),
    ...(may("adjust_value") ? ["grant" as const] : []),
    ...(terms.tiers.matching?.enabled ? ["match" as const] : []),
  ];
  const [chosen, setWay] = useState<Way | null>(null);
  const way = chosen ?? ways[0];
  return (
    <>
      <div className={styles.ways}>
        <Segmented<Way> aria-label={t("tier.way")} value={way ?? "grant"} options={ways.map((value) => ({ value, label: t(`tier.${value}`) }))} onChange={setWay} />
      </div>
      {way === "buy" && <Buy card={card} terms={terms} close={close} />}
      {way === "grant" && <Grant card={card} terms={terms} close={close} />}
      {way === "match" && <Match card={card} terms={terms} close={close} />}
    </>
  );
}

/** From which tier to which. */
function useTierChange(card: MemberCard) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const now = card.tier ? nameOf(card.tier) : t("tier.nothing");
  return (to: { name: string; name_en: string } | null | undefined) => [{ word: t("tier.word"), before: now, after: to ? nameOf(to) : null }];
}

function Buy({ card, terms, close }: Parts) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const changed = useTierChange(card);
  const act = useAct<{ tier: TierHeld }>();
  const [code, setCode] = useState<string | null>(null);
  const [method, setMethod] = useState<Method>("wechat");
  const prices = (terms.tiers.prices ?? []).filter((one) => one.from_tier === card.tier?.code);
  const levelOf = (tier: string) => terms.tiers.levels.find((one) => one.code === tier);
  const price = prices.find((one) => one.to_tier === code);
  const to = price && levelOf(price.to_tier);
  const costs = price ? inYuan(centsOf(price.price)) : "";
  if (act.data && to) return <Done title={t("tier.bought", { name: nameOf(to) })} changes={changed(to)} close={close} facts={[[t("purchase.collect"), costs], [t("topUp.method"), t(`method.${method}`)]]} />;
  return (
    <ActForm
      confirm={price ? t("tier.buyConfirm", { money: costs }) : t("tier.choose")} ready={price !== undefined} pending={act.isPending} problem={act.error} changes={changed(to)}
      submit={() => act.mutate({ path: `/guests/${card.id}/tier/buy`, body: { tier: price?.to_tier, pay: price?.price, method } })}
    >
      <Options
        label={t("tier.choose")} value={code} choose={setCode}
        options={prices.flatMap((one) => { const tier = levelOf(one.to_tier); return tier ? [{ value: one.to_tier, title: nameOf(tier), aside: <b>{inYuan(centsOf(one.price))}</b> }] : []; })}
      />
      <div className="field">
        <label>{t("topUp.method")}</label>
        <Segmented<Method> block aria-label={t("topUp.method")} value={method} options={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))} onChange={setMethod} />
      </div>
    </ActForm>
  );
}

function Grant({ card, terms, close }: Parts) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const changed = useTierChange(card);
  const act = useAct<{ tier: TierHeld }>();
  const [code, setCode] = useState<string | null>(null);
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const to = terms.tiers.levels.find((one) => one.code === code);
  if (act.data && to) return <Done title={t("tier.granted", { name: nameOf(to) })} changes={changed(to)} close={close} facts={[[t("reason"), reason], ...(until ? [[t("tier.until"), until] as const] : [])]} />;
  return (
    <ActForm
      confirm={to ? t("tier.grantConfirm", { name: nameOf(to) }) : t("tier.choose")} ready={to !== undefined && reason.trim() !== ""} pending={act.isPending} problem={act.error} changes={changed(to)}
      submit={() => act.mutate({ path: `/guests/${card.id}/tier/grant`, body: { tier: code, ...(until && { until }), reason: reason.trim() } })}
    >
      <Options label={t("tier.choose")} value={code} choose={setCode} columns={2} options={terms.tiers.levels.filter((one) => one.code !== card.tier?.code).map((one) => ({ value: one.code, title: nameOf(one) }))} />
      <DayField label={t("tier.until")} value={until} change={setUntil} hint={t("tier.untilHint")} />
      <ReasonField label={t("reason")} value={reason} change={setReason} usual={t("tier.usual").split("|")} />
    </ActForm>
  );
}

function DayField({ label, value, change, hint }: { label: string; value: string; change: (value: string) => void; hint: string }) {
  return (
    <div className="field">
      <label htmlFor="tier-until">{label}</label>
      <input id="tier-until" type="date" className="ant-input ant-input-outlined" value={value} onChange={(event) => change(event.target.value)} />
      <div className="hint">{hint}</div>
    </div>
  );
}

function Match({ card, terms, close }: Parts) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const changed = useTierChange(card);
  const act = useAct<object>();
  const [row, setRow] = useState<string | null>(null);
  const [proof, setProof] = useState("");
  const table = terms.tiers.matching?.table ?? [];
  const chosen = row === null ? undefined : table[Number(row)];
  const to = chosen && terms.tiers.levels.find((one) => one.code === chosen.tier);
  if (act.data) return <Done waits title={t("tier.claimed")} changes={[]} close={close}><p className="t2 small">{t("tier.claimedHint")}</p></Done>;
  return (
    <ActForm
      confirm={t("tier.matchConfirm")} ready={chosen !== undefined && proof.trim() !== ""} pending={act.isPending} problem={act.error} changes={changed(to)}
      submit={() => act.mutate({ path: `/guests/${card.id}/tier/match`, body: { partner: chosen?.partner, partner_tier: chosen?.partner_tier, proof: proof.trim() } })}
    >
      <Options
        label={t("tier.partner")} value={row} choose={setRow}
        options={table.map((one, index) => { const own = terms.tiers.levels.find((level) => level.code === one.tier); return { value: String(index), title: `${one.partner} ${one.partner_tier}`, aside: own && nameOf(own) }; })}
      />
      <TextField label={t("tier.proof")} value={proof} change={setProof} hint={t("tier.proofHint")} most={500} />
    </ActForm>
  );
}
