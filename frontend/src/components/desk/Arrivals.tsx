import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { today as todayQuery } from "@/api/property";
import type { Arrival } from "@/api/propertyTypes";
import { ChannelName } from "@/components/ChannelMark";
import { Icon } from "@/components/Icon";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { clockOf } from "@/lib/due";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";

const SHOWN = 5;

/** What a guest needs said or prepared: those come first and in full. */
export const needsCare = ({ requests, description }: Arrival): boolean => requests.length > 0 || Boolean(description.trim());

/** Today's arrivals: whom to prepare for, in the order they come, then the others in one line each. */
export function Arrivals({ most = SHOWN }: { most?: number }) {
  const { t } = useTranslation("desk");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(todayQuery(house));
  const [all, setAll] = useState(false);
  const arrivals = data?.arrivals ?? [];
  const cared = arrivals.filter(needsCare);
  const others = arrivals.filter((one) => !needsCare(one));
  const shown = all ? others : others.slice(0, most);
  return (
    <section className="panel" aria-label={t("arrivals.label")}>
      <header>
        <div className="grow">
          <h2 className="h2">{data ? t("arrivals.title", { n: arrivals.length, count: arrivals.length }) : t("arrivals.label")}</h2>
          <p className="says">{data && arrivals.length > 0 && t(cared.length ? "arrivals.says" : "arrivals.saysNone", { n: cared.length, count: cared.length })}</p>
        </div>
        <div className="tools">
          <button type="button" className="tool" title={t("arrivals.print")} aria-label={t("arrivals.print")} onClick={() => { setAll(true); setTimeout(() => window.print(), 50); }}>
            <Icon name="print" />
          </button>
        </div>
      </header>
      {!data && !isError && <div className="body"><Bones height={420} lines={9} /></div>}
      {isError && <ErrorState problem={error} retry={() => void refetch()} />}
      {data && arrivals.length === 0 && <EmptyState title={t("arrivals.none")}>{t("arrivals.noneHint")}</EmptyState>}
      {cared.length > 0 && <ul className={styles.arr}>{cared.map((one) => <Cared key={one.stay_id} arrival={one} />)}</ul>}
      {others.length > 0 && (
        <>
          {cared.length > 0 && <div className={styles.sep}>{t("arrivals.others", { n: others.length, count: others.length })}</div>}
          <ul className={styles.arr}>{shown.map((one) => <Mini key={one.stay_id} arrival={one} />)}</ul>
        </>
      )}
      {data && arrivals.length > 0 && (
        <footer>
          <span>{t("arrivals.order")}</span>
          {shown.length < others.length && (
            <button type="button" className={styles.link} onClick={() => setAll(true)}>{t("arrivals.more", { n: others.length - shown.length, count: others.length - shown.length })}</button>
          )}
        </footer>
      )}
    </section>
  );
}

function Cared({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation("desk");
  const { path, timeZone } = usePropertyScope();
  const { guest, last_visit: last } = arrival;
  const known = arrival.description.trim();
  return (
    <li>
      <span className={styles.tm}>{clockOf(arrival.check_in, timeZone)}</span>
      <div className="grow">
        <div className={styles.line}>
          <Link to={`${path}/guests/${guest.id}`} className="b cut">{guest.name}</Link>
          <span className="t2 nowrap">{t("ordinal", { n: arrival.visit_ordinal_next })}</span>
          {arrival.status === "in_house" && <span className="tag acc">{t("arrivals.here")}</span>}
          <span className="grow" />
          <ChannelName channel={arrival.channel} source={arrival.source} />
          <span className={styles.rm}>{arrival.room_no || "–"}</span>
        </div>
        {arrival.requests.map((request) => <div key={request} className={styles.want}>{request}</div>)}
        {known && !arrival.requests.includes(known) && <div className={styles.say}>{known}</div>}
        {last && <div className={`${styles.say ?? ""} t3`}>{t("arrivals.last", { on: last.on, room: last.room_no || "–", rate: money(last.rate) })}</div>}
      </div>
    </li>
  );
}

function Mini({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation("desk");
  const { path, timeZone } = usePropertyScope();
  return (
    <li className={styles.mini}>
      <span className={styles.tm}>{clockOf(arrival.check_in, timeZone)}</span>
      <span className="grow cut">
        <Link to={`${path}/guests/${arrival.guest.id}`} className={styles.plain}>{arrival.guest.name}</Link>{" "}
        <span className="t3">{t("ordinal", { n: arrival.visit_ordinal_next })}</span>
      </span>
      <ChannelName channel={arrival.channel} source={arrival.source} />
      <span className={styles.rm}>{arrival.room_no || "–"}</span>
    </li>
  );
}
