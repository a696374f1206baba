import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Drawer, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ledger, tierHistory, type LedgerUnit } from "@/api/value";
import type { MemberCard, PointsEntry, TierChange, WalletEntry } from "@/api/valueTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { EmptyState, ErrorState } from "@/components/States";
import { centsOf } from "@/lib/cents";
import { moment } from "@/lib/dates";
import { usePhone } from "@/lib/media";
import { count, money, signed } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { EntryWhy } from "./EntryWhy";
import { OwedRefund } from "./OwedRefund";
import { sum, useSaying } from "./words";
import styles from "./value.module.css";

type Tab = LedgerUnit | "tier";

/** 流水: every movement of what a guest holds, newest first; each explains itself and can be reversed. */
export function LedgerDrawer({ card, close, first = "points" }: { card: MemberCard; close: () => void; first?: Tab }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const phone = usePhone();
  const [tab, setTab] = useState<Tab>(first);
  const tabs: Tab[] = [...(card.points ? ["points" as const] : []), ...(card.wallet ? ["wallet" as const] : []), "tier"];
  return (
    <Drawer open destroyOnHidden placement="right" size={phone ? "100%" : 760} title={`${t("ledger.title")} · ${card.name}`} onClose={close} className={styles.drawer ?? ""}>
      <div className={styles.bar}>
        <Segmented<Tab> aria-label={t("ledger.what")} value={tab} options={tabs.map((value) => ({ value, label: t(`ledger.${value}`) }))} onChange={setTab} />
        <span className="grow" />
        {tab === "wallet" && <ExportMenu as="button" path={`${house}/guests/${card.id}/wallet/statement`} query={{}} name={t("ledger.statement", { name: card.name })} />}
      </div>
      {tab === "points" && <PointsLedger card={card} />}
      {tab === "wallet" && <WalletLedger card={card} />}
      {tab === "tier" && <TierLedger card={card} />}
    </Drawer>
  );
}

/** What both ledgers say of an entry: when, what for, by whom; struck through once another one took it back. */
function useShared<Entry extends PointsEntry | WalletEntry>(): { on: Column<Entry>; why: Column<Entry> } {
  const { t } = useTranslation("value");
  const { timeZone } = usePropertyScope();
  const { say } = useSaying();
  return {
    on: { key: "at", title: t("ledger.at"), card: "aside", render: ({ at }) => <span className="t2">{moment(at, timeZone)}</span> },
    why: {
      key: "why", title: t("ledger.why"), card: "title", wrap: true,
      render: ({ reason, actor, reversed_by: reversed, corrects }) => (
        <>
          <span className={reversed ? styles.struck : undefined}>{say(reason)}</span>
          {reversed && <> <span className="tag">{t("ledger.reversed")}</span></>}
          {corrects && <> <span className="tag">{t("ledger.corrects")}</span></>}
          <span className={styles.about}>{actor}</span>
        </>
      ),
    },
  };
}

function PointsLedger({ card }: { card: MemberCard }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const entries = useInfiniteQuery(ledger(house, card.id, "points"));
  const { on, why } = useShared<PointsEntry>();
  const columns: Column<PointsEntry>[] = [
    on, why,
    { key: "by", title: t("points"), numeric: true, render: ({ points }) => <span className={points > 0 ? "good b" : "b"}>{signed(points, 0)}</span> },
    { key: "after", title: t("ledger.after"), numeric: true, render: ({ after }) => count(after) },
  ];
  const rows = entries.data?.pages.flatMap((page) => page.entries);
  if (entries.isError && !rows) return <ErrorState problem={entries.error} retry={() => void entries.refetch()} />;
  return (
    <div className={styles.entries}>
      <DataTable
        label={t("ledger.points")} columns={columns} rows={rows} rowKey={({ id }) => id} bones={8} dense empty={<EmptyState title={t("ledger.noPoints")}>{t("ledger.noPointsHint")}</EmptyState>}
        expand={(entry) => <EntryWhy card={card} unit="points" entry={entry} />}
      />
      {entries.hasNextPage && <div className={styles.more}><Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
    </div>
  );
}

function WalletLedger({ card }: { card: MemberCard }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const entries = useInfiniteQuery(ledger(house, card.id, "wallet"));
  const { on, why } = useShared<WalletEntry>();
  const part = (amount: string, currency: string) => (centsOf(amount) === 0 ? <span className="t3">–</span> : <span className={centsOf(amount) > 0 ? "good b" : "b"}>{(centsOf(amount) > 0 ? "+" : "") + money(amount, 2, currency)}</span>);
  const columns: Column<WalletEntry>[] = [
    on, why,
    { key: "principal", title: t("principal"), numeric: true, render: ({ principal }) => part(principal.amount, principal.currency) },
    { key: "gift", title: t("gift"), numeric: true, render: ({ gift }) => part(gift.amount, gift.currency) },
    { key: "after", title: t("ledger.after"), numeric: true, render: ({ after }) => sum(after) },
  ];
  const rows = entries.data?.pages.flatMap((page) => page.entries);
  const owed = (entries.data?.pages[0]?.refunds ?? []).filter(({ paid_at: paid }) => paid === null);
  if (entries.isError && !rows) return <ErrorState problem={entries.error} retry={() => void entries.refetch()} />;
  return (
    <div className={styles.entries}>
      {owed.map((one) => <OwedRefund key={one.id} refund={one} />)}
      <DataTable
        label={t("ledger.wallet")} columns={columns} rows={rows} rowKey={({ id }) => id} bones={8} dense empty={<EmptyState title={t("ledger.noWallet")}>{t("ledger.noWalletHint")}</EmptyState>}
        expand={(entry) => <EntryWhy card={card} unit="wallet" entry={entry} />}
      />
      {entries.hasNextPage && <div className={styles.more}><Button loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
    </div>
  );
}

function TierLedger({ card }: { card: MemberCard }) {
  const { t } = useTranslation("value");
  const { api: house, timeZone } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(tierHistory(house, card.id));
  const { say, nameOf } = useSaying();
  const columns: Column<TierChange>[] = [
    { key: "at", title: t("ledger.at"), card: "aside", render: ({ at }) => <span className="t2">{moment(at, timeZone)}</span> },
    { key: "tier", title: t("tier.word"), card: "title", render: ({ from, to }) => <span className="b">{from ? `${nameOf(from)} → ${nameOf(to)}` : nameOf(to)}</span> },
    { key: "why", title: t("ledger.why"), card: "whole", wrap: true, render: ({ reason, actor }) => <>{say(reason)}<span className={styles.about}>{actor}</span></> },
    { key: "until", title: t("tier.until"), render: ({ until }) => until ?? <span className="t3">–</span> },
  ];
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  return (
    <div className={styles.entries}>
      <DataTable label={t("ledger.tier")} columns={columns} rows={data} rowKey={({ id }) => id} bones={5} dense empty={<EmptyState title={t("ledger.noTier")} />} />
    </div>
  );
}
