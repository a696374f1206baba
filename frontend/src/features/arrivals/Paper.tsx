import { useTranslation } from "react-i18next";
import type { Board } from "@/api/desk";
import { tasksOf } from "@/api/deskChanges";
import type { DeskArrival } from "@/api/deskTypes";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { clockOf } from "@/lib/due";
import { usePropertyScope } from "@/session/scope";
import { pagesOf, sheetsOf, ticked, type Sheet } from "./board";
import styles from "./paper.module.css";

/** As many arrivals as one page of A4 takes. */
const PER_PAGE = 18;

interface PaperProps {
  board: Board;
  what: "all" | "departments";
  department: string | null;
}

/** The arrivals on paper: one list for the desk, or one for each department. No phone and nothing private is on it. */
export function Paper({ board, what, department }: PaperProps) {
  return (
    <div className={styles.paper} aria-hidden="true">
      {sheetsOf(board.rows, what, department).flatMap((sheet) => {
        const pages = pagesOf(sheet.rows, PER_PAGE);
        return pages.map((rows, page) => <Page key={`${sheet.department?.code ?? "all"}${page}`} sheet={sheet} board={board} rows={rows} page={page + 1} pages={pages.length} />);
      })}
    </div>
  );
}

function Page({ sheet, board, rows, page, pages }: { sheet: Sheet; board: Board; rows: readonly DeskArrival[]; page: number; pages: number }) {
  const { t } = useTranslation("arrivals");
  const { t: desk } = useTranslation("desk");
  const { property, timeZone } = usePropertyScope();
  const { say, nameOf } = useSaying();
  const { department } = sheet;
  return (
    <section className={styles.page}>
      <h1>{department ? t("paper.department", { name: say(department.name) }) : t("paper.title")}</h1>
      <p>{[property.name, board.day, t("paper.count", { count: sheet.rows.length, n: sheet.rows.length }), t("paper.at", { at: moment(board.as_of, timeZone) }), pages > 1 && `${page} / ${pages}`].filter(Boolean).join(" · ")}</p>
      <table>
        <thead>
          <tr>
            <th className={styles.short}>{t("paper.hour")}</th><th className={styles.short}>{t("paper.room")}</th><th className={styles.guest}>{t("paper.guest")}</th>
            <th>{t("paper.tasks")}</th>{department ? <th className={styles.sign}>{t("paper.sign")}</th> : <th className={styles.say}>{t("paper.say")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.stay_id}>
              <td>{clockOf(row.check_in, timeZone)}{row.status === "in_house" && <small>{t("here.short")}</small>}</td>
              <td><b>{row.room_no || t("noRoom")}</b><small>{row.room_type}</small></td>
              <td>{row.guest.name}<small>{[desk("ordinal", { n: row.ordinal }), row.tier && nameOf(row.tier), t("nights", { count: row.nights, n: row.nights })].filter(Boolean).join(" · ")}</small></td>
              <td>
                {tasksOf(row).map((task) => (
                  <div key={task.id}>
                    {ticked(task)} {say(task.says)}{!task.announced && t("paper.hush")}{!department && <span className={styles.by}> {say(task.department_name)}</span>}
                  </div>
                ))}
              </td>
              {department ? <td /> : <td>{row.complaints.length > 0 && <div>{t("paper.complaint")}</div>}{row.say.slice(0, 1).map(({ code, says }) => <div key={code}>{say(says)}</div>)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
