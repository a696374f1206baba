import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Drawer, Progress } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api as http, ApiProblem } from "@/api/client";
import { useProblemText } from "@/components/problems";
import { standAhead } from "@/lib/clock";
import { addDays, addMonths, daysBetween } from "@/lib/dates";
import { sessionQuery } from "@/session/session";
import { usePropertyScope } from "@/session/scope";
import { Told } from "./Told";
import { remember, remembered, stopBefore, withNights, type Journey, type NightTold } from "./moving";
import styles from "./sandbox.module.css";

interface Clock { sandbox: boolean; now: string; today: string; ahead_s: number }
const NO_DAY: Dayjs | null = null as Dayjs | null;
type Moved = Clock & { days: NightTold[] };

/** Over every page of a sandbox: what day it is there, and moving it forward. */
export default function SandboxBar() {
  const { t } = useTranslation("sandbox");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const { today, journey, ahead, go, stop, problem } = useJourney();
  const [open, setOpen] = useState(false);
  const moves = may("edit_programme");
  const goal = journey?.goal ?? null;
  const step = (label: string, to: string) => <Button size="small" disabled={goal !== null} onClick={() => go(to)}>{label}</Button>;
  return (
    <div className={styles.bar} role="region" aria-label={t("label")}>
      <span className="tag warn">{t("sandbox")}</span>
      <span className="nowrap">{today ? t("today", { day: today }) : t("loading")}{ahead > 0 && <span className="t3 cap"> {t("ahead", { n: ahead, count: ahead })}</span>}</span>
      {goal !== null && today && journey ? (
        <span className={styles.way} aria-live="polite">
          <Progress percent={Math.round((daysBetween(journey.from, today) / Math.max(1, daysBetween(journey.from, goal))) * 100)} size="small" showInfo={false} className={styles.progress ?? ""} aria-label={t("progress")} />
          <span className="cap nowrap">{t("moving", { goal, n: daysBetween(journey.from, today), all: daysBetween(journey.from, goal) })}</span>
          <Button size="small" onClick={stop}>{t("stop")}</Button>
        </span>
      ) : moves && today && (
        <span className="row wraps">
          {step(t("day"), addDays(today, 1))}
          {step(t("week"), addDays(today, 7))}
          {step(t("month"), addMonths(today, 1))}
          <DatePicker size="small" value={NO_DAY} placeholder={t("to")} aria-label={t("to")} suffixIcon={null} minDate={dayjs(addDays(today, 1))} maxDate={dayjs(addMonths(today, 60))} onChange={(day) => { if (day) go(day.format("YYYY-MM-DD")); }} style={{ width: 112 }} />
        </span>
      )}
      {journey?.goal === null && <Button size="small" type="link" onClick={() => setOpen(true)}>{t("happened", { n: journey.days.length, count: journey.days.length })}</Button>}
      {problem !== null && <span className="bad cap" role="alert">{problemText(problem)}</span>}
      <Drawer open={open} onClose={() => setOpen(false)} size={560} title={journey ? t("told", { from: journey.from, to: today }) : ""}>{journey && <Told journey={journey} />}</Drawer>
    </div>
  );
}

const PAUSE_MS = 1500;
const TRIES = 80;

/**
 * One stop further. Where the clock is being moved already (by the request of a page that was reloaded), that is
 * waited for: what it reached is where the way goes on.
 */
async function onward(house: string, to: string): Promise<Moved> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await http.post<Moved>(`${house}/clock`, { to });
    } catch (trouble) {
      const busy = trouble instanceof ApiProblem && (trouble.status === 409 || trouble.code === "clock-not-forward");
      if (!busy || tries === TRIES) throw trouble;
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      const clock = await http.get<Clock>(`${house}/clock`);
      if (clock.today >= to) return { ...clock, days: [] };
    }
  }
}

/** The clock, and the way it is on: kept over a reload, one month after the other. */
function useJourney() {
  const { api, property } = usePropertyScope();
  const queries = useQueryClient();
  const clock = useQuery({ queryKey: [api, "clock"], queryFn: () => http.get<Clock>(`${api}/clock`) });
  const [journey, setJourney] = useState<Journey | null>(() => remembered(property.slug));
  const [problem, setProblem] = useState<unknown>(null);
  const walking = useRef(false);
  const halted = useRef(false);
  const today = clock.data?.today;
  const goal = journey?.goal ?? null;

  const stopped = useCallback(() => halted.current, []);
  const keep = useCallback((next: Journey) => {
    setJourney(next);
    remember(property.slug, next);
  }, [property.slug]);

  useEffect(() => {
    if (!journey || goal === null || today === undefined || walking.current) return;
    walking.current = true;
    const walk = async () => {
      let now = today;
      let way = journey;
      try {
        while (now < goal && !stopped()) {
          const moved = await onward(api, stopBefore(now, goal));
          now = moved.today;
          standAhead(moved.ahead_s);
          way = withNights(way, moved.days);
          keep(now < goal && !stopped() ? way : { ...way, goal: null });
          queries.setQueryData([api, "clock"], moved);
        }
        if (way.goal !== null) keep({ ...way, goal: null });
      } catch (trouble) {
        setProblem(trouble);
        // No answer came, as when the page is left: the way is remembered, and gone on when it is opened again.
        if (trouble instanceof ApiProblem && trouble.status === 0) setJourney({ ...way, goal: null });
        else keep({ ...way, goal: null });
      } finally {
        walking.current = false;
        halted.current = false;
        await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
        await queries.invalidateQueries();
      }
    };
    void walk();
  }, [api, goal, journey, keep, queries, stopped, today]);

  return {
    today, journey, problem, ahead: Math.round((clock.data?.ahead_s ?? 0) / 86_400),
    go: (to: string) => {
      setProblem(null);
      if (today) keep({ from: today, goal: to, days: [] });
    },
    stop: () => {
      halted.current = true;
    },
  };
}
