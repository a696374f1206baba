import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Page } from "@/api/types";
import type { DeliveryRow, DeliveryState } from "@/api/vendorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Panel } from "@/components/Panel";
import { EmptyState, ErrorState } from "@/components/States";
import { useTypeWord } from "@/components/vendors/words";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { useScope } from "@/session/scope";
import { DeliveryDrawer } from "./DeliveryDrawer";
import { isOpen, took } from "./lists";
import { useErrorWord } from "./useErrorWord";

const STATES = ["waiting", "delivered", "failed"] as const;
const LOOK_AGAIN_MS = 5_000;
const TONES: Record<DeliveryState, string> = { waiting: "tag warn", delivered: "tag acc", failed: "tag bad" };

export function DeliveryTag({ state }: { state: DeliveryState }) {
  const { t } = useTranslation("webhooks");
  return <span className={TONES[state]}>{t(`delivery.${state}`)}</span>;
}

/** Everything that was sent to an address, the newest first. */
export function Deliveries({ path, replaySince }: { path: string; replaySince: () => void }) {
  const { t } = useTranslation("webhooks");
  const { timeZone } = useScope();
  const word = useTypeWord();
  const errorWord = useErrorWord();
  const { params, set } = useFilters();
  const state = STATES.find((known) => known === params.get("state")) ?? null;
  const open = params.get("delivery");
  const log = useInfiniteQuery({
    queryKey: ["webhooks", path, "deliveries", state],
    queryFn: ({ pageParam }) => api.get<Page<DeliveryRow>>(`${path}/deliveries`, { state, cursor: pageParam }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state: { data } }) => (data?.pages.some(({ results }) => results.some(isOpen)) ? LOOK_AGAIN_MS : false),
  });
  const rows = log.data?.pages.flatMap(({ results }) => results);
  const at = (time: string | null) => moment(time, timeZone);
  const columns: Column<DeliveryRow>[] = [
    { key: "at", title: t("log.at"), render: (row) => <span className="t2">{at(row.created_at)}</span> },
    { key: "type", title: t("log.what"), card: "title", render: (row) => <><span className="b">{row.type === "ping" ? t("log.ping") : word(row.type)}</span> <span className="cap t3">{row.type}</span></> },
    { key: "event", title: t("log.event"), card: "hide", render: (row) => (row.event ? <code className="small">{row.event}</code> : <span className="t3">–</span>) },
    { key: "state", title: t("stateIs"), card: "aside", render: (row) => <DeliveryTag state={row.state} /> },
    { key: "tries", title: t("log.tries"), numeric: true, render: (row) => row.tries },
    { key: "last", title: t("log.last"), wrap: true, card: "whole", render: (row) => (row.last ? <span className={row.state === "delivered" ? "t2" : "bad"}>{row.last.status ?? errorWord(row.last.error)}<span className="cap t3"> {took(row.last.duration_ms)}</span></span> : <span className="t3">–</span>) },
    { key: "next", title: t("log.next"), card: "hide", render: (row) => (row.next_at ? <span className="t2">{at(row.next_at)}</span> : <span className="t3">–</span>) },
  ];
  const tools = (
    <div className="row wraps">
      <Segmented value={state ?? "all"} aria-label={t("log.filter")} options={[{ value: "all", label: t("delivery.all") }, ...STATES.map((value) => ({ value, label: t(`delivery.${value}`) }))]} onChange={(to) => set({ state: to === "all" ? null : to, delivery: null })} />
      <Button size="small" onClick={replaySince}>{t("replay.open")}</Button>
    </div>
  );
  const none = state ? <EmptyState title={t("log.noneOf")} /> : <EmptyState title={t("log.none")}>{t("log.noneHint")}</EmptyState>;
  return (
    <Panel title={t("log.title")} says={t("log.says")} flush footer={log.hasNextPage && <><span /><Button size="small" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t("more", { ns: "common" })}</Button></>}>
      <div style={{ padding: "4px 20px 8px" }}>{tools}</div>
      {log.isError ? <ErrorState problem={log.error} retry={() => void log.refetch()} /> : (
        <DataTable label={t("log.title")} dense columns={columns} rows={rows} rowKey={(row) => String(row.id)} selected={open} onSelect={(row) => set({ delivery: row.id })} bones={8} empty={none} />
      )}
      {open && <DeliveryDrawer path={`${path}/deliveries/${open}`} close={() => set({ delivery: null })} />}
    </Panel>
  );
}
