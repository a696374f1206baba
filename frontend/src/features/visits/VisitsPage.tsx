import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { clerks as clerksQuery, keyset } from "@/api/property";
import { profitIn } from "@/api/profitTypes";
import type { VisitRow } from "@/api/propertyTypes";
import { CHANNELS } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { Money } from "@/components/Figures";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Left } from "@/components/profit/Left";
import { RangePicker } from "@/components/RangePicker";
import { EmptyState, ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { count } from "@/lib/numbers";
import { usePeriod } from "@/lib/period";
import { usePropertyScope } from "@/session/scope";
import { asked, cleared, ORDINALS, ordinalsIn, REMARKS, rangeOf } from "./filters";
import styles from "./visits.module.css";

/** The visits a number counts, one by one. */
export default function VisitsPage() {
  const { t } = useTranslation("visits");
  const { api: house, path, timeZone, may } = usePropertyScope();
  const go = useNavigate();
  const { change, ...period } = usePeriod(timeZone);
  const { params, set } = useFilters();
  const query = { from: period.from, to: period.to, ...asked(params) };
  const visits = useInfiniteQuery(keyset<VisitRow>(`${house}/visits`, query));
  const clerks = useQuery(clerksQuery(house));
  const columns = useColumns();
  const rows = visits.data?.pages.flatMap(({ results }) => results);
  const filtered = Object.keys(asked(params)).length > 0;
  const select = (name: string, value: string | null, options: { value: string; label: React.ReactNode }[], choose: (value: string | undefined) => void) => (
    <Select className={styles.select} allowClear popupMatchSelectWidth={false} aria-label={t(`filter.${name}`)} placeholder={t(`filter.${name}`)} value={value} options={options} onChange={choose} />
  );
  const people = [{ value: "unassigned", label: t("unassigned", { ns: "common" }) }, ...(clerks.data ?? []).map(({ id, name, external_id }) => ({ value: id, label: name || external_id }))];
  return (
    <>
      <PageHead title={t("title")} about={rows ? `${daysText(period, t("to", { ns: "common" }))} · ${t(visits.hasNextPage ? "shownMore" : "shown", { n: count(rows.length), count: rows.length })}` : daysText(period, t("to", { ns: "common" }))}>
        <RangePicker period={period} change={change} />
        {may("export_data") && <ExportMenu as="button" path={`${house}/visits`} query={query} name={t("title")} />}
      </PageHead>
      <section className="panel">
        <div className={styles.filters} role="search" aria-label={t("filter.label")}>
          {select("channel", params.get("channel"), CHANNELS.map((value) => ({ value, label: <ChannelName channel={value} /> })), (value) => set({ channel: value }))}
          {select("ordinal", ordinalsIn(params), ORDINALS.map((value) => ({ value, label: t(`ordinals.${value}`) })), (value) => set(rangeOf(value)))}
          {select("remark", params.get("remark"), REMARKS.map((value) => ({ value, label: t(`remark.${value}`) })), (value) => set({ remark: value }))}
          {select("assignee", params.get("assignee"), people, (value) => set({ assignee: value }))}
          {(["source", "room_type"] as const).map((name) => params.get(name) && <span key={name} className="chip on">{params.get(name)}<button type="button" className={styles.off} aria-label={t("filter.off", { what: params.get(name) })} onClick={() => set({ [name]: null })}><Icon name="cross" /></button></span>)}
          {params.get("shift") && <span className="tag">{params.get("shift")}</span>}
          {filtered && <button type="button" className={styles.clear} onClick={() => set(cleared)}>{t("filter.clear")}</button>}
        </div>
        {visits.isError && !rows ? (
          <ErrorState problem={visits.error} retry={() => void visits.refetch()} />
        ) : (
          <DataTable
            label={t("title")} columns={columns} rows={rows} rowKey={({ id }) => id} bones={10} dense onSelect={(row) => void go(`${path}/guests/${row.guest.id}`)}
            empty={<EmptyState title={t("none.title")} action={filtered ? <Button onClick={() => set(cleared)}>{t("filter.clear")}</Button> : may("import_data") && <Link className="btn" to={`${path}/imports`}>{t("noStays.import", { ns: "common" })}</Link>}>{t("none.hint")}</EmptyState>}
          />
        )}
        {visits.hasNextPage && (
          <div className={styles.more}><Button loading={visits.isFetchingNextPage} onClick={() => void visits.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>
        )}
      </section>
    </>
  );
}

function useColumns(): Column<VisitRow>[] {
  const { t } = useTranslation("visits");
  const { path, may } = usePropertyScope();
  return [
    {
      key: "guest", title: t("col.guest"), card: "title",
      render: ({ guest, ordinal }) => (
        <span className="nowrap">
          <Link to={`${path}/guests/${guest.id}`} className="b" onClick={(event) => event.stopPropagation()}>{guest.name}</Link>{" "}
          <span className="t2">{t("ordinal", { n: ordinal })}</span>
        </span>
      ),
    },
    { key: "phone", title: t("col.phone"), render: ({ guest }) => guest.phone ?? "–" },
    { key: "on", title: t("col.on"), card: "aside", render: ({ check_in_on: on }) => on },
    { key: "nights", title: t("col.nights"), numeric: true, render: ({ nights }) => nights },
    { key: "source", title: t("col.source"), render: ({ channel, source }) => <ChannelName channel={channel} source={source} /> },
    { key: "room", title: t("col.room"), render: ({ room_no: room }) => room || "–" },
    { key: "rate", title: t("col.rate"), numeric: true, render: ({ rate }) => <Money amount={rate} ledger /> },
    { key: "revenue", title: t("col.revenue"), numeric: true, render: ({ revenue_room: revenue }) => <Money amount={revenue} ledger /> },
    ...(may("see_profit") ? [{ key: "profit", title: t("col.profit"), numeric: true, render: (row: VisitRow) => (profitIn(row).profit === null ? <span className="t3" title={t("notToldIs")}>{t("notTold")}</span> : <Left profit={profitIn(row).profit} ledger />) }] : []),
    { key: "assignee", title: t("col.assignee"), render: ({ assignee }) => (typeof assignee === "string" ? assignee : assignee?.name) ?? <span className="t3">{t("unassigned", { ns: "common" })}</span> },
    {
      key: "remark", title: t("col.remark"),
      render: ({ remark_complete: done }) => (done ? <span className="good row" style={{ gap: 4 }}><Icon name="check" />{t("done")}</span> : <span className="t3">{t("undone")}</span>),
    },
  ];
}
