import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { terms as termsQuery } from "@/api/value";
import type { MemberCard, Terms } from "@/api/valueTypes";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import { BillWay } from "./BillWay";
import { CatalogueWay } from "./CatalogueWay";
import { FriendWay } from "./FriendWay";
import { GameWay } from "./GameWay";
import { NineWay, TierWay } from "./OfferWays";
import styles from "./value.module.css";

export type RedeemWay = "bill" | "reward" | "nine" | "tier" | "friend" | "game";

export interface WayProps {
  card: MemberCard;
  terms: Terms;
  close: () => void;
}

/** The ways to spend points that this programme has; the bill first, as most ask for it. */
export function waysOf({ points, tiers }: Terms): RedeemWay[] {
  const ways: RedeemWay[] = [];
  if (points?.bill?.enabled) ways.push("bill");
  ways.push("reward");
  if (points?.nine_offers?.length) ways.push("nine");
  if (tiers.levels.some(({ points_price: price }) => price)) ways.push("tier");
  if (points?.friend?.enabled) ways.push("friend");
  return [...ways, "game"];
}

/** Points into something: choose the way, see the balance before and after, confirm. */
export function RedeemForm({ card, close, first }: { card: MemberCard; close: () => void; first?: RedeemWay | undefined }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(termsQuery(house));
  const [chosen, setChosen] = useState<RedeemWay | null>(first ?? null);
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={280} lines={6} /></div>;
  if (!data.programme) return null;
  const ways = waysOf(data.programme);
  const way = chosen && ways.includes(chosen) ? chosen : (ways[0] ?? "reward");
  const parts = { card, terms: data.programme, close };
  return (
    <>
      <div style={{ padding: "12px 20px 0" }}>
        <Segmented<RedeemWay> className={styles.ways ?? ""} aria-label={t("redeem.way")} value={way} options={ways.map((value) => ({ value, label: t(`redeem.${value}`) }))} onChange={setChosen} />
      </div>
      {way === "bill" && <BillWay {...parts} />}
      {way === "reward" && <CatalogueWay {...parts} />}
      {way === "nine" && <NineWay {...parts} />}
      {way === "tier" && <TierWay {...parts} />}
      {way === "friend" && <FriendWay {...parts} />}
      {way === "game" && <GameWay {...parts} />}
    </>
  );
}
