import { useTranslation } from "react-i18next";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import type { DepartmentWork } from "./board";
import styles from "./arrivals.module.css";

interface DepartmentPanelProps {
  departments: readonly DepartmentWork[] | undefined;
  chosen: string | null;
  choose: (code: string | null) => void;
  today: boolean;
}

/** How far each department is; a touch shows its own. */
export function DepartmentPanel({ departments, chosen, choose, today }: DepartmentPanelProps) {
  const { t } = useTranslation("arrivals");
  const { say } = useSaying();
  return (
    <Panel title={t("department.title")} flush>
      {!departments ? <div className="body" style={{ padding: "0 20px" }}><Bones height={120} lines={3} /></div> : departments.length === 0 ? <EmptyState title={t(today ? "department.none" : "department.noneThen")} /> : (
        <ul className={styles.departments}>
          {departments.map(({ code, name, open, done }) => (
            <li key={code}>
              <button type="button" aria-pressed={chosen === code} onClick={() => choose(chosen === code ? null : code)}>
                <span className="grow cut">{say(name)}</span>
                <span className={styles.track} aria-hidden="true"><span style={{ width: `${(100 * done) / (open + done)}%` }} /></span>
                <span className={open ? "b" : "t3"}>{open ? t("department.left", { n: open }) : t("department.ready")}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
