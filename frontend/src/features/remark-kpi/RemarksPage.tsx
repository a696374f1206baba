import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { remarks } from "@/api/reports";
import type { RemarkFigures, RemarkReport, RemarkRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { BigShare, Delta } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { NoStays } from "@/components/NoStays";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { RangePicker } from "@/components/RangePicker";
import { Bone, Bones, ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { count, hours, points, rate, share } from "@/lib/numbers";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import { Drill } from "./Drill";
import styles from "./remarkKpi.module.css";
import { keyOf, StaffBars } from "./Staff";
import { suspectsOf, weakestWork, Works, WrongNicknames } from "./Works";

/** Who keeps no remarks, which of the four works fail, what was written wrongly. */
export default function RemarksPage() {
  const { t } = useTranslation("remark-kpi");
  const scope = useScope();
  const place = useReportPlace();
  const [params] = useSearchParams();
  const { change, ...period } = usePeriod(scope.timeZone);
  const staff = useQuery(remarks(place.api, period, "staff"));
  const shifts = useQuery(remarks(place.api, period, "shift"));
  const houses = useQuery({ ...remarks(place.api, period, "property"), enabled: !place.property });
  const before = useQuery(remarks(place.api, period.earlier, "property"));
  useFreshness(staff.data?.as_of);
  const byHouse = params.get("group") === "property" && !place.property;
  const rows = (byHouse ? houses.data : staff.data)?.rows;
  const total = staff.data?.total;
  const target = scope.chain.target_remark_rate;
  const nameOf = (row: RemarkRow) => byHouse
    ? { name: row.name ?? "", about: "" }
    : { name: row.staff === null || !row.staff ? t("unassigned") : row.staff.name, about: [place.property ? null : row.name, row.shift].filter(Boolean).join(" · ") };
  const worst = rows?.toSorted((a, b) => b.missing - a.missing)[0];
  const picked = rows?.find((row) => keyOf(row) === params.get("row")) ?? (worst && worst.missing > 0 ? worst : undefined);
  const query = { from: period.from, to: period.to, group: byHouse ? "property" : "staff" };
  const tools = (group: string) => scope.may("export_data") && <ExportMenu path={`${place.api}/reports/remarks`} query={{ ...query, group }} name={t("title")} />;
  const people = staff.data?.rows.filter((row) => row.staff) ?? [];
  const many = people.filter((row) => row.completion_rate !== null && row.completion_rate * 100 < target).length;
  return (
    <>
      <PageHead title={t("title")} about={daysText(period, t("to", { ns: "common" }))}>
        <PropertyPicker place={place} />
        {!place.property && (
          <Segmented
            aria-label={t("group.label")} value={byHouse ? "property" : "staff"} options={(["property", "staff"] as const).map((value) => ({ value, label: t(`group.${value}`) }))}
            onChange={(value) => change({ group: value === "property" ? value : null, row: null })}
          />
        )}
        <RangePicker period={period} change={change} />
      </PageHead>
      {staff.isError ? (
        <div className="panel"><ErrorState problem={staff.error} retry={() => void staff.refetch()} /></div>
      ) : total?.due === 0 ? <NoStays /> : (
        <>
          <Answer report={staff.data} />
          <Figures now={total} then={before.data?.total} target={target} />
          <div className="grid">
            <div className="c8 stack">
              <Panel flush title={t(byHouse ? "group.houses" : "group.people")} says={rows && (byHouse ? t("bars.saysHouses") : t("bars.says", { n: people.length, count: people.length, many }))} tools={tools(query.group)} footer={<span>{t("bars.foot")}</span>} table={() => <StaffTable rows={rows ?? []} nameOf={nameOf} />}>
                {rows ? <StaffBars rows={rows} target={target} selected={picked ? keyOf(picked) : null} onSelect={(row) => change({ row: keyOf(row) })} nameOf={nameOf} /> : <div className={styles.rows}><Bones height={420} lines={12} /></div>}
              </Panel>
              {picked?.property && <Drill key={keyOf(picked)} row={picked} days={period} name={[nameOf(picked).name, nameOf(picked).about].filter(Boolean).join(" · ")} />}
            </div>
            <div className="c4 stack">
              <Panel title={t("works.title")} says={total && t("works.says", { work: t(`works.${weakestWork(total)}`) })} tools={tools("work")}>
                {total && staff.data ? <Works total={total} target={target} suspects={suspectsOf(staff.data.rows, total)} /> : <Bones height={240} lines={5} />}
              </Panel>
              <Panel title={t("wrong.title")} says={total && t("wrong.says", { n: count(total.wrong_nickname), count: total.wrong_nickname, share: rate(total.wrong_nickname_rate) })} footer={<span>{t("wrong.foot")}</span>}>
                {staff.data ? <WrongNicknames kinds={staff.data.wrong_examples ?? []} /> : <Bones height={300} lines={8} />}
              </Panel>
              <Panel flush title={t("shift.title")} says={t("shift.says")} tools={tools("shift")}><ShiftTable rows={shifts.data?.rows} /></Panel>
            </div>
          </div>
        </>
      )}
    </>
  );
}

function Answer({ report }: { report: RemarkReport | undefined }) {
  const { t } = useTranslation("remark-kpi");
  const { chain } = useScope();
  if (!report) return <AnswerLine tone="calm"><Bone width="55%" /></AnswerLine>;
  const { total, rows } = report;
  if (total.due === 0) return <AnswerLine tone="calm">{t("answer.nothing")}</AnswerLine>;
  const worst = rows.filter((row) => row.staff && row.missing > 0).toSorted((a, b) => b.missing - a.missing).slice(0, 2);
  const unassigned = rows.filter((row) => row.staff === null).reduce((sum, row) => sum + row.missing, 0);
  const short = chain.target_remark_rate - (total.completion_rate ?? 0) * 100;
  if (short <= 0 || worst.length === 0) return <AnswerLine tone="calm">{t("answer.fine", { rate: rate(total.completion_rate), onTime: rate(total.on_time_rate) })}</AnswerLine>;
  const n = worst.reduce((sum, row) => sum + row.missing, 0);
  const names = worst.map((row) => row.staff?.name ?? "").join(t("and"));
  return (
    <AnswerLine tone="act" lead={t("answer.lead", { names })}>
      {t("answer.says", { count: worst.length, n: count(n), all: count(total.missing), share: rate(share(n, total.missing)) })}
      {unassigned > 0 && t("answer.unassigned", { n: count(unassigned) })}
    </AnswerLine>
  );
}

function Figures({ now, then, target }: { now: RemarkFigures | undefined; then: RemarkFigures | undefined; target: number }) {
  const { t } = useTranslation("remark-kpi");
  const moved = (key: "completion_rate" | "on_time_rate" | "wrong_nickname_rate") => (now?.[key] == null || then?.[key] == null ? null : (now[key] - then[key]) * 100);
  const bone = <span className="figure"><Bone width={84} height={18} /></span>;
  const gap = now?.completion_rate == null ? null : now.completion_rate * 100 - target;
  const sooner = now?.median_hours == null || then?.median_hours == null ? null : now.median_hours - then.median_hours;
  return (
    <KpiStrip figures={5}>
      <Kpi label={t("kpi.due")} sub={t("kpi.dueSub", { n: count(now?.in_house) })}>{now ? <span className="figure">{count(now.due)}<small>{t("pieces")}</small></span> : bone}</Kpi>
      <Kpi label={t("completionRate", { ns: "common" })} delta={<Delta change={moved("completion_rate")} />} sub={t("kpi.targetGap", { target, gap: points(gap) })}>{now ? <BigShare share={now.completion_rate} /> : bone}</Kpi>
      <Kpi label={t("onTimeRate", { ns: "common" })} delta={<Delta change={moved("on_time_rate")} />} sub={t("kpi.onTimeSub")}>{now ? <BigShare share={now.on_time_rate} /> : bone}</Kpi>
      <Kpi label={t("kpi.wrong")} delta={<Delta change={moved("wrong_nickname_rate")} wants="less" />} sub={t("kpi.wrongSub", { n: count(now?.wrong_nickname), count: now?.wrong_nickname ?? 0 })}>{now ? <BigShare share={now.wrong_nickname_rate} /> : bone}</Kpi>
      <Kpi label={t("kpi.hours")} delta={<Delta change={sooner} unit={t("hourUnit")} wants="less" />} sub={t("kpi.hoursSub")}>{now ? <span className="figure">{hours(now.median_hours)}<small>{t("hourUnit")}</small></span> : bone}</Kpi>
    </KpiStrip>
  );
}

function ShiftTable({ rows }: { rows: readonly RemarkRow[] | undefined }) {
  const { t } = useTranslation("remark-kpi");
  const columns: Column<RemarkRow>[] = [
    { key: "shift", title: t("shift.name"), card: "title", render: (row) => <span className="b">{row.shift === "" ? t("unassigned") : row.shift}</span> },
    { key: "due", title: t("remark.due"), numeric: true, render: (row) => count(row.due) },
    { key: "bar", title: "", card: "hide", render: (row) => <span className={styles.bar}><b style={{ width: `${(row.completion_rate ?? 0) * 100}%` }} /></span> },
    { key: "rate", title: t("completionRate", { ns: "common" }), numeric: true, render: (row) => rate(row.completion_rate) },
    { key: "onTime", title: t("onTimeRate", { ns: "common" }), numeric: true, render: (row) => <span className="t2">{rate(row.on_time_rate)}</span> },
  ];
  return <DataTable label={t("shift.title")} dense columns={columns} rows={rows} rowKey={keyOf} bones={4} />;
}

function StaffTable({ rows, nameOf }: { rows: readonly RemarkRow[]; nameOf: (row: RemarkRow) => { name: string; about: string } }) {
  const { t } = useTranslation("remark-kpi");
  const part = (key: "nickname_rate" | "tags_rate" | "phone_rate" | "description_rate" | "wrong_nickname_rate" | "none_noted_share", title: string): Column<RemarkRow> => ({
    key, title, numeric: true, sort: (row) => row[key], render: (row) => rate(row[key]),
  });
  const columns: Column<RemarkRow>[] = [
    { key: "name", title: t("name"), card: "title", render: (row) => <><span className="b">{nameOf(row).name}</span> <span className="cap t3">{nameOf(row).about}</span></> },
    { key: "due", title: t("remark.due"), numeric: true, sort: (row) => row.due, render: (row) => count(row.due) },
    { key: "missing", title: t("remark.missing"), numeric: true, sort: (row) => row.missing, render: (row) => count(row.missing) },
    { key: "rate", title: t("completionRate", { ns: "common" }), numeric: true, sort: (row) => row.completion_rate, render: (row) => rate(row.completion_rate) },
    part("nickname_rate", t("works.nickname")), part("tags_rate", t("works.tags")), part("phone_rate", t("works.phone")), part("description_rate", t("works.description")),
    part("wrong_nickname_rate", t("kpi.wrong")), part("none_noted_share", t("works.noneNotedShort")),
  ];
  return <DataTable label={t("title")} dense columns={columns} rows={rows} rowKey={keyOf} sortedBy="-missing" />;
}
