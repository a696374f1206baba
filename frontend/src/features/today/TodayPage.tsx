import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { review, sources as sourcesQuery, tasks as tasksQuery, today as todayQuery } from "@/api/property";
import { remarks } from "@/api/reports";
import type { RemarkRow } from "@/api/types";
import { Arrivals } from "@/components/desk/Arrivals";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { addDays, todayIn } from "@/lib/dates";
import { count, hours, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./today.module.css";

/** What is wrong in the house today, who comes, and who keeps the remarks. */
export default function TodayPage() {
  const { t } = useTranslation("today");
  const { api: house, timeZone, may } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(todayQuery(house));
  const counts = data?.counts;
  const known = useQuery({ ...sourcesQuery(house), enabled: may("map_sources") });
  // No source was ever seen: no stay ever came.
  const fresh = known.data?.length === 0 && counts?.open_tasks === 0;
  const figure = (n: number | undefined, unit: string) => (n === undefined ? <Bone width={48} height={38} /> : <span className="figure">{count(n)}<small>{unit}</small></span>);
  return (
    <>
      <PageHead title={t("title")} about={data?.date ?? todayIn(timeZone)} />
      {isError && !data ? (
        <div className="panel"><ErrorState problem={error} retry={() => void refetch()} /></div>
      ) : (
        <>
          {fresh ? <FreshHouse /> : <Answer />}
          <KpiStrip figures={4}>
            <Kpi label={t("kpi.arrivals")}>{figure(counts?.arrivals, t("kpi.rooms"))}</Kpi>
            <Kpi label={t("kpi.inHouse")}>{figure(counts?.in_house, t("kpi.rooms"))}</Kpi>
            <Kpi label={t("kpi.departures")}>{figure(counts?.departures, t("kpi.rooms"))}</Kpi>
            <Kpi label={t("kpi.open")}>{figure(counts?.open_tasks, t("kpi.pieces"))}</Kpi>
          </KpiStrip>
          <div className="grid" style={{ alignItems: "start" }}>
            <div className="c7"><Arrivals most={12} /></div>
            <div className="c5 stack">
              <Todo />
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

function Answer() {
  const { t } = useTranslation("today");
  const { api: house, path, may } = usePropertyScope();
  const { data } = useQuery(todayQuery(house));
  if (!data) return <div className="note calm"><Bone width="50%" /></div>;
  const { overdue_tasks: overdue, open_tasks: open } = data.counts;
  const writes = may("write_remarks");
  if (overdue > 0) {
    return (
      <AnswerLine tone="act" lead={t("answer.overdue", { n: count(overdue), count: overdue })} action={writes && <Link className="btn primary" to={`${path}/remarks?state=overdue`}>{t("answer.write")}</Link>}>
        {t("answer.overdueSays", { n: count(open), count: open })}
      </AnswerLine>
    );
  }
  if (open > 0) return <AnswerLine tone="calm" action={writes && <Link className="btn" to={`${path}/remarks`}>{t("answer.write")}</Link>}>{t("answer.open", { n: count(open), count: open })}</AnswerLine>;
  return <AnswerLine tone="calm">{t("answer.fine")}</AnswerLine>;
}

/** What waits for somebody, each with the page that settles it. */
function Todo() {
  const { t } = useTranslation("today");
  const { api: house, path, may } = usePropertyScope();
  const tasks = useQuery({ ...tasksQuery(house, "open", null), enabled: may("write_remarks") });
  const sources = useQuery({ ...sourcesQuery(house), enabled: may("map_sources") });
  const doubts = useQuery({ ...review(house), enabled: may("merge_guests") });
  const unmapped = sources.data?.filter(({ mapped, counted }) => !mapped && counted) ?? [];
  const all = [
    { key: "overdue", n: tasks.data?.counts.overdue ?? 0, to: `${path}/remarks?state=overdue`, act: true },
    { key: "phone", n: tasks.data?.counts.missing_phone ?? 0, to: `${path}/remarks?state=missing_phone`, act: false },
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
