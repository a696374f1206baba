import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { calendar } from "@/api/campaigns";
import type { PlannedSend } from "@/api/campaignTypes";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { moment, todayIn } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { usePhone } from "@/lib/media";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import styles from "./calendar.module.css";
import { monthOf, shifted, weeksOf } from "./month";

/** What went and what will go, day by day: whether guests are left in peace in between. */
export default function CalendarPage() {
  const { t, i18n } = useTranslation("calendar");
  const { api, path, timeZone } = usePropertyScope();
  const today = useToday();
  const phone = usePhone();
  const { params, set } = useFilters();
  const month = monthOf(params.get("month"), today);
  const weeks = weeksOf(month);
  const [from = "", to = ""] = [weeks[0]?.[0], weeks.at(-1)?.at(-1)];
  const found = useQuery(calendar(api, from, to));
  const byDay = new Map<string, PlannedSend[]>();
  for (const send of found.data ?? []) {
    const day = todayIn(timeZone, new Date(send.at));
    byDay.set(day, [...(byDay.get(day) ?? []), send]);
  }
  const turn = (by: number) => { const next = shifted(month, by); set({ month: next === today.slice(0, 7) ? null : next }); };
  const name = new Date(`${month}-01T00:00:00Z`).toLocaleDateString(i18n.language, { year: "numeric", month: "long", timeZone: "UTC" });
  const weekdays = [1, 2, 3, 4, 5, 6, 7];
  const days = weeks.flat().filter((day) => day.startsWith(month) && byDay.has(day));
  return (
    <>
      <PageHead title={t("title")} about={<Link to={`${path}/campaigns`}>{t("campaigns")}</Link>}>
        <Button icon={<Icon name="left" />} aria-label={t("before")} onClick={() => turn(-1)} />
        <b className={styles.month} aria-live="polite">{name}</b>
        <Button icon={<Icon name="right" />} aria-label={t("after")} onClick={() => turn(1)} />
        {month !== today.slice(0, 7) && <Button onClick={() => set({ month: null })}>{t("today")}</Button>}
      </PageHead>
      <div className="panel">
        {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : !found.data ? <div className="body"><Bones height={560} lines={10} /></div> : phone ? (
          days.length === 0 ? <EmptyState title={t("none")} /> : (
            <ol className={styles.list}>{days.map((day) => <li key={day}><h3 className={day === today ? styles.now : undefined}>{day.slice(5)} <span className="cap t3">{t(`weekday.${((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1}`)}</span></h3>{byDay.get(day)?.map((send) => <Send key={`${send.campaign}${send.at}`} send={send} />)}</li>)}</ol>
          )
        ) : (
          <table className={styles.grid} aria-label={name}>
            <thead><tr>{weekdays.map((n) => <th key={n} scope="col">{t(`weekday.${n}`)}</th>)}</tr></thead>
            <tbody>
              {weeks.map((week) => (
                <tr key={week[0]}>
                  {week.map((day) => (
                    <td key={day} className={`${day.startsWith(month) ? "" : (styles.other ?? "")} ${day === today ? (styles.today ?? "") : ""}`}>
                      <span className={styles.day}>{Number(day.slice(8))}{day === today && <span> {t("today")}</span>}</span>
                      {byDay.get(day)?.map((send) => <Send key={`${send.campaign}${send.at}`} send={send} />)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <footer><span className="row"><span className={`${styles.sample ?? ""} ${styles.went ?? ""}`} />{t("went")}<span className={`${styles.sample ?? ""} ${styles.planned ?? ""}`} />{t("planned")}</span><span>{t("foot")}</span></footer>
      </div>
    </>
  );
}

function Send({ send }: { send: PlannedSend }) {
  const { t } = useTranslation("calendar");
  const { path, timeZone } = usePropertyScope();
  const held = send.state === "paused" || send.state === "draft" || send.state === "waiting";
  return (
    <Link to={`${path}/campaigns/${send.campaign}`} className={`${styles.send ?? ""} ${(send.planned ? styles.planned : styles.went) ?? ""}`} title={`${moment(send.at, timeZone)} ${send.name}`}>
      <span className="cut">{send.name}</span>
      <span className="nowrap t3">{held ? t(`held.${send.state}`) : send.n !== null ? t("people", { n: count(send.n), count: send.n }) : moment(send.at, timeZone).slice(6)}</span>
    </Link>
  );
}
