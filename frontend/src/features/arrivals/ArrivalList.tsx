import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tasksOf, type Changes } from "@/api/deskChanges";
import type { DeskArrival, DeskPreference } from "@/api/deskTypes";
import { ChannelName } from "@/components/ChannelMark";
import { OpenComplaints, SayList } from "@/components/desk/Saying";
import { TaskCheck } from "@/components/desk/TaskCheck";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { clockOf } from "@/lib/due";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./arrivals.module.css";

interface ArrivalListProps {
  kind: "expected" | "here";
  rows: readonly DeskArrival[] | undefined;
  changes: Changes | undefined;
  says?: React.ReactNode;
  today: boolean;
  department: string | null;
}

/** Guests by the hour they come: who, what is prepared, what is said. */
export function ArrivalList({ kind, rows, changes = {}, says, today, department }: ArrivalListProps) {
  const { t } = useTranslation("arrivals");
  const title = rows ? t(`${kind}.title`, { n: rows.length, count: rows.length }) : t(`${kind}.label`);
  const none = department ? "none.department" : kind === "here" ? "none.here" : today ? "none.today" : "none.day";
  return (
    <Panel title={title} {...(kind === "expected" && { says: says ?? <Bone width={160} /> })} flush>
      {rows?.length === 0 ? <EmptyState title={t(none)}>{kind === "expected" && !department && t("none.hint")}</EmptyState> : (
        <ul className={styles.rows} aria-label={t(`${kind}.label`)} aria-busy={!rows}>
          {rows ? rows.map((row) => <Row key={row.stay_id} row={row} change={changes[row.stay_id]?.change} />) : Array.from({ length: kind === "here" ? 2 : 6 }, (_, n) => <BoneRow key={n} />)}
        </ul>
      )}
    </Panel>
  );
}

const BoneRow = () => (
  <li className={styles.row}>
    <Bone width={40} /><div><Bone width={140} height={12} /><br /><Bone width={100} /></div><Bone width="70%" /><Bone width="80%" /><Bone width={40} />
  </li>
);

function Row({ row, change }: { row: DeskArrival; change: "new" | "changed" | undefined }) {
  const { t } = useTranslation("arrivals");
  const { t: desk } = useTranslation("desk");
  const { path, timeZone } = usePropertyScope();
  const { nameOf } = useSaying();
  const { guest, tier, stage } = row;
  const tasks = tasksOf(row);
  const asked = tasks.some(({ kind }) => kind === "request") ? [] : row.requests;
  const told = row.say.length > 0 || row.complaints.length > 0 || row.description.trim() !== "" || row.preferences.length > 0;
  return (
    <li className={`${styles.row} ${change ? (styles.marked ?? "") : ""}`}>
      <span className={styles.hour}>{clockOf(row.check_in, timeZone)}{change && <span className={styles.mark}>{t(`change.${change}`)}</span>}</span>
      <div className={styles.who}>
        <div className={styles.name}>
          <Link to={`${path}/guests/${guest.id}`} className="b">{guest.name}</Link>
          <span className="t2 nowrap">{desk("ordinal", { n: row.ordinal })}</span>
          {tier && <span className="tag">{nameOf(tier)}</span>}
          {row.continues && <span className="tag">{t("continues")}</span>}
          {stage && ["at_risk", "dormant", "lost"].includes(stage) && <span className="tag warn">{t(`stage.${stage}`, { ns: "common" })}</span>}
        </div>
        <div className={styles.about}>
          <ChannelName channel={row.channel} source={row.source} />
          <span>{[row.room_type, t("nights", { count: row.nights, n: row.nights }), Boolean(row.children) && t("children", { count: row.children ?? 0, n: row.children })].filter(Boolean).join(" · ")}</span>
        </div>
        <div className={`${styles.about ?? ""} t3`}>
          {guest.phone && <span className="nowrap">{guest.phone}</span>}
          {row.owner && <span>{t("owner", { name: row.owner.name })}</span>}
        </div>
      </div>
      <div className={styles.prepare}>
        {tasks.map((task) => <TaskCheck key={task.id} task={task} full />)}
        {asked.map((one) => <p key={one} className={styles.asked}>{one}</p>)}
      </div>
      <div className={`${styles.tell} ${told ? "" : (styles.nothing ?? "")}`}>
        <OpenComplaints complaints={row.complaints} />
        <SayList say={row.say} />
        <Known row={row} />
      </div>
      <span className={styles.room}>{row.room_no || t("noRoom")}</span>
    </li>
  );
}

/** What the house knows of him: likes, what the remark says, last time. */
function Known({ row }: { row: DeskArrival }) {
  const { t } = useTranslation("arrivals");
  const { i18n } = useTranslation();
  const english = i18n.language.startsWith("en");
  const said = ({ zh, en, value, doubtful }: DeskPreference) => [english ? en : zh, value].filter(Boolean).join(" ") + (doubtful ? t("doubtful") : "");
  const words = row.description.trim();
  const { last_visit: last } = row;
  return (
    <>
      {row.preferences.length > 0 && <p className={styles.known}>{row.preferences.map(said).join(" · ")}</p>}
      {words && <p className={styles.known}>{words}</p>}
      {last && <p className={`${styles.known ?? ""} t3`}>{t("last", { on: last.on, room: last.room_no || "–", rate: money(last.rate) })}</p>}
    </>
  );
}
