import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Task } from "@/api/propertyTypes";
import { CopyButton } from "@/components/desk/CopyButton";
import { Tags } from "@/components/desk/TagChips";
import { DataTable, type Column } from "@/components/DataTable";
import { Nickname } from "@/components/Nickname";
import { EmptyState } from "@/components/States";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import type { Worklist } from "./useWorklist";
import styles from "./worklist.module.css";

/** What was confirmed, newest first; each can still be taken back until it is written again. */
export function DoneTable({ rows, work }: { rows: Task[] | undefined; work: Worklist }) {
  const { t } = useTranslation("desk");
  const { path, timeZone, may } = usePropertyScope();
  const columns: Column<Task>[] = [
    { key: "nickname", title: t("work.nickname"), card: "title", render: (task) => <Link to={`${path}/guests/${task.guest.id}`} className="opens"><Nickname text={task.proposal.nickname} /></Link> },
    { key: "tags", title: t("work.tags"), card: "whole", render: (task) => <Tags names={task.proposal.tags.filter(({ chosen }) => chosen).map(({ name }) => name)} most={3} /> },
    { key: "by", title: t("work.doneBy"), render: (task) => task.completed_by ?? "–" },
    { key: "at", title: t("work.doneAt"), render: (task) => moment(task.completed_at, timeZone) },
    {
      key: "act", title: "", numeric: true, card: "whole",
      render: (task) => (
        <span className="nowrap">
          <CopyButton text={task.proposal.nickname} />
          {may("write_remarks") && task.can_undo && (
            <button type="button" className={styles.link} disabled={work.undoing} onClick={() => work.undo(task)}>{t("undo", { ns: "common" })}</button>
          )}
        </span>
      ),
    },
  ];
  return (
    <section className="panel">
      <DataTable label={t("tab.done")} columns={columns} rows={rows} rowKey={({ id }) => id} dense bones={8} empty={<EmptyState title={t("work.noneDone")}>{t("work.noneDoneHint")}</EmptyState>} />
    </section>
  );
}
