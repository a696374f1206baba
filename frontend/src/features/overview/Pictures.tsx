import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CHANNELS, type ChainReport, type ComparisonRow } from "@/api/types";
import { MixBars } from "@/components/charts/MixBars";
import { RemarkBars } from "@/components/charts/RemarkBars";
import { RepeatDots } from "@/components/charts/RepeatDots";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { Panel } from "@/components/Panel";
import { Bones } from "@/components/States";
import { guestsBehind, visitsBehind } from "@/lib/behind";
import { count, rate, signed } from "@/lib/numbers";
import { periodQuery, type Period } from "@/lib/period";
import { useScope } from "@/session/scope";
import { mostMissing, type Overview } from "./data";
import styles from "./overview.module.css";

interface PictureProps {
  overview: Overview;
  period: Period;
}

const heightOf = (overview: Overview, row: number, head: number): number => (overview.rows?.length ?? 6) * row + head;

function Download({ report, period, name }: { report: string; period: Period; name: string }) {
  const scope = useScope();
  if (!scope.may("export_data")) return null;
  return <ExportMenu path={`${scope.api}/reports/${report}`} query={{ from: period.from, to: period.to }} name={name} />;
}

const byName: Column<ComparisonRow> = { key: "name", title: "", render: (row) => <span className="b">{row.name}</span>, card: "title" };

export function MixPanel({ overview, period }: PictureProps) {
  const { t } = useTranslation("overview");
  const { chain, may, path } = useScope();
  const report = overview.now.data;
  const sorted = report?.properties.filter(({ visits }) => visits > 0).toSorted((a, b) => (b.mix_gap ?? 0) - (a.mix_gap ?? 0)) ?? [];
  const over = sorted.filter((row) => (row.channel_mix.ota.gap_pp ?? 0) > 0).length;
  const near = sorted.filter((row) => (row.mix_gap ?? 100) <= 5).map(({ name }) => name);
  const columns: Column<ComparisonRow>[] = [
    byName,
    ...CHANNELS.map((channel): Column<ComparisonRow> => ({
      key: channel, title: t(`channel.${channel}`, { ns: "common" }), numeric: true, sort: (row) => row.channel_mix[channel].share,
      render: ({ channel_mix }) => <>{rate(channel_mix[channel].share)}<span className="gap">{signed(channel_mix[channel].gap_pp)}</span></>,
    })),
    { key: "gap", title: t("gap", { ns: "common" }), numeric: true, sort: (row) => row.mix_gap, render: (row) => row.mix_gap?.toFixed(1) ?? "–" },
  ];
  const { from, to } = period;
  const rows = [
    ...sorted.map((row) => ({
      key: row.property, name: row.name, mix: row.channel_mix, gap: row.mix_gap,
      opens: may("see_guests") ? (channel: (typeof CHANNELS)[number]) => visitsBehind(row.property, { from, to, channel }) : undefined,
    })),
    ...(report && sorted.length > 1 ? [{ key: "", name: t("chain", { ns: "common" }), mix: report.chain.channel_mix, gap: report.chain.mix_gap, last: true }] : []),
  ];
  return (
    <Panel
      className="c7" title={t("mix.title")} tools={<Download report="channel-mix" period={period} name={t("mix.title")} />}
      says={report && t("mix.says", { over, n: sorted.length, near: near.length ? t("mix.near", { names: near.join(t("answer.and")) }) : "" })}
      table={() => <DataTable label={t("mix.title")} dense columns={columns} rows={sorted} rowKey={(row) => row.property} />}
      footer={<><span>{t("mix.foot")}</span><Link to={`${path}/channels?${periodQuery(period)}`}>{t("mix.more")}</Link></>}
    >
      {report ? <MixBars rows={rows} targets={chain.targets} label={t("mix.title")} /> : <Bones height={heightOf(overview, 36, 68)} lines={7} />}
    </Panel>
  );
}

