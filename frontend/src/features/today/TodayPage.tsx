import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { arrivals as arrivalsQuery } from "@/api/desk";
import { countsWith } from "@/api/deskChanges";
import { review, sources as sourcesQuery, tasks as tasksQuery } from "@/api/property";
import { remarks } from "@/api/reports";
import type { ArrivalCounts } from "@/api/deskTypes";
import type { RemarkRow } from "@/api/types";
import { Arrivals } from "@/components/desk/Arrivals";
import { Fresh } from "@/components/desk/Fresh";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { addDays, todayIn } from "@/lib/dates";
import { count, hours, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import styles from "./today.module.css";

/** What is wrong in the house today, who comes, and who keeps the remarks. */
export default function TodayPage() {
  const { t } = useTranslation("today");
  const { api: house, path, may } = usePropertyScope();
  const today = useToday();
  const board = useQuery(arrivalsQuery(house, today));
  const { data } = board;
  const counts = data && countsWith(data.counts, data.rows);
  const known = useQuery({ ...sourcesQuery(house), enabled: may("map_sources") });
  // No source was ever seen: no stay ever came.
  const fresh = known.data?.length === 0 && counts?.arrivals === 0 && counts.in_house === 0;
  const figure = (n: number | undefined, unit: string) => (n === undefined ? <Bone width={48} height={38} /> : <span className="figure">{count(n)}<small>{unit}</small></span>);
  return (
    <>
      <PageHead title={t("title")} about={today}><Fresh asOf={data?.as_of} lost={data !== undefined && (board.isError || board.failureCount > 0)} /></PageHead>
      {board.isError && !data ? (
        <div className="panel"><ErrorState problem={board.error} retry={() => void board.refetch()} /></div>
      ) : (
        <>
          {fresh ? <FreshHouse /> : <Answer counts={counts} />}
          <KpiStrip figures={4}>
            <Kpi label={t("kpi.arrivals")} sub={counts && t("kpi.arrived", { n: count(counts.arrived) })}>{figure(counts?.arrivals, t("kpi.rooms"))}</Kpi>
            <Kpi label={t("kpi.prepare")} sub={counts && t("kpi.prepared", { n: count(counts.prepared) })}>{figure(counts?.to_prepare, t("kpi.rooms"))}</Kpi>
            <Kpi label={t("kpi.inHouse")} sub={counts && <>&nbsp;</>}>{figure(counts?.in_house, t("kpi.rooms"))}</Kpi>
            <Kpi label={t("kpi.departures")} sub={counts && <Link to={`${path}/arrivals`}>{t("kpi.board")}</Link>}>{figure(counts?.departures, t("kpi.rooms"))}</Kpi>
          </KpiStrip>
          <div className="grid" style={{ alignItems: "start" }}>
            <div className="c7"><Arrivals most={12} says={3} /></div>
            <div className="c5 stack">
              <Todo counts={counts} />
              {may("see_reports_property") && <Keepers />}
            </div>
          </div>
        </>
      )}
    </>
  );
}

/** A house that nothing came into yet: what brings stays in. */
function FreshHouse() {
  const { t } = useTranslation("today");
  const { path, chain, may } = usePropertyScope();
  return (
    <AnswerLine
      tone="calm" lead={t("fresh.lead")}
      action={(
        <span className="row wraps">
          {may("import_data") && <Link className="btn primary" to={`${path}/imports`}>{t("fresh.import")}</Link>}
          {may("manage_keys") && <Link className="btn" to={`/c/${chain.slug}/keys`}>{t("fresh.key")}</Link>}
        </span>
      )}
    >
      {t("fresh.says")}
    </AnswerLine>
  );
}

/** The one thing to begin with: remarks past their time, then what arrives to an open complaint, then what is to be prepared. */
function Answer({ counts }: { counts: ArrivalCounts | undefined }) {
  const { t } = useTranslation("today");
  const { api: house, path, may } = usePropertyScope();
  const writes = may("write_remarks");
  const remarks = useQuery({ ...tasksQuery(house, "open", null), enabled: writes });
  if (!counts || remarks.isLoading) return <div className="note calm"><Bone width="50%" /></div>;
  const { overdue = 0, open = 0 } = remarks.data?.counts ?? {};
  const left = counts.to_prepare - counts.prepared;
  const board = <Link className="btn" to={`${path}/arrivals`}>{t("answer.board")}</Link>;
  if (overdue > 0) {
    return (
      <AnswerLine tone="act" lead={t("answer.overdue", { n: count(overdue), count: overdue })} action={<Link className="btn primary" to={`${path}/remarks?state=overdue`}>{t("answer.write")}</Link>}>
        {t("answer.overdueSays", { n: count(open), count: open })}
      </AnswerLine>
    );
  }
  if (counts.complaints > 0) return <AnswerLine tone="act" lead={t("answer.complaints", { n: count(counts.complaints), count: counts.complaints })} action={board}>{t("answer.complaintsSays")}</AnswerLine>;
  if (left > 0) return <AnswerLine tone="calm" action={board}>{t("answer.prepare", { n: count(left), count: left })}</AnswerLine>;
  if (open > 0) return <AnswerLine tone="calm" action={<Link className="btn" to={`${path}/remarks`}>{t("answer.write")}</Link>}>{t("answer.open", { n: count(open), count: open })}</AnswerLine>;
  return <AnswerLine tone="calm">{t(writes ? "answer.fine" : "answer.ready")}</AnswerLine>;
}

/** What waits for somebody, each with the page that settles it. */
function Todo({ counts }: { counts: ArrivalCounts | undefined }) {
  const { t } = useTranslation("today");
  const { api: house, path, may } = usePropertyScope();
  const tasks = useQuery({ ...tasksQuery(house, "open", null), enabled: may("write_remarks") });
  const sources = useQuery({ ...sourcesQuery(house), enabled: may("map_sources") });
  const doubts = useQuery({ ...review(house), enabled: may("merge_guests") });
  const unmapped = sources.data?.filter(({ mapped, counted }) => !mapped && counted) ?? [];
  const all = [
    { key: "overdue", n: tasks.data?.counts.overdue ?? 0, to: `${path}/remarks?state=overdue`, act: true },
    { key: "phone", n: tasks.data?.counts.missing_phone ?? 0, to: `${path}/remarks?state=missing_phone`, act: false },
    { key: "complaints", n: counts?.complaints ?? 0, to: `${path}/complaints`, act: true },
    { key: "prepare", n: counts ? counts.to_prepare - counts.prepared : 0, to: `${path}/arrivals`, act: false },
    { key: "sources", n: unmapped.length, to: `${path}/sources`, act: false },
    { key: "review", n: doubts.data?.results.length ?? 0, to: `${path}/review`, act: false },
  ];
  const open = all.filter(({ n }) => n > 0);
  const waits = [tasks, sources, doubts].some(({ isLoading }) => isLoading);
  return (
    <Panel title={t("todo.title")} flush>
      {waits ? <div className={styles.todo}><Bones height={132} lines={3} /></div> : open.length === 0 ? <EmptyState title={t("todo.none")} /> : (
        <ul className={styles.todo}>
          {open.map(({ key, n, to, act }) => (
            <li key={key}>
              <Link to={to}>
                <span className={`b ${act ? "bad" : ""} ${styles.n ?? ""}`}>{count(n)}</span>
                <span className="grow">{t(`todo.${key}`, { count: n })}</span>
                <Icon name="right" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The last seven days by person: whose remarks are missing. */
function Keepers() {
  const { t } = useTranslation("today");
  const { api: house, path, timeZone } = usePropertyScope();
  const to = addDays(todayIn(timeZone), -1);
  const days = { from: addDays(to, -6), to };
  const report = useQuery(remarks(house, days, "staff"));
  const rows = report.data?.rows.filter(({ due }) => due > 0).toSorted((a, b) => b.missing - a.missing);
  const columns: Column<RemarkRow>[] = [
    { key: "who", title: t("keep.who"), card: "title", render: ({ staff }) => staff?.name ?? t("unassigned", { ns: "common" }) },
    { key: "due", title: t("keep.due"), numeric: true, render: ({ due }) => count(due) },
    { key: "rate", title: t("completionRate", { ns: "common" }), numeric: true, card: "aside", render: (row) => rate(row.completion_rate) },
    { key: "time", title: t("onTimeRate", { ns: "common" }), numeric: true, render: (row) => rate(row.on_time_rate) },
    { key: "median", title: t("keep.median"), numeric: true, render: (row) => hours(row.median_hours) },
  ];
  return (
    <Panel title={t("keep.title")} says={t("keep.says")} flush footer={<Link to={`${path}/reports/remarks`}>{t("keep.more")}</Link>}>
      {report.isError ? <ErrorState problem={report.error} retry={() => void report.refetch()} /> : (
        <DataTable label={t("keep.title")} columns={columns} rows={rows} rowKey={(row) => row.staff?.id ?? "none"} dense bones={4} empty={<EmptyState title={t("keep.none")} />} />
      )}
    </Panel>
  );
}
