import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rewards as rewardsQuery } from "@/api/value";
import type { MemberCard, Reward, Terms } from "@/api/valueTypes";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { Options } from "./fields";
import type { WayProps } from "./RedeemForm";
import { usePointsChange, useRedeem } from "./spending";
import { Undo } from "./Undo";
import { price, useSaying } from "./words";
import styles from "./value.module.css";

/** Something out of the catalogue, for points or for points and money. */
export function CatalogueWay({ card, terms, close }: WayProps) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(rewardsQuery(house));
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const { nameOf } = useSaying();
  const [code, setCode] = useState<string | null>(null);
  const why = useWhyNot(card, terms);
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={280} lines={6} /></div>;
  if (data.length === 0) return <EmptyState title={t("reward.none")}>{t("reward.noneHint")}</EmptyState>;
  const chosen = data.find((one) => one.code === code) ?? null;
  const done = redeem.data;
  if (done && chosen) {
    return (
      <Done
        title={t("reward.done", { name: nameOf(chosen) })} close={close} changes={changes.moved(done)}
        facts={[
          ...(Number(chosen.money.amount) > 0 ? [[t("reward.collect"), price(chosen.money)] as const] : []),
          ...(done.coupon ? [[t("coupon.code"), <span key="code" className={styles.code}>{done.coupon.code}</span>] as const] : []),
          ...(done.fulfilment ? [[t("reward.next"), t(done.fulfilment.state === "open" ? "reward.handOver" : "reward.given")] as const] : []),
        ]}
      >
        <Undo guest={card.id} posting={done.posting.id} />
      </Done>
    );
  }
  return (
    <ActForm
      confirm={chosen ? t("reward.confirm", { name: nameOf(chosen) }) : t("reward.choose")} ready={chosen !== null} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, chosen?.points ?? null)} submit={() => { if (chosen) redeem.send({ way: "reward", code: chosen.code, quantity: 1 }); }}
    >
      <Options
        label={t("reward.choose")} value={code} choose={setCode}
        options={data.map((one) => ({
          value: one.code, title: nameOf(one), not: why(one), about: [t("reward.worth", { money: price(one.price) }), one.left !== null && t("reward.left", { n: count(one.left), count: one.left })].filter(Boolean).join(" · "),
          aside: <><b>{t("nPoints", { n: count(one.points), count: one.points })}</b>{Number(one.money.amount) > 0 && <small>+ {price(one.money)}</small>}</>,
        }))}
      />
    </ActForm>
  );
}

/** Why a guest cannot have it now: out of stock, of a higher tier, too few points. */
function useWhyNot(card: MemberCard, terms: Terms) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const rank = (code: string) => terms.tiers.levels.findIndex((tier) => tier.code === code);
  const balance = card.points?.balance ?? 0;
  return (one: Reward): string | null => {
    if (one.left === 0) return t("reward.gone");
    const from = terms.tiers.levels.find((tier) => tier.code === one.from_tier);
    if (from && rank(card.tier?.code ?? "") < rank(from.code)) return t("reward.fromTier", { tier: nameOf(from) });
    return one.points > balance ? t("reward.lacking", { n: count(one.points - balance), count: one.points - balance }) : null;
  };
}