export function RepeatPanel({ overview, period }: PictureProps) {
  const { t } = useTranslation("overview");
  const { chain, may, path } = useScope();
  const report = overview.now.data;
  const before = new Map(overview.then.data?.properties.map((row) => [row.property, row.repeat_guest_rate]));
  const sorted = report?.properties.filter((row) => row.repeat_guest_rate !== null).toSorted((a, b) => (a.repeat_guest_rate ?? 0) - (b.repeat_guest_rate ?? 0)) ?? [];
  const change = (row: ComparisonRow) => (row.repeat_guest_rate ?? 0) - (before.get(row.property) ?? row.repeat_guest_rate ?? 0);
  const falling = sorted.filter((row) => change(row) < -0.0005).toSorted((a, b) => change(a) - change(b));
  const reached = sorted.filter((row) => (row.repeat_guest_rate ?? 0) * 100 >= chain.target_repeat_rate);
  const rows = [
    ...sorted.map((row) => ({
      key: row.property, name: row.name, now: row.repeat_guest_rate, then: before.get(row.property) ?? null,
      opens: may("see_guests") ? guestsBehind(row.property, { visits_min: 2 }) : undefined,
    })),
    ...(report && sorted.length > 1
      ? [{ key: "", name: t("chain", { ns: "common" }), now: report.chain.chain_repeat_guest_rate, then: overview.then.data?.chain.chain_repeat_guest_rate ?? null, last: true }]
      : []),
  ];
  const columns: Column<ComparisonRow>[] = [
    byName,
    { key: "all", title: t("repeat.guests"), numeric: true, sort: (row) => row.guests_to_date, render: (row) => count(row.guests_to_date) },
    { key: "again", title: t("repeat.again"), numeric: true, sort: (row) => row.repeat_guests_to_date, render: (row) => count(row.repeat_guests_to_date) },
    { key: "rate", title: t("repeat.title"), numeric: true, sort: (row) => row.repeat_guest_rate, render: (row) => rate(row.repeat_guest_rate) },
    { key: "change", title: t("changePp", { ns: "common" }), numeric: true, sort: change, render: (row) => signed(change(row) * 100) },
  ];
  const says = report && overview.then.data
    ? [falling[0] ? t("repeat.falling", { n: falling.length, count: falling.length, name: falling[0].name }) : t("repeat.noneFalling"), reached.length ? t("repeat.reached", { n: reached.length, count: reached.length }) : t("repeat.noneReached")].join("")
    : "";
  return (
    <Panel
      className="c5" title={t("repeat.title")} says={says} tools={<Download report="repeat" period={period} name={t("repeat.title")} />}
      table={() => <DataTable label={t("repeat.title")} dense columns={columns} rows={sorted} rowKey={(row) => row.property} />}
      footer={<><span>{t("repeat.foot")}</span><Link to={`${path}/repeat?${periodQuery(period)}`} className="nowrap">{t("repeat.more")}</Link></>}
    >
      {report ? <RepeatDots rows={rows} target={chain.target_repeat_rate} label={t("repeat.title")} /> : <Bones height={heightOf(overview, 36, 76)} lines={7} />}
    </Panel>
  );
}

const missingSays = (report: ChainReport | undefined) => (report ? mostMissing(report) : null);

