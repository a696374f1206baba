import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isSettled } from "@/api/deskChanges";
import type { DeskTask, ShiftDay } from "@/api/deskTypes";
import { TaskCheck } from "@/components/desk/TaskCheck";
import { useSettle } from "@/components/desk/useSettle";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { byDepartment, listed } from "./left";
import styles from "./shift.module.css";

/** What is still to be prepared, by department. What is ticked off stays where it is, so that a slip can be taken back. */
export function Tasks({ data }: { data: ShiftDay | undefined }) {
  const { t } = useTranslation("shift");
  const { say } = useSaying();
  const [here, setHere] = useState<readonly DeskTask[]>([]);
  // Ticked off a moment ago they are still in the answer; the next answer has them no more.
  const open = data?.tasks.open ?? [];
  const fresh = open.filter((task) => isSettled(task) && !here.some((one) => one.id === task.id && one.state === task.state));
  if (fresh.length > 0) setHere([...here.filter((one) => !fresh.some(({ id }) => id === one.id)), ...fresh]);
  const groups = byDepartment(listed(open, here));
  const back = (task: DeskTask) => setHere(here.filter(({ id }) => id !== task.id));
  const left = open.filter((task) => !isSettled(task)).length;
  return (
    <Panel title={t("tasks.title")} says={data && (left ? t("tasks.says", { n: left, count: left, done: data.tasks.done }) : t("tasks.none"))} flush>
      {!data ? <div style={{ padding: "0 20px" }}><Bones height={220} lines={6} /></div> : groups.length === 0 ? <EmptyState title={t("tasks.empty")}>{t("tasks.emptyHint")}</EmptyState> : groups.map(([code, tasks]) => (
        <section key={code} className={styles.group} aria-label={say(tasks[0]?.department_name)}>
          <h3>{say(tasks[0]?.department_name)}</h3>
          <ul>{tasks.map((task) => <Line key={task.id} task={task} back={back} />)}</ul>
        </section>
      ))}
    </Panel>
  );
}

function Line({ task, back }: { task: DeskTask; back: (task: DeskTask) => void }) {
  const { t } = useTranslation("shift");
  const { may } = usePropertyScope();
  const settle = useSettle();
  return (
    <li onClickCapture={() => { if (isSettled(task)) back(task); }}>
      <TaskCheck task={task} named full="why" />
      {may("serve_guests") && !isSettled(task) && <button type="button" className={styles.skip} onClick={() => settle(task, "skipped")}>{t("tasks.skip")}</button>}
    </li>
  );
}
