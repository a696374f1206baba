import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { NoProgrammeYet } from "./NoProgramme";
import { useTranslation } from "react-i18next";
import { games as gamesQuery, terms as termsQuery } from "@/api/value";
import type { MemberCard, Terms } from "@/api/valueTypes";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import { DeskWay } from "./DeskWay";
import { FriendWay } from "./FriendWay";
import { GameWay } from "./GameWay";
import styles from "./value.module.css";

type Tab = "desk" | "friend" | "game";

export interface WayProps {
  card: MemberCard;
  terms: Terms;
  close: () => void;
}

/** Points into something. A bill, a reward, an offer, a tier stand on one page: two touches from here. */
export function RedeemForm({ card, close }: { card: MemberCard; close: () => void }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(termsQuery(house));
  const games = useQuery(gamesQuery(house));
  const [chosen, setChosen] = useState<Tab>("desk");
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={280} lines={6} /></div>;
  if (!data.programme) return <NoProgrammeYet />;
  const tabs: Tab[] = ["desk", ...(data.programme.points?.friend?.enabled ? ["friend" as const] : []), ...(games.data?.length ? ["game" as const] : [])];
  const tab = tabs.includes(chosen) ? chosen : "desk";
  const parts = { card, terms: data.programme, close };
  return (
    <>
      {tabs.length > 1 && (
        <div className={styles.ways}>
          <Segmented<Tab> aria-label={t("redeem.way")} value={tab} options={tabs.map((value) => ({ value, label: t(`redeem.${value}`) }))} onChange={setChosen} />
        </div>
      )}
      {tab === "desk" && <DeskWay {...parts} />}
      {tab === "friend" && <FriendWay {...parts} />}
      {tab === "game" && <GameWay {...parts} />}
    </>
  );
}
