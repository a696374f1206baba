import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { keyset, review } from "@/api/property";
import type { GuestRow } from "@/api/propertyTypes";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { Tags } from "@/components/desk/TagChips";
import { ExportMenu } from "@/components/ExportMenu";
import { Money } from "@/components/Figures";
import { Icon } from "@/components/Icon";
import { Nickname } from "@/components/Nickname";
import { PageHead } from "@/components/PageHead";
import { Left } from "@/components/profit/Left";
import { EmptyState, ErrorState } from "@/components/States";
import { daysBetween, todayIn } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { Filters } from "./Filters";
import { asked, cleared, isFiltered } from "./filters";
import styles from "./guests.module.css";

/** A guest not seen for half a year is dormant, whatever else he is. */
const LONG_DAYS = 180;

/** Every guest of the house, cut down to whom one looks for. */
export default function GuestsPage() {
  const { t } = useTranslation("guests");
  const { api: house, path, may } = usePropertyScope();
  const go = useNavigate();
  const { params, set } = useFilters();
  const query = asked(params);
  const guests = useInfiniteQuery(keyset<GuestRow>(`${house}/guests`, query));
  const columns = useColumns();
  const rows = guests.data?.pages.flatMap(({ results }) => results);
  return (
    <>
      <PageHead title={t("title")} about={rows && rows.length > 0 ? t(guests.hasNextPage ? "shownMore" : "shown", { n: count(rows.length), count: rows.length }) : undefined}>
        <ReviewLink />
        {may("export_data") && <ExportMenu as="button" path={`${house}/guests`} query={query} name={t("title")} />}
      </PageHead>
      <section className={`panel ${styles.list ?? ""}`}>
        <Filters params={params} set={set} />
        {guests.isError && !rows ? (
          <ErrorState problem={guests.error} retry={() => void guests.refetch()} />
        ) : (
          <DataTable
            label={t("title")} columns={columns} rows={rows} rowKey={({ id }) => id} bones={10} dense
            onSelect={(row) => void go(`${path}/guests/${row.id}`)} empty={<Nobody filtered={isFiltered(params)} clear={() => set(cleared)} />}
          />
        )}
        {guests.hasNextPage && (
          <div className={styles.more}><Button loading={guests.isFetchingNextPage} onClick={() => void guests.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>
        )}
      </section>
    </>
  );
}

function useColumns(): Column<GuestRow>[] {
  const { t } = useTranslation("guests");
  const { path, timeZone, may } = usePropertyScope();
  const sees = may("see_profit");
  const today = todayIn(timeZone);
  return [
    {
      key: "guest", title: t("col.guest"), card: "title",
      render: ({ id, name, nickname }) => (
        <span className={styles.who}>
          <Link to={`${path}/guests/${id}`} className="b cut" onClick={(event) => event.stopPropagation()}>{name}</Link>
          {nickname && <Nickname text={nickname} />}
        </span>
      ),
    },
    { key: "phone", title: t("col.phone"), render: ({ phone }) => phone ?? <span className="warn">{t("noPhone")}</span> },
    { key: "visits", title: t("col.visits"), numeric: true, card: "aside", render: ({ visits }) => t("visits", { n: visits, count: visits }) },
    {
      key: "last", title: t("col.last"), render: ({ last_visit_on: last }) => {
        if (!last) return <span className="t3">–</span>;
        const days = Math.max(0, daysBetween(last, today));
        return <>{last} <span className={days >= LONG_DAYS ? styles.long : "t3"}>{days === 0 ? t("today") : t("ago", { n: days, count: days })}</span></>;
      },
    },
    { key: "source", title: t("col.source"), render: ({ channel, source }) => (channel ? <ChannelName channel={channel} source={source} /> : "–") },
    { key: "room", title: t("col.room"), card: "hide", render: ({ room_no: room }) => room ?? "–" },
    { key: "rate", title: t("col.rate"), numeric: true, card: "hide", render: ({ rate }) => <Money amount={rate} /> },
    { key: "spend", title: t("col.spend"), numeric: true, ...(!sees && { card: "hide" }), render: ({ spend }) => <Money amount={spend} /> },
    ...(sees ? [{ key: "profit", title: t("col.profit"), numeric: true, render: ({ profit, profit_unknown: unknown, profit_waiting: waiting }: GuestRow) => <Left profit={profit} unknown={unknown ?? []} waiting={waiting} /> }] : []),
    { key: "tags", title: t("col.tags"), card: "whole", render: ({ tags }) => <Tags names={tags} most={3} /> },
    {
      key: "remark", title: t("col.remark"),
      render: ({ remark_complete: done }) => (done ? <span className="good row" style={{ gap: 4 }}><Icon name="check" />{t("remark.complete")}</span> : <span className="t3">{t("remark.missing")}</span>),
    },
  ];
}

/** Guests who may be one person wait for somebody to say so. */
function ReviewLink() {
  const { t } = useTranslation("guests");
  const { api: house, path, may } = usePropertyScope();
  const doubts = useQuery({ ...review(house), enabled: may("merge_guests") });
  const n = doubts.data?.results.length ?? 0;
  if (n === 0) return null;
  return <Link to={`${path}/review`}>{t("review", { n: doubts.data?.next ? `${n}+` : n })}</Link>;
}

function Nobody({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation("guests");
  const { path, may } = usePropertyScope();
  if (filtered) return <EmptyState title={t("none.filtered")} action={<Button onClick={clear}>{t("filter.clear")}</Button>}>{t("none.filteredHint")}</EmptyState>;
  return (
    <EmptyState title={t("none.title")} action={may("import_data") && <Link className="btn" to={`${path}/imports`}>{t("none.import")}</Link>}>{t("none.hint")}</EmptyState>
  );
}
