import { Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Task, TaskCounts, TaskState } from "@/api/propertyTypes";
import { Arrivals } from "@/components/desk/Arrivals";
import { MyShift } from "@/components/desk/MyShift";
import { CopyButton } from "@/components/desk/CopyButton";
import { Icon } from "@/components/Icon";
import { Nickname } from "@/components/Nickname";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useFilters } from "@/lib/filters";
import { count } from "@/lib/numbers";
import { usePageTitle } from "@/lib/pageTitle";
import { usePropertyScope } from "@/session/scope";
import { CurrentCard } from "./CurrentCard";
import { DoneTable } from "./DoneTable";
import { NextTable } from "./NextTable";
import { PasteBox } from "./PasteBox";
import { useWorklist, type Worklist } from "./useWorklist";
import styles from "./worklist.module.css";

const TABS = ["open", "missing_phone", "overdue", "done"] as const satisfies readonly TaskState[];
const countOf = (counts: TaskCounts, tab: (typeof TABS)[number]): number => (tab === "done" ? counts.done_today : counts[tab]);

/** The next remark, ready to confirm; those after it; and whom today brings. */
export default function WorklistPage() {
  const { t } = useTranslation("desk");
  const { path, may } = usePropertyScope();
  usePageTitle(t("work.title"));
  const { params, set } = useFilters();
  const tab = TABS.find((known) => known === params.get("state")) ?? "open";
  const assignee = params.get("assignee");
  const work = useWorklist(tab, assignee);
  const { data, isError, error, refetch } = work.query;
  const label = (known: (typeof TABS)[number]) => `${t(`tab.${known}`)} ${data ? count(countOf(data.counts, known)) : ""}`.trim();
  return (
    <>
      <div className="page-head">
        <h1 className="h1">{t("work.title")}</h1>
        <Segmented
          className={styles.tabs} aria-label={t("work.title")} value={tab} options={TABS.map((value) => ({ value, label: label(value) }))}
          onChange={(value) => set({ state: value === "open" ? null : value })}
        />
        <Select
          variant="borderless" popupMatchSelectWidth={false} aria-label={t("work.whose")} value={assignee ?? ""} onChange={(value) => set({ assignee: value })}
          options={["", "me", "unassigned"].map((value) => ({ value, label: t(`whose.${value || "all"}`) }))}
        />
        <span className="grow" />
        {work.last && <Done task={work.last} work={work} />}
      </div>
      <div className={styles.desk}>
        <div className={`stack ${styles.main ?? ""}`}>
          {isError && !data && <div className="panel"><ErrorState problem={error} retry={() => void refetch()} /></div>}
          {!data && !isError && tab !== "done" && <div className="panel"><div className="body"><Bones height={400} lines={7} /></div></div>}
          {tab === "done" ? (
            <DoneTable rows={data?.results} work={work} />
          ) : (
            <>
              {data && !work.current && <Nothing tab={tab} counts={data.counts} to={may("import_data") ? `${path}/imports` : null} />}
              {work.current && <CurrentCard key={work.current.id} task={work.current} work={work} />}
              {data && <NextTable work={work} open={tab === "open" ? data.counts.open : tab === "overdue" ? data.counts.overdue : data.counts.missing_phone} />}
            </>
          )}
          {may("write_remarks") && <PasteBox />}
        </div>
        <div className="stack"><Arrivals />{may("serve_guests") && <MyShift />}</div>
      </div>
    </>
  );
}

/** What was just done, and the way back: in the title's line, so nothing moves. */
function Done({ task, work }: { task: Task; work: Worklist }) {
  const { t } = useTranslation("desk");
  return (
    <span className={styles.done} role="status">
      <Icon name="check" />
      {t("work.done")} <b className="cut"><Nickname text={task.proposal.nickname} /></b>
      <CopyButton text={task.proposal.nickname} />
      <button type="button" className={styles.link} disabled={work.undoing} onClick={() => work.undo(task)}>{t("undo", { ns: "common" })}</button>
    </span>
  );
}

function Nothing({ tab, counts, to }: { tab: TaskState; counts: TaskCounts; to: string | null }) {
  const { t } = useTranslation("desk");
  const { path } = usePropertyScope();
  if (tab !== "open" && counts.open > 0) {
    return <div className="panel"><EmptyState title={t(`empty.${tab}`)} action={<Link className="btn" to={`${path}/remarks`}>{t("empty.toOpen", { n: counts.open })}</Link>} /></div>;
  }
  return (
    <div className="panel">
      <EmptyState title={t("empty.open")} action={to && <Link className="btn" to={to}>{t("empty.import")}</Link>}>{t("empty.openHint")}</EmptyState>
    </div>
  );
}
