import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { sources as sourcesQuery } from "@/api/property";
import type { SourceMapped, SourceRow } from "@/api/propertyTypes";
import { CHANNELS, type Channel } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { Opens } from "@/components/Figures";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { EmptyState, ErrorState } from "@/components/States";
import { count, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./sources.module.css";

/** Where bookings come from: what nobody has mapped yet first, then every source on its channel. */
export default function SourcesPage() {
  const { t } = useTranslation("sources");
  const { api: house, path } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(sourcesQuery(house));
  const open = data?.filter(({ mapped, counted }) => !mapped && counted);
  const known = data?.filter((row) => row.mapped || !row.counted);
  const stays = open?.reduce((sum, row) => sum + row.stays, 0) ?? 0;
  if (isError && !data) return <><PageHead title={t("title")} /><div className="panel"><ErrorState problem={error} retry={() => void refetch()} /></div></>;
  return (
    <>
      <PageHead title={t("title")} />
      {open !== undefined && open.length > 0 && <AnswerLine tone="warn" lead={t("open.lead", { n: open.length, count: open.length })}>{t("open.says", { n: count(stays), count: stays })}</AnswerLine>}
      {open?.length === 0 && known && known.length > 0 && <AnswerLine tone="calm">{t("open.none")}</AnswerLine>}
      <div className="stack">
        {open && open.length > 0 && <Panel title={t("open.title")} says={t("open.how")} flush><Table rows={open} label={t("open.title")} /></Panel>}
        <Panel title={t("known.title")} says={t("known.says")} flush>
          {known?.length === 0 && open?.length === 0 ? (
            <EmptyState title={t("none.title")} action={<Link className="btn" to={`${path}/imports`}>{t("none.import")}</Link>}>{t("none.hint")}</EmptyState>
          ) : (
            <Table rows={known} label={t("known.title")} />
          )}
        </Panel>
      </div>
    </>
  );
}

function Table({ rows, label }: { rows: SourceRow[] | undefined; label: string }) {
  const { t } = useTranslation("sources");
  const { path, may } = usePropertyScope();
  const columns: Column<SourceRow>[] = [
    { key: "source", title: t("col.source"), width: "26%", card: "title", sort: ({ source }) => source, render: ({ source }) => <span className="b">{source}</span> },
    { key: "stays", title: t("col.stays"), width: "14%", numeric: true, card: "aside", sort: ({ stays }) => stays, render: ({ source, stays }) => <Opens to={`${path}/guests?source=${encodeURIComponent(source)}`} label={t("col.opens")}>{t("stays", { n: count(stays), count: stays })}</Opens> },
    { key: "last", title: t("col.last"), width: "16%", sort: ({ last_seen_on: on }) => on, render: ({ last_seen_on: on }) => on ?? "–" },
    ...(may("see_profit") ? [{ key: "commission", title: t("col.commission"), numeric: true, width: "12%", sort: (row: SourceRow) => commissionOf(row) ?? null, render: (row: SourceRow) => <Commission row={row} /> }] : []),
    { key: "channel", title: t("col.channel"), card: "whole", render: (row) => (row.counted ? <Chooser key={`${row.channel}${row.short}${String(row.mapped)}`} row={row} /> : <span className="t3">{t("uncounted")}</span>) },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowKey={({ source }) => source} sortedBy="-stays" bones={6} />;
}

const commissionOf = (row: SourceRow): number | null | undefined => (row as SourceRow & { commission?: number | null }).commission;
/** Guests of these come to the house itself: nobody takes a share of it. */
const OWN: readonly Channel[] = ["member", "walk_in"];

/** What a source takes of the room revenue; asked for where it is not known. */
function Commission({ row }: { row: SourceRow }) {
  const { t } = useTranslation("sources");
  const { path, may } = usePropertyScope();
  const share = commissionOf(row);
  if (share !== null && share !== undefined) return <>{rate(share)}</>;
  if (!row.counted || (row.mapped && OWN.includes(row.channel))) return <span className="t3">–</span>;
  return may("manage_property") ? <Link to={`${path}/products?tab=costs`}>{t("tellCommission")}</Link> : <span className="warn">{t("noCommission")}</span>;
}

/** The channel a source counts for, and the one character the short nickname gives it; kept as it is chosen. */
function Chooser({ row }: { row: SourceRow }) {
  const { t } = useTranslation("sources");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [short, setShort] = useState(row.short);
  const map = useMutation({
    mutationFn: (channel: Channel) => api.put<SourceMapped>(`${house}/sources/${encodeURIComponent(row.source)}`, { channel, ...(short.trim() && { short: short.trim() }) }),
    onSuccess: async (done) => {
      message.success(t("done", { source: row.source, n: count(done.corrected_visits), count: done.corrected_visits }));
      await queries.invalidateQueries({ queryKey: [house] });
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const channel = map.isPending ? map.variables : row.mapped ? row.channel : null;
  if (!may("map_sources")) return row.mapped ? <ChannelName channel={row.channel} /> : <span className="t3">{t("asWalkIn")}</span>;
  return (
    <span className={styles.choose}>
      <Select
        className={styles.channel} value={channel} placeholder={t("asWalkIn")} loading={map.isPending} popupMatchSelectWidth={false} aria-label={t("channelOf", { source: row.source })}
        options={CHANNELS.map((value) => ({ value, label: <ChannelName channel={value} /> }))} onChange={(value: Channel) => map.mutate(value)}
      />
      <Input
        className={styles.short} value={short} maxLength={2} aria-label={t("shortOf", { source: row.source })} title={t("shortOf", { source: row.source })}
        onChange={(event) => setShort(event.target.value)}
        onBlur={() => { if (row.mapped && short.trim() && short.trim() !== row.short) map.mutate(row.channel); }}
        onPressEnter={(event) => event.currentTarget.blur()}
      />
    </span>
  );
}
