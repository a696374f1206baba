import { useTranslation } from "react-i18next";
import type { DeskTask, TaskDoing } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { useSaying } from "@/components/value/words";
import { todayIn } from "@/lib/dates";
import { clockOf } from "@/lib/due";
import { usePropertyScope } from "@/session/scope";
import styles from "./tasks.module.css";
import { useSettle, type Settle } from "./useSettle";

interface TaskCheckProps {
  task: DeskTask;
  /** Says for whom it is, where that is not around it. */
  named?: boolean;
  /** Says by which department and why, or who has done it; "why": the department stands above it. */
  full?: boolean | "why";
  /** Instead of only ticking it off. */
  settle?: Settle;
}

/** Something to prepare, with its box: one touch ticks it off, the same takes that back. */
export function TaskCheck({ task, named = false, full = false, settle }: TaskCheckProps) {
  const { t } = useTranslation("desk");
  const { may, timeZone } = usePropertyScope();
  const { say } = useSaying();
  const tick = useSettle();
  const settled = task.state !== "open";
  const by = task.settled_at === null ? null : t(task.state === "skipped" ? "task.skipped" : "task.by", { name: task.settled_name, at: clockOf(task.settled_at, timeZone) });
  const why = by ?? [full !== "why" && say(task.department_name), say(task.why)].filter(Boolean).join(" · ");
  return (
    <button
      type="button" role="checkbox" aria-checked={task.state === "done"} className={`${styles.check ?? ""} ${settled ? (styles.settled ?? "") : ""}`} disabled={!may("serve_guests")}
      onClick={() => (settle ?? tick)(task, settled ? "open" : "done")}
    >
      <span className={styles.box} aria-hidden="true">{task.state === "done" ? <Icon name="check" /> : task.state === "skipped" && <Icon name="cross" />}</span>
      <span className={styles.what}>
        <span>
          {named && <><b>{task.room_no || "–"}</b> {task.guest_name}{t("task.colon")}</>}
          <span className={styles.says}>{say(task.says)}</span>
          {!task.announced && <>{" "}<span className={styles.hush}>{t("task.hush")}</span></>}
        </span>
        {!settled && task.earlier?.map((doing) => <Before key={doing.at} doing={doing} />)}
        {full && why && <span className={styles.why}>{why}</span>}
      </span>
    </button>
  );
}

/** Who did it already, for the arrival as it stood then. */
function Before({ doing }: { doing: TaskDoing }) {
  const { t } = useTranslation("desk");
  const { timeZone } = usePropertyScope();
  const day = todayIn(timeZone, new Date(doing.at));
  return <span className={styles.why}>{t("task.before", { for: [doing.day.slice(5), doing.room_no].filter(Boolean).join(" "), name: doing.name, day: day.slice(5), at: clockOf(doing.at, timeZone) })}</span>;
}
