import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DeskDeparture, Departures } from "@/api/deskTypes";
import { SayList } from "@/components/desk/Saying";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { clockOf } from "@/lib/due";
import { usePropertyScope } from "@/session/scope";
import styles from "./arrivals.module.css";

/** Who leaves, and whose remark is still to be written. */
export function DepartureList({ query, today }: { query: UseQueryResult<Departures>; today: boolean }) {
  const { t } = useTranslation("arrivals");
  const { path, may } = usePropertyScope();
  const { data, isError, error, refetch } = query;
  const open = data?.rows.filter(({ remark }) => remark.state === "open" || remark.state === "overdue").length ?? 0;
  const writes = may("write_remarks");
  return (
    <Panel
      title={data ? t("leaving.title", { n: data.rows.length, count: data.rows.length }) : t("leaving.label")} flush
      says={data && data.rows.length > 0 && t(open ? "leaving.says" : "leaving.saysNone", { n: open, count: open })}
      {...(writes && open > 0 && { footer: <Link to={`${path}/remarks`}>{t("leaving.write")}</Link> })}
    >
      {isError && !data ? <ErrorState problem={error} retry={() => void refetch()} /> : !data ? <div style={{ padding: "0 20px" }}><Bones height={220} lines={6} /></div> : data.rows.length === 0 ? (
        <EmptyState title={t(today ? "leaving.none" : "leaving.noneThen")} />
      ) : (
        <ul className={styles.leaving}>{data.rows.map((row) => <Leaving key={row.stay_id} row={row} writes={writes} />)}</ul>
      )}
    </Panel>
  );
}

function Leaving({ row, writes }: { row: DeskDeparture; writes: boolean }) {
  const { t } = useTranslation("arrivals");
  const { t: desk } = useTranslation("desk");
  const { path, timeZone } = usePropertyScope();
  const { remark } = row;
  const lacks = remark.missing.map((work) => t(`work.${work}`)).join(desk("comma"));
  // Who has not left yet can still be asked: nothing presses.
  const here = row.status === "in_house";
  const tag = here && remark.state === "open" ? "tag" : { done: "tag acc", open: "tag warn", overdue: "tag bad", none: "tag" }[remark.state];
  const says = remark.state === "none" ? null : <span className={tag}>{t(`leaving.${remark.state}`)}</span>;
  return (
    <li>
      <span className={styles.tm}>{clockOf(row.check_out, timeZone)}</span>
      <div className="grow">
        <div className="row">
          <Link to={`${path}/guests/${row.guest.id}`} className={`${styles.plain ?? ""} cut`}>{row.guest.name}</Link>
          <span className="t3 nowrap">{desk("ordinal", { n: row.ordinal })}</span>
          <span className="grow" />
          {says && (writes && remark.state !== "done" ? <Link to={`${path}/remarks${remark.state === "overdue" ? "?state=overdue" : ""}`}>{says}</Link> : says)}
          <span className="b">{row.room_no || "–"}</span>
        </div>
        {lacks && !here && remark.state !== "done" && <p className="cap t3">{t("leaving.lacks", { what: lacks })}</p>}
        {here && <SayList say={row.say} most={1} />}
      </div>
    </li>
  );
}
