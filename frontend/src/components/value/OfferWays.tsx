import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { Options } from "./fields";
import type { WayProps } from "./RedeemForm";
import { usePointsChange, useRedeem } from "./spending";
import { Undo } from "./Undo";
import { useSaying } from "./words";
import styles from "./value.module.css";

/** 9 分享兑: much for few points, to whoever met a condition; the server knows who did. */
export function NineWay({ card, terms, close }: WayProps) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const { nameOf } = useSaying();
  const offers = terms.points?.nine_offers ?? [];
  const [code, setCode] = useState<string | null>(offers.length === 1 ? (offers[0]?.code ?? null) : null);
  const chosen = offers.find((one) => one.code === code) ?? null;
  const balance = card.points?.balance ?? 0;
  const points = chosen ? (chosen.points ?? 9) : null;
  const done = redeem.data;
  if (done && chosen) {
    return (
      <Done
        title={t("nine.done", { name: nameOf(chosen) })} close={close} changes={changes.moved(done)}
        facts={done.coupon ? [[t("coupon.code"), <span key="code" className={styles.code}>{done.coupon.code}</span>]] : []}
      >
        <Undo guest={card.id} posting={done.posting.id} />
      </Done>
    );
  }
  return (
    <ActForm
      confirm={chosen ? t("nine.confirm", { name: nameOf(chosen) }) : t("nine.choose")} ready={points !== null && points <= balance} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, points)} submit={() => { if (chosen) redeem.send({ way: "nine", code: chosen.code }); }}
    >
      <Options
        label={t("nine.choose")} value={code} choose={setCode}
        options={offers.map((one) => ({
          value: one.code, title: nameOf(one), about: t(`nine.${one.condition.measure}`, { n: count(one.condition.at_least), months: one.condition.months }),
          not: (one.points ?? 9) > balance ? t("notEnough", { n: count(balance) }) : null,
          aside: <b>{t("nPoints", { n: count(one.points ?? 9), count: one.points ?? 9 })}</b>,
        }))}
      />
    </ActForm>
  );
}

/** A higher tier for points. */
export function TierWay({ card, terms, close }: WayProps) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const { nameOf } = useSaying();
  const [code, setCode] = useState<string | null>(null);
  const balance = card.points?.balance ?? 0;
  const now = terms.tiers.levels.findIndex((tier) => tier.code === card.tier?.code);
  const tiers = terms.tiers.levels.flatMap((tier, index) => (tier.points_price && index > now ? [{ ...tier, points: tier.points_price }] : []));
  const chosen = tiers.find((tier) => tier.code === code) ?? null;
  const done = redeem.data;
  if (done && chosen) {
    return (
      <Done title={t("tierWay.done", { name: nameOf(chosen) })} close={close} changes={changes.moved(done)}>
        <Undo guest={card.id} posting={done.posting.id} />
      </Done>
    );
  }
  return (
    <ActForm
      confirm={chosen ? t("tierWay.confirm", { name: nameOf(chosen) }) : t("tierWay.choose")} ready={chosen !== null && chosen.points <= balance} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, chosen?.points ?? null)} submit={() => { if (chosen) redeem.send({ way: "tier", code: chosen.code }); }}
    >
      {tiers.length === 0 && <p className={styles.hint}>{t("tierWay.highest")}</p>}
      <Options
        label={t("tierWay.choose")} value={code} choose={setCode}
        options={tiers.map((tier) => ({
          value: tier.code, title: nameOf(tier), aside: <b>{t("nPoints", { n: count(tier.points), count: tier.points })}</b>,
          not: tier.points > balance ? t("reward.lacking", { n: count(tier.points - balance), count: tier.points - balance }) : null,
        }))}
      />
    </ActForm>
  );
}
