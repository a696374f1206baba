import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { games as gamesQuery } from "@/api/value";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { count, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { Options } from "./fields";
import type { WayProps } from "./RedeemForm";
import { usePointsChange, useRedeem } from "./spending";
import { useSaying } from "./words";
import styles from "./value.module.css";

/** A wheel or a scratch card; its odds stand beside it before anybody plays. */
export function GameWay({ card, close }: WayProps) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(gamesQuery(house));
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const { nameOf } = useSaying();
  const [code, setCode] = useState<string | null>(null);
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={280} lines={6} /></div>;
  if (data.length === 0) return <EmptyState title={t("game.none")}>{t("game.noneHint")}</EmptyState>;
  const chosen = data.find((game) => game.code === code) ?? data[0];
  const balance = card.points?.balance ?? 0;
  const done = redeem.data;
  if (!chosen) return null;
  if (done) {
    return (
      <Done
        title={done.prize ? t("game.won", { name: nameOf(done.prize) }) : t("game.lost")} close={close} changes={changes.moved(done)}
        facts={[
          ...(done.coupon ? [[t("coupon.code"), <span key="code" className={styles.code}>{done.coupon.code}</span>] as const] : []),
          ...(done.fulfilment ? [[t("reward.next"), t("reward.handOver")] as const] : []),
        ]}
      />
    );
  }
  const left = chosen.nothing_per_10000;
  const affordable = chosen.open && chosen.points <= balance;
  return (
    <ActForm
      confirm={t("game.play", { name: nameOf(chosen) })} ready={affordable} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, affordable ? chosen.points : null)} submit={() => redeem.send({ way: "game", code: chosen.code })}
    >
      <Options
        label={t("game.choose")} value={chosen.code} choose={setCode}
        options={data.map((game) => ({
          value: game.code, title: nameOf(game), about: t("game.daily", { n: game.daily, count: game.daily }), not: !game.open ? t("game.closed") : game.points > balance ? t("notEnough", { n: count(balance) }) : null,
          aside: <b>{t("nPoints", { n: count(game.points), count: game.points })}</b>,
        }))}
      />
      <table className={styles.odds}>
        <caption>{t("game.odds")}</caption>
        <tbody>
          {chosen.prizes.map((prize) => <tr key={prize.code}><td>{nameOf(prize)}</td><td>{rate(prize.per_10000 / 10_000)}</td></tr>)}
          {left > 0 && <tr><td className="t2">{t("game.nothing")}</td><td className="t2">{rate(left / 10_000)}</td></tr>}
        </tbody>
      </table>
    </ActForm>
  );
}
