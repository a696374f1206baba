import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { arrivals as arrivalsQuery } from "@/api/desk";
import { countsWith, tasksOf } from "@/api/deskChanges";
import type { DeskArrival } from "@/api/deskTypes";
import { ChannelName } from "@/components/ChannelMark";
import { Icon } from "@/components/Icon";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { clockOf } from "@/lib/due";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { OpenComplaints, SayList } from "./Saying";
import { TaskCheck } from "./TaskCheck";
import styles from "./desk.module.css";

const SHOWN = 5;

/** Somebody prepares something for this guest, or last time's trouble is not settled: those come first and in full. */
const needsCare = (row: DeskArrival): boolean => tasksOf(row).length > 0 || row.complaints.length > 0;

/** Today's arrivals beside other work: whom to prepare for, in the order they come, then the others in one line each. */
export function Arrivals({ most = SHOWN, says = 1 }: { most?: number; says?: number }) {
  const { t } = useTranslation("desk");
  const { api: house, path } = usePropertyScope();
  const today = useToday();
  const { data, isError, error, refetch } = useQuery(arrivalsQuery(house, today));
  const [all, setAll] = useState(false);
  const rows = data?.rows ?? [];
  const counts = data && countsWith(data.counts, rows);
  const cared = rows.filter(needsCare);
  const others = rows.filter((one) => !needsCare(one));
  const shown = all ? others : others.slice(0, most);
  return (
    <section className="panel" aria-label={t("arrivals.label")}>
      <header>
        <div className="grow">
          <h2 className="h2">{data ? t("arrivals.title", { n: rows.length, count: rows.length }) : t("arrivals.label")}</h2>
          <p className="says">{counts && rows.length > 0 && t(counts.to_prepare ? "arrivals.says" : "arrivals.saysNone", { n: counts.to_prepare, count: counts.to_prepare, done: counts.prepared })}</p>
        </div>
        <div className="tools">
          <Link className="tool" to={`${path}/arrivals?print=all`} title={t("arrivals.print")} aria-label={t("arrivals.print")}><Icon name="print" /></Link>
        </div>
      </header>
      {!data && !isError && <div className="body"><Bones height={420} lines={9} /></div>}
      {!data && isError && <ErrorState problem={error} retry={() => void refetch()} />}
      {data && rows.length === 0 && <EmptyState title={t("arrivals.none")}>{t("arrivals.noneHint")}</EmptyState>}
      {cared.length > 0 && <ul className={styles.arr}>{cared.map((one) => <Cared key={one.stay_id} arrival={one} says={says} />)}</ul>}
      {others.length > 0 && (
        <>
          {cared.length > 0 && <div className={styles.sep}>{t("arrivals.others", { n: others.length, count: others.length })}</div>}
          <ul className={styles.arr}>{shown.map((one) => <Mini key={one.stay_id} arrival={one} />)}</ul>
        </>
      )}
      {data && rows.length > 0 && (
        <footer>
          <Link to={`${path}/arrivals`}>{t("arrivals.board")}</Link>
          {shown.length < others.length && (
            <button type="button" className={styles.link} onClick={() => setAll(true)}>{t("arrivals.more", { n: others.length - shown.length, count: others.length - shown.length })}</button>
          )}
        </footer>
      )}
    </section>
  );
}

function Cared({ arrival, says }: { arrival: DeskArrival; says: number }) {
  const { t } = useTranslation("desk");
  const { path, timeZone } = usePropertyScope();
  const { nameOf } = useSaying();
  const { guest, tier } = arrival;
  return (
    <li>
      <span className={styles.tm}>{clockOf(arrival.check_in, timeZone)}</span>
      <div className="grow">
        <div className={styles.line}>
          <Link to={`${path}/guests/${guest.id}`} className={`b cut ${styles.name}`}>{guest.name}</Link>
          <span className="t2 nowrap">{t("ordinal", { n: arrival.ordinal })}</span>
          {tier && <span className="tag">{nameOf(tier)}</span>}
          {arrival.status === "in_house" && <span className="tag acc">{t("arrivals.here")}</span>}
          <span className="grow" />
          <span className={styles.from}><ChannelName channel={arrival.channel} source={arrival.source} /></span>
          <span className={styles.rm}>{arrival.room_no || "–"}</span>
        </div>
        <OpenComplaints complaints={arrival.complaints} />
        {tasksOf(arrival).map((task) => <TaskCheck key={task.id} task={task} />)}
        <SayList say={arrival.say} most={says} />
      </div>
    </li>
  );
}

function Mini({ arrival }: { arrival: DeskArrival }) {
  const { t } = useTranslation("desk");
  const { path, timeZone } = usePropertyScope();
  return (
    <li className={styles.mini}>
      <span className={styles.tm}>{clockOf(arrival.check_in, timeZone)}</span>
      <span className="grow cut">
        <Link to={`${path}/guests/${arrival.guest.id}`} className={styles.plain}>{arrival.guest.name}</Link>{" "}
        <span className="t3">{t("ordinal", { n: arrival.ordinal })}</span>
      </span>
      <ChannelName channel={arrival.channel} source={arrival.source} />
      <span className={styles.rm}>{arrival.room_no || "–"}</span>
    </li>
  );
}