export function RemarkPanel({ overview, period }: PictureProps) {
  const { t } = useTranslation("overview");
  const { chain, may, path } = useScope();
  const report = overview.now.data;
  const sorted = report?.properties.filter(({ remarks }) => remarks.due > 0).toSorted((a, b) => (a.remarks.completion_rate ?? 0) - (b.remarks.completion_rate ?? 0)) ?? [];
  const most = missingSays(report);
  const { from, to } = period;
  const rows = sorted.map((row) => ({
    key: row.property, name: row.name, target: chain.target_remark_rate, due: row.remarks.due, complete: row.remarks.complete, on_time: row.remarks.on_time,
    opens: may("see_guests") ? (remark: "on_time" | "late" | "missing") => visitsBehind(row.property, { from, to, remark }) : undefined,
  }));
  const columns: Column<ComparisonRow>[] = [
    byName,
    { key: "due", title: t("remark.due"), numeric: true, sort: (row) => row.remarks.due, render: (row) => count(row.remarks.due) },
    { key: "complete", title: t("remark.complete"), numeric: true, sort: (row) => row.remarks.complete, render: (row) => count(row.remarks.complete) },
    { key: "onTime", title: t("remark.on_time", { ns: "common" }), numeric: true, sort: (row) => row.remarks.on_time, render: (row) => count(row.remarks.on_time) },
    { key: "rate", title: t("completionRate", { ns: "common" }), numeric: true, sort: (row) => row.remarks.completion_rate, render: (row) => rate(row.remarks.completion_rate) },
    { key: "onTimeRate", title: t("onTimeRate", { ns: "common" }), numeric: true, sort: (row) => row.remarks.on_time_rate, render: (row) => rate(row.remarks.on_time_rate) },
  ];
  const chainRow = report?.chain.remarks;
  return (
    <Panel
      className="c7" title={t("remark.title")} tools={<Download report="remarks" period={period} name={t("remark.title")} />}
      says={report && (most ? t("remark.says", { names: most.names.join(t("answer.and")), n: most.names.length, count: most.names.length, share: rate(most.share) }) : t("remark.noneMissing"))}
      table={() => <DataTable label={t("remark.title")} dense columns={columns} rows={sorted} rowKey={(row) => row.property} />}
      footer={<><span>{chainRow && t("remark.foot", { due: count(chainRow.due), complete: count(chainRow.complete), onTime: count(chainRow.on_time) })}</span><Link className="nowrap" to={`${path}/remarks?${periodQuery(period)}`}>{t("remark.more")}</Link></>}
    >
      {report ? <RemarkBars rows={rows} target={chain.target_remark_rate} label={t("remark.title")} /> : <Bones height={heightOf(overview, 32, 20)} lines={6} />}
    </Panel>
  );
}

export function StaffPanel({ overview, period }: PictureProps) {
  const { t } = useTranslation("overview");
  const { path } = useScope();
  const report = overview.staff.data;
  const worst = report?.rows.toSorted((a, b) => b.missing - a.missing).slice(0, 6);
  const shifts = worst?.map(({ shift }) => shift).filter(Boolean) ?? [];
  const common = shifts.toSorted((a, b) => shifts.filter((one) => one === b).length - shifts.filter((one) => one === a).length)[0];
  type Row = NonNullable<typeof worst>[number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("staff.name"), card: "title", render: (row) => <><span className="b">{row.staff?.name ?? t("unassigned", { ns: "common" })}</span> <span className="cap t3">{[row.name, row.shift].filter(Boolean).join(" · ")}</span></> },
    { key: "due", title: t("remark.due"), numeric: true, render: (row) => count(row.due) },
    { key: "missing", title: <span className="sorted">{t("remark.missing", { ns: "common" })} ↓</span>, numeric: true, render: (row) => <span className="bad b">{count(row.missing)}</span> },
    { key: "bar", title: "", card: "hide", render: (row) => <span className={styles.track}><b style={{ width: `${(row.completion_rate ?? 0) * 100}%` }} /></span> },
    { key: "rate", title: t("completionRate", { ns: "common" }), numeric: true, render: (row) => rate(row.completion_rate) },
  ];
  return (
    <Panel
      flush className={`c5 ${styles.staff ?? ""}`} title={t("staff.title")} tools={<Download report="remarks" period={period} name={t("staff.title")} />}
      says={worst && (common ? t("staff.says", { n: worst.length, shift: common, k: shifts.filter((one) => one === common).length }) : t("staff.saysPlain", { n: worst.length, count: worst.length }))}
      footer={<><span>{t("staff.foot")}</span><Link className="nowrap" to={`${path}/remarks?${periodQuery(period)}`}>{t("staff.more", { n: report?.rows.length ?? "", count: report?.rows.length ?? 0 })}</Link></>}
    >
      <DataTable<Row> label={t("staff.title")} dense columns={columns} rows={worst} rowKey={(row) => `${row.property ?? ""}${row.staff?.id ?? ""}`} bones={6} />
    </Panel>
  );
}
