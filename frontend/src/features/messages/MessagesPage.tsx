import { useQuery } from "@tanstack/react-query";
import { Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { campaigns } from "@/api/campaigns";
import { messagingStatus } from "@/api/messages";
import { MESSAGE_STATES, type MessageState } from "@/api/messageTypes";
import { EmptyState } from "@/components/States";
import { MessageLog } from "@/components/saying/MessageLog";
import { useFilters } from "@/lib/filters";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./messages.module.css";

const CHIPS: readonly MessageState[] = ["waiting", "sent", "delivered", "failed", "unknown", "dropped"];
const WAYS = ["wecom", "sms", "email"] as const;

/** Everything that was said to guests or is to be, and why something was not. */
export default function MessagesPage() {
  const { t } = useTranslation("messages");
  const { api } = usePropertyScope();
  const { params, set } = useFilters();
  const state = MESSAGE_STATES.find((known) => known === params.get("state")) ?? null;
  const channel = WAYS.find((known) => known === params.get("channel")) ?? null;
  const campaign = params.get("campaign");
  const counts = useQuery(messagingStatus(api)).data?.counts;
  const known = useQuery(campaigns(api)).data?.results ?? [];
  const asked = { state, campaign, channel, limit: 50 };
  return (
    <div className="panel">
      <div className={styles.filters}>
        <div className={styles.states} role="group" aria-label={t("byState")}>
          <button type="button" className={state === null ? "chip on" : "chip"} aria-pressed={state === null} onClick={() => set({ state: null })}>{t("all")}</button>
          {CHIPS.map((chip) => (
            <button key={chip} type="button" className={state === chip ? "chip on" : "chip"} aria-pressed={state === chip} title={t(`stateMeans.${chip}`)} onClick={() => set({ state: state === chip ? null : chip })}>
              {t(`state.${chip}`)}{counts && ["waiting", "unknown"].includes(chip) && counts[chip] > 0 && <span className={chip === "unknown" ? "bad b" : "t3"}> {count(counts[chip])}</span>}
            </button>
          ))}
        </div>
        <span className={styles.more}>
          <Select allowClear value={campaign} placeholder={t("anyCampaign")} aria-label={t("campaign")} showSearch={{ optionFilterProp: "label" }} options={known.map((row) => ({ value: row.id, label: row.name }))} popupMatchSelectWidth={false} style={{ width: 176 }} onChange={(id: string | undefined) => set({ campaign: id ?? null })} />
          <Segmented value={channel ?? "all"} aria-label={t("by")} options={[{ value: "all", label: t("all") }, ...WAYS.map((value) => ({ value, label: t(`way.${value}`) }))]} onChange={(to) => set({ channel: to === "all" ? null : to })} />
        </span>
      </div>
      <div className="flush"><MessageLog asked={asked} empty={state || channel || campaign ? <EmptyState title={t("noneShown")} /> : <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>} /></div>
      <footer><span>{t("foot")}</span></footer>
    </div>
  );
}
