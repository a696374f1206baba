import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ShiftComplaint } from "@/api/deskTypes";
import { DueTag } from "@/components/desk/DueTag";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./shift.module.css";

/** Complaints nobody has settled yet, each with whose it is and until when. */
export function Complaints({ rows }: { rows: readonly ShiftComplaint[] | undefined }) {
  const { t } = useTranslation("shift");
  const { path } = usePropertyScope();
  const { say } = useSaying();
  return (
    <Panel title={t("complaints.title")} flush {...(rows && rows.length > 0 && { footer: <Link to={`${path}/complaints`}>{t("complaints.all")}</Link> })}>
      {!rows ? <div style={{ padding: "0 20px" }}><Bones height={80} lines={3} /></div> : rows.length === 0 ? <EmptyState title={t("complaints.none")} /> : (
        <ul className={styles.complaints}>
          {rows.map((row) => (
            <li key={row.id}>
              <div className="row wraps">
                {row.room_no && <b>{row.room_no}</b>}
                <Link to={`${path}/guests/${row.guest.id}`}>{row.guest.name}</Link>
                {row.topic_name && <span className="tag">{say(row.topic_name)}</span>}
                <span className="grow" />
                <span className="t2">{row.owner_name ?? t("complaints.nobody")}</span>
                {row.due_at && <DueTag at={row.due_at} />}
              </div>
              <p className="small t2">{row.day.slice(5)} {row.text}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
