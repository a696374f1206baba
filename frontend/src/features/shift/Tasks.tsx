import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isSettled } from "@/api/deskChanges";
import type { DeskTask, ShiftDay } from "@/api/deskTypes";
import { TaskCheck } from "@/components/desk/TaskCheck";
import { useSettle, type Settle } from "@/components/desk/useSettle";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { now } from "@/lib/clock";
import { usePropertyScope } from "@/session/scope";
import { byDepartment, listed } from "./left";
import styles from "./shift.module.css";

/** What is still to be prepared, by department. What is ticked off stays where it is, so that a slip can be taken back. */
export function Tasks({ data }: { data: ShiftDay | undefined }) {
  const { t } = useTranslation("shift");
  const { say } = useSaying();
  const [here, setHere] = useState<readonly DeskTask[]>([]);
  const { session } = usePropertyScope();
  const settle = useSettle();
  const open = data?.tasks.open ?? [];
  const groups = byDepartment(listed(open, here));
  // The next answer does not have it any more: it is kept here as it was left.
  const settleHere: Settle = (task, state) => {
    const settled = state !== "open";
    setHere((before) => [...before.filter(({ id }) => id !== task.id), { ...task, state, settled_at: settled ? now().toISOString() : null, settled_name: settled ? session.staff.name : "" }]);
    settle(task, state);
  };
  const left = open.filter((task) => !isSettled(task)).length;
  return (
    <Panel title={t("tasks.title")} says={data && (left ? t("tasks.says", { n: left, count: left, done: data.tasks.done }) : t("tasks.none"))} flush>
      {!data ? <div style={{ padding: "0 20px" }}><Bones height={220} lines={6} /></div> : groups.length === 0 ? <EmptyState title={t("tasks.empty")}>{t("tasks.emptyHint")}</EmptyState> : groups.map(([code, tasks]) => (
        <section key={code} className={styles.group} aria-label={say(tasks[0]?.department_name)}>
          <h3>{say(tasks[0]?.department_name)}</h3>
          <ul>{tasks.map((task) => <Line key={task.id} task={task} settle={settleHere} />)}</ul>
        </section>
      ))}
    </Panel>
  );
}

function Line({ task, settle }: { task: DeskTask; settle: Settle }) {
  const { t } = useTranslation("shift");
  const { may } = usePropertyScope();
  return (
    <li>
      <TaskCheck task={task} named full="why" settle={settle} />
      {may("serve_guests") && !isSettled(task) && <button type="button" className={styles.skip} onClick={() => settle(task, "skipped")}>{t("tasks.skip")}</button>}
    </li>
  );
}
