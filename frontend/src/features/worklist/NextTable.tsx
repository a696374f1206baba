import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import type { Task } from "@/api/propertyTypes";
import { ChannelMark } from "@/components/ChannelMark";
import { DueTag } from "@/components/desk/DueTag";
import { Tags } from "@/components/desk/TagChips";
import { Nickname } from "@/components/Nickname";
import { usePhone } from "@/lib/media";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import type { Worklist } from "./useWorklist";
import styles from "./worklist.module.css";

const SHOWN = 8;

/** The ones after the current: each can be confirmed where it stands, or be taken up. */
export function NextTable({ work, open }: { work: Worklist; open: number }) {
  const { t } = useTranslation("desk");
  const phone = usePhone();
  const shown = work.following.slice(0, SHOWN);
  const rest = Math.max(0, open - shown.length - (work.current ? 1 : 0));
  if (shown.length === 0) return null;
  const title = t("work.next", { n: shown.length, count: shown.length });
  return (
    <section className="panel" aria-label={title}>
      {phone ? (
        <>
          <header><h2 className="h2">{title}</h2></header>
          <ul className={styles.cards}>{shown.map((task) => <NextCard key={task.id} task={task} work={work} />)}</ul>
        </>
      ) : (
        <div className="tbl-scroll">
          <table className={`tbl dense ${styles.next ?? ""}`}>
            <thead>
              <tr>
                <th scope="col">{title}</th><th scope="col">{t("work.tagsWords")}</th><th scope="col">{t("work.phone")}</th>
                <th scope="col" className="sorted" aria-sort="ascending">{t("work.due")} ↑</th><th aria-label={t("work.confirm")} />
              </tr>
            </thead>
            <tbody>{shown.map((task) => <NextRow key={task.id} task={task} work={work} />)}</tbody>
          </table>
        </div>
      )}
      {rest > 0 && <div className={styles.rest}>{t("work.rest", { n: count(rest), count: rest })}</div>}
    </section>
  );
}

interface NextProps {
  task: Task;
  work: Worklist;
}

function NextRow({ task, work }: NextProps) {
  const draft = work.draft(task);
  return (
    <tr>
      <td><Pick task={task} work={work} /></td>
      <td><Tags names={draft.tags} most={2} chosen /><div className={styles.dsc} title={draft.words}>{draft.words}</div></td>
      <td><Phone task={task} work={work} /></td>
      <td className="nowrap"><DueTag at={task.due_at} /></td>
      <td className="num"><Confirm task={task} work={work} /></td>
    </tr>
  );
}

function NextCard({ task, work }: NextProps) {
  const draft = work.draft(task);
  return (
    <li>
      <div className={styles.top}><Pick task={task} work={work} /><DueTag at={task.due_at} /></div>
      <Tags names={draft.tags} most={4} chosen />
      <div className="t2 small">{draft.words}</div>
      <div className={styles.tail}><Phone task={task} work={work} /><Confirm task={task} work={work} /></div>
    </li>
  );
}

function Pick({ task, work }: NextProps) {
  const { t } = useTranslation("desk");
  return (
    <button type="button" className={styles.pick} onClick={() => { work.choose(task); window.scrollTo({ top: 0 }); }} title={t("work.take")}>
      <span><ChannelMark channel={task.visit.channel} /><Nickname text={task.proposal.nickname} /></span>
      <small>{t("work.wecom")} {task.proposal.fitted} · {t("work.chars", { n: task.proposal.fitted_length })}</small>
    </button>
  );
}

function Phone({ task, work }: NextProps) {
  const { t } = useTranslation("desk");
  const draft = work.draft(task);
  if (task.guest.phone) return <span className="nowrap">{task.guest.phone}</span>;
  return (
    <Input
      className={`${styles.gap ?? ""} ${styles.dashed ?? ""}`} value={draft.phone} placeholder={t("phone.fill")} aria-label={t("phone.fillFor", { name: task.guest.name })}
      inputMode="tel" autoComplete="off" onChange={(event) => work.edit(task, { phone: event.target.value })} onPressEnter={() => work.confirm(task)}
    />
  );
}

function Confirm({ task, work }: NextProps) {
  const { t } = useTranslation("desk");
  const { may } = usePropertyScope();
  if (!may("write_remarks")) return null;
  return (
    <Button disabled={work.draft(task).missing.length > 0} aria-label={t("work.confirmOf", { name: task.guest.name })} onClick={() => work.confirm(task)}>
      {t("work.confirm")}
    </Button>
  );
}
