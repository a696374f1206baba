import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rfm } from "@/api/winning";
import type { AnyRule, RfmReport } from "@/api/winningTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Under } from "@/components/profit/Under";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { RuleGuests } from "@/components/RuleGuests";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { count, money, rate, share } from "@/lib/numbers";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import { dayRanges, DARK, gridOf, SCORES, shadeOf, spendRanges, visitRanges } from "./grid";
import styles from "./rfm.module.css";

interface Opened {
  title: string;
  rule: AnyRule;
}

/** RFM: how long ago, how often, how much; a grid that opens to its guests. */
export default function RfmPage() {
  const { t } = useTranslation("rfm");
  const scope = useScope();
  const place = useReportPlace();
  const report = useQuery(rfm(place.api));
  const { data } = report;
  const [opened, setOpened] = useState<Opened | null>(null);
  useFreshness(data?.as_of ?? undefined);
  const house = scope.may("see_campaigns") ? place.property?.slug : undefined;
  const open = house ? (title: string, rule: AnyRule) => setOpened({ title, rule }) : null;
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/rfm`} query={{}} name={t("title")} />;
  const parts = { data, open, tools };
  const keep = data?.groups.find(({ key }) => key === "key_keep");
  const best = data?.groups.find(({ key }) => key === "key_value");
  return (
    <>
      <PageHead title={t("title")} about={t("about")}><PropertyPicker place={place} /></PageHead>
      {report.isError ? <div className="panel"><ErrorState problem={report.error} retry={() => void report.refetch()} /></div> : data?.guests === 0 ? <div className="panel"><EmptyState title={t("nothing")}>{t("nothingHint")}</EmptyState></div> : (
        <>
          <AnswerLine tone="calm" action={keep && open && <button type="button" className="btn" onClick={() => open(keep.name, keep.rule)}>{t("see", { name: keep.name })}</button>}>
            {!data ? <Bone width="56%" /> : keep && best ? t("answer", { best: best.name, n: count(best.n), share: rate(best.share), money: rate(share(Number(best.spend), data.groups.reduce((sum, one) => sum + Number(one.spend), 0))), keep: keep.name, k: count(keep.n) }) : t("about")}
          </AnswerLine>
          <div className="grid">
            <Grid {...parts} alone={place.property !== null} />
            <Groups {...parts} />
            <Tiers {...parts} />
            {data?.thresholds.length === 1 ? <Scores one={data.thresholds[0]} /> : <Thresholds data={data} />}
          </div>
        </>
      )}
      {opened && house && <RuleGuests {...opened} house={house} close={() => setOpened(null)} />}
    </>
  );
}

interface PartProps {
  data: RfmReport | undefined;
  open: ((title: string, rule: AnyRule) => void) | null;
  tools: React.ReactNode;
}

function Grid({ data, open, tools, alone }: PartProps & { alone: boolean }) {
  const { t } = useTranslation("rfm");
  const rows = gridOf(data?.grid ?? []);
  const most = Math.max(0, ...(data?.grid ?? []).map(({ n }) => n));
  const own = data?.thresholds.length === 1 ? data.thresholds[0] : undefined;
  const [days, visits] = [dayRanges(own?.days ?? []), visitRanges(own?.visits ?? [])];
  const columns: Column<RfmReport["grid"][number]>[] = [
    { key: "cell", title: t("cell"), card: "title", sort: (row) => row.r * 10 + row.f, render: (row) => `R${row.r} F${row.f}` },
    { key: "n", title: t("guests"), numeric: true, sort: (row) => row.n, render: (row) => count(row.n) },
    { key: "share", title: t("share"), numeric: true, render: (row) => rate(share(row.n, data?.guests ?? 0)) },
    { key: "spend", title: t("spend"), numeric: true, sort: (row) => Number(row.spend), render: (row) => <>{money(row.spend)}<Under profit={row.profit} complete={row.profit_complete} /></> },
    { key: "m", title: t("m"), numeric: true, sort: (row) => row.m, render: (row) => row.m?.toFixed(1) ?? "–" },
  ];
  return (
    <Panel className="c7" title={t("grid.title")} says={t(alone ? "grid.says" : "grid.saysChain")} tools={tools} table={() => <DataTable label={t("grid.title")} dense columns={columns} rows={data?.grid} rowKey={(row) => `${row.r}${row.f}`} sortedBy="-n" />} footer={<span>{t("grid.foot")}</span>}>
      {!data ? <Bones height={356} lines={7} /> : (
        <div className={styles.scroll}>
          <table className={styles.grid} aria-label={t("grid.title")}>
            <tbody>
              {rows.map((row, index) => (
                <tr key={SCORES.at(-1 - index)}>
                  <th scope="row"><b className="b">R{SCORES.at(-1 - index)}</b>{days[index] && <span className="gap">{t("days", { range: days[index] })}</span>}</th>
                  {row.map((cell, f) => {
                    const shade = cell ? shadeOf(cell.n, most) : 0;
                    const title = t("grid.cell", { r: SCORES.at(-1 - index), f: f + 1 });
                    const inside = cell && cell.n > 0 ? <><b className="b">{count(cell.n)}</b><span>{rate(share(cell.n, data.guests))}</span></> : null;
                    const look = { className: `${styles.cell ?? ""} ${shade > DARK ? (styles.dark ?? "") : ""}`, style: { "--shade": `${Math.round(shade * 100)}%` } as React.CSSProperties };
                    return (
                      <td key={SCORES[f]}>
                        {cell && inside && open ? <button type="button" {...look} onClick={() => open(title, cell.rule)} aria-label={t("grid.open", { name: title, n: count(cell.n) })}>{inside}</button> : <div {...look}>{inside ?? <span className="t3">–</span>}</div>}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr><th />{SCORES.map((f, index) => <th key={f} scope="col"><b className="b">F{f}</b>{visits[index] && <span className="gap">{t("visits", { range: visits[index] })}</span>}</th>)}</tr>
            </tfoot>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Groups({ data, open, tools }: PartProps) {
  const { t } = useTranslation("rfm");
  type Row = RfmReport["groups"][number];
  const most = Math.max(1, ...(data?.groups ?? []).map(({ n }) => n));
  const columns: Column<Row>[] = [
    { key: "name", title: t("group"), card: "title", render: (row) => <><b className="b">{row.name}</b><span className="gap">{row.says}</span></> },
    { key: "n", title: t("guests"), numeric: true, sort: (row) => row.n, render: (row) => count(row.n) },
    { key: "share", title: t("share"), numeric: true, sort: (row) => row.share, render: (row) => rate(row.share) },
    { key: "spend", title: t("spend"), numeric: true, sort: (row) => Number(row.spend), render: (row) => <>{money(row.spend)}<Under profit={row.profit} complete={row.profit_complete} /></> },
  ];
  return (
    <Panel className="c5" title={t("groups.title")} says={t("groups.says")} tools={tools} table={() => <DataTable label={t("groups.title")} dense columns={columns} rows={data?.groups} rowKey={({ key }) => key} />} footer={<span>{t("groups.foot")}</span>}>
      {!data ? <Bones height={356} lines={8} /> : (
        <ul className={styles.groups}>
          {data.groups.map((row) => (
            <li key={row.key}>
              <span><b className="b">{row.name}</b><span className="gap">{row.says}</span></span>
              <span className={styles.track} aria-hidden="true"><i className={row.key.startsWith("key") ? styles.key : styles.low} style={{ width: `${(row.n / most) * 100}%` }} /></span>
              {open && row.n > 0 ? <button type="button" className={styles.open} onClick={() => open(row.name, row.rule)} aria-label={t("see", { name: row.name })}>{count(row.n)}</button> : <b className="b num">{count(row.n)}</b>}
              <span className="t2 num">{rate(row.share)}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Tiers({ data, open, tools }: PartProps) {
  const { t } = useTranslation("rfm");
  type Row = RfmReport["tiers"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("tier"), card: "title", render: (row) => <><span className={row.key === "churn_warning" ? "b warn" : "b"}>{row.name}</span><span className="gap">{row.says}</span></> },
    { key: "n", title: t("guests"), numeric: true, render: (row) => (open && row.n > 0 ? <button type="button" className={styles.open} onClick={() => open(row.name, row.rule)} aria-label={t("see", { name: row.name })}>{count(row.n)}</button> : <b className="b">{count(row.n)}</b>) },
    { key: "share", title: t("share"), numeric: true, render: (row) => rate(row.share) },
    { key: "spend", title: t("spend"), numeric: true, render: (row) => <>{money(row.spend)}<Under profit={row.profit} complete={row.profit_complete} /></> },
    { key: "future", title: t("future"), numeric: true, render: (row) => money(row.future) },
  ];
  return (
    <Panel flush className={data?.thresholds.length === 1 ? "c7" : "c12"} title={t("tiers.title")} says={t("tiers.says")} tools={tools} footer={<span>{t("tiers.foot")}</span>}>
      <DataTable label={t("tiers.title")} dense columns={columns} rows={data?.tiers} rowKey={({ key }) => key} bones={5} />
    </Panel>
  );
}

/** A score that a tie leaves empty has no range. */
const written = (range: string | undefined): string | null => (range === undefined || range === "" ? null : range);

/** What each score of a property means: shown, for nobody believes a score that cannot be checked. */
function Scores({ one }: { one: RfmReport["thresholds"][number] | undefined }) {
  const { t } = useTranslation("rfm");
  const [days, visits, spend] = [dayRanges(one?.days ?? []), visitRanges(one?.visits ?? []), spendRanges(one?.spend ?? [], (sum) => money(sum))];
  const columns: Column<(typeof SCORES)[number]>[] = [
    { key: "score", title: t("score"), card: "title", render: (score) => <b className="b">{score}</b> },
    { key: "days", title: t("thresholds.days"), numeric: true, render: (score) => days[5 - score] ?? "–" },
    { key: "visits", title: t("thresholds.visits"), numeric: true, render: (score) => written(visits[score - 1]) ?? <span className="t3">{t("thresholds.tied")}</span> },
    { key: "spend", title: t("thresholds.spend"), numeric: true, render: (score) => written(spend[score - 1]) ?? <span className="t3">{t("thresholds.tied")}</span> },
  ];
  return (
    <Panel flush className="c5" title={t("thresholds.title")} says={t("thresholds.says")} footer={<span>{t("thresholds.foot")}</span>}>
      <DataTable label={t("thresholds.title")} dense columns={columns} rows={SCORES.toReversed()} rowKey={String} />
    </Panel>
  );
}

/** What separates the scores at each property: they are scored apart. */
function Thresholds({ data }: { data: RfmReport | undefined }) {
  const { t } = useTranslation("rfm");
  const { membership } = useScope();
  type Row = RfmReport["thresholds"][number];
  const nameOf = (slug: string) => membership.properties.find((one) => one.slug === slug)?.name ?? slug;
  const write = { days: (row: Row) => row.days.join(" / "), visits: (row: Row) => row.visits.join(" / "), spend: (row: Row) => row.spend.map((sum) => money(sum)).join(" / ") };
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", render: (row) => <b className="b">{nameOf(row.property)}</b> },
    { key: "days", title: t("thresholds.days"), numeric: true, render: write.days },
    { key: "visits", title: t("thresholds.visits"), numeric: true, render: write.visits },
    { key: "spend", title: t("thresholds.spend"), card: "whole", numeric: true, render: write.spend },
  ];
  return (
    <Panel flush className="c12" title={t("thresholds.title")} says={t("thresholds.says")} footer={<span>{t("thresholds.foot")}</span>}>
      <DataTable label={t("thresholds.title")} dense columns={columns} rows={data?.thresholds} rowKey={({ property }) => property} bones={3} />
    </Panel>
  );
}
