import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Board } from "@/api/desk";
import { countsWith, tasksOf } from "@/api/deskChanges";
import type { DeskArrival } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { useSaying } from "@/components/value/words";
import { now } from "@/lib/clock";
import { clockOf } from "@/lib/due";
import { usePropertyScope } from "@/session/scope";
import { expected, pagesOf, rowsFor, rowsThatFit } from "./board";
import styles from "./board.module.css";

/** Heights of the board's head and of one row, as board.module.css has them. */
const HEAD = 152;
const ROW = 92;
/** How long a page stands before the next one comes. */
const PAGE_S = 12;
const TASKS_SHOWN = 2;

interface BigBoardProps {
  board: Board | undefined;
  day: string;
  department: string | null;
  lost: boolean;
  close: () => void;
}

/** Who still comes, to be read from two metres: hour, room, name, what to prepare. No number and nothing private. */
export function BigBoard({ board, day, department, lost, close }: BigBoardProps) {
  const { t } = useTranslation("arrivals");
  const { t: desk } = useTranslation("desk");
  const { property, timeZone } = usePropertyScope();
  const { say } = useSaying();
  const seconds = useSeconds();
  const height = useWindowHeight();
  useLeaving(close);
  const all = board ? rowsFor(board.rows, department) : [];
  const rows = expected(all);
  const pages = pagesOf(rows, rowsThatFit(height, HEAD, ROW));
  const page = Math.floor(seconds / PAGE_S) % pages.length;
  const counts = board && countsWith(board.counts, board.rows);
  const name = department && all.flatMap(({ tasks }) => tasks).find((task) => task.department === department)?.department_name;
  return (
    <section className={styles.board} aria-label={t("board.label")}>
      <header className={styles.head}>
        <div className="grow">
          <h1>{[t("title"), name ? say(name) : null].filter(Boolean).join(" · ")}</h1>
          <p>{property.name} · {day}{counts && ` · ${t("board.counts", { left: rows.length, here: all.length - rows.length })}`}</p>
        </div>
        {lost && board && <span className={styles.lost} role="status">{desk("fresh.lost", { at: clockOf(board.as_of, timeZone) })}</span>}
        {pages.length > 1 && <span className={styles.pages}>{page + 1} / {pages.length}</span>}
        <time className={styles.clock}>{clockOf(now().toISOString(), timeZone)}</time>
        <button type="button" className={styles.close} aria-label={t("board.close")} title={t("board.close")} onClick={close}><Icon name="cross" size={28} /></button>
      </header>
      {board && rows.length === 0 && <p className={styles.none}>{t(all.length > 0 ? "board.allHere" : "board.none")}</p>}
      <ul className={styles.rows}>
        {pages[page]?.map((row) => <BigRow key={row.stay_id} row={row} marked={board?.changes[row.stay_id] !== undefined} />)}
      </ul>
    </section>
  );
}

function BigRow({ row, marked }: { row: DeskArrival; marked: boolean }) {
  const { t } = useTranslation("arrivals");
  const { t: desk } = useTranslation("desk");
  const { timeZone } = usePropertyScope();
  const { say, nameOf } = useSaying();
  const tasks = tasksOf(row);
  return (
    <li className={marked ? styles.marked : undefined}>
      <span className={styles.hour}>{clockOf(row.check_in, timeZone)}</span>
      <span className={styles.room}>{row.room_no || "–"}</span>
      <span className={styles.who}>
        <b>{row.guest.name}</b>
        <small>{[desk("ordinal", { n: row.ordinal }), row.tier && nameOf(row.tier)].filter(Boolean).join(" · ")}</small>
      </span>
      <span className={styles.tasks}>
        {tasks.slice(0, TASKS_SHOWN).map((task) => (
          <span key={task.id} className={task.state === "open" ? undefined : styles.done}>
            <i className={styles.box} aria-label={t(task.state === "open" ? "board.open_task" : "board.done_task")}>{task.state === "done" && <Icon name="check" size={20} />}</i>
            <span className={styles.says}>{say(task.says)}</span>
            {!task.announced && <em>{desk("task.hush")}</em>}
          </span>
        ))}
      </span>
      {tasks.length > TASKS_SHOWN ? <span className={styles.more}>+{tasks.length - TASKS_SHOWN}</span> : <span />}
    </li>
  );
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

const useWindowHeight = (): number =>
  useSyncExternalStore(
    (changed) => {
      window.addEventListener("resize", changed);
      return () => window.removeEventListener("resize", changed);
    },
    () => window.innerHeight,
  );

/** Escape leaves, and so does leaving the full screen, which takes Escape for itself; nothing of it stays behind. */
function useLeaving(close: () => void): void {
  const leave = useRef(close);
  useEffect(() => {
    leave.current = close;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape") leave.current();
    };
    const changed = () => {
      if (!document.fullscreenElement) leave.current();
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("fullscreenchange", changed);
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("fullscreenchange", changed);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
}
