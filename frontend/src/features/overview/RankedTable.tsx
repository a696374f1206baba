import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { profitIn } from "@/api/profitTypes";
import { MiniMix } from "@/components/charts/MixBars";
import { DataTable, type Column } from "@/components/DataTable";
import { FAR_PP, Gap, Money, Opens, Rate } from "@/components/Figures";
import { ExportMenu } from "@/components/ExportMenu";
import { Panel } from "@/components/Panel";
import { Spark } from "@/components/Sparkline";
import { Bones } from "@/components/States";
import { guestsBehind, visitsBehind } from "@/lib/behind";
import { usePhone } from "@/lib/media";
import { count, percent, points, rate } from "@/lib/numbers";
import { periodQuery, type Period } from "@/lib/period";
import { useScope } from "@/session/scope";
import { trendOf, type Overview, type OverviewRow } from "./data";
import styles from "./overview.module.css";
import { wants, type Measure } from "./worst";
import { Why } from "./Why";

interface RankedTableProps {
  overview: Overview;
  period: Period;
}

/** The sum row of the table has no place in the ranking. */
type Line = OverviewRow | { total: NonNullable<Overview["now"]["data"]>["chain"]; n: number };

const isTotal = (line: Line): line is Extract<Line, { total: unknown }> => "total" in line;
const figuresOf = (line: Line) => (isTotal(line) ? line.total : line.row);

export function RankedTable({ overview, period }: RankedTableProps) {
  const { t } = useTranslation("overview");
  const scope = useScope();
  const phone = usePhone();
  const { rows, now } = overview;
  const columns = useColumns(overview, period);
  const total = now.data && rows ? { total: now.data.chain, n: rows.length } : undefined;
  return (
    <Panel
      flush className={`below ${styles.rank ?? ""}`} title={t("rank.title")} says={t(`rank.says.${period.against}`)}
      tools={scope.may("export_data") && <ExportMenu path={`${scope.api}/reports/comparison`} query={{ from: period.from, to: period.to }} name={t("rank.title")} />}
    >
      {phone ? (
        <PhoneRank overview={overview} />
      ) : (
        <DataTable<Line>
          label={t("rank.title")} dense columns={columns} rows={rows} rowKey={(line) => (isTotal(line) ? "total" : line.row.property)}
          expand={(line) => !isTotal(line) && <Why line={line} overview={overview} period={period} />} openFirst bones={scope.membership.properties.length + 3} sortedBy="-worst"
          {...(total && { foot: total })}
        />
      )}
    </Panel>
  );
}

function useColumns(overview: Overview, period: Period): Column<Line>[] {
  const { t } = useTranslation("overview");
  const scope = useScope();
  const { chain } = scope;
  const { from, to } = period;
  const opens = scope.may("see_guests");
  const range = periodQuery(period);

  const slips = overview.slips.data;
  const slipsOf = (line: Line) => (isTotal(line) ? slips?.total : slips?.properties.find(({ property }) => property === line.row.property));
  const share = (measure: Measure, line: Line): number | null => {
    const row = figuresOf(line);
    if (measure === "repeat") return isTotal(line) ? line.total.chain_repeat_guest_rate : row.repeat_guest_rate;
    return measure === "remark" ? row.remarks.completion_rate : row.channel_mix[measure].share;
  };
  const under = (measure: Measure, line: Line): number | null => {
    if (!isTotal(line)) return line.gaps.find((gap) => gap.measure === measure)?.pp ?? null;
    const now = share(measure, line);
    const before = overview.then.data && share(measure, { total: overview.then.data.chain, n: 0 });
    const targets: Record<Measure, number> = { repeat: chain.target_repeat_rate, remark: chain.target_remark_rate, member: chain.targets.member, ota: chain.targets.ota };
    if (now === null) return null;
    if (period.against === "target") return now * 100 - targets[measure];
    return before === null || before === undefined ? null : (now - before) * 100;
  };
  const measure = (key: Measure, to: (property: string) => string): Column<Line> => ({
    key, title: t(`measure.${key}`), numeric: true, sort: (line) => share(key, line),
    render: (line) => (
      <>
        <Opens to={opens && !isTotal(line) ? to(line.row.property) : null}><Rate share={share(key, line)} /></Opens>
        <Gap pp={under(key, line)} wants={wants(key)} />
      </>
    ),
  });
  return [
    { key: "n", title: "#", render: (_line, index) => <span className="t3">{index >= 0 ? index + 1 : ""}</span> },
    {
      key: "name", title: t("rank.property"), sort: (line) => (isTotal(line) ? "" : line.row.name),
      render: (line) => isTotal(line) ? t("chain", { ns: "common" }) : (
        <Link className="opens" to={`/p/${line.row.property}/reports?${range}`}>
          <span className="b">{line.row.name}</span> <span className="cap t3">{line.row.city}</span>
        </Link>
      ),
    },
    { key: "worst", title: t(`rank.worst.${period.against}`), sort: (line) => (isTotal(line) || line.gaps.length === 0 ? null : (line.short[0]?.short ?? 0)), render: (line) => <Worst line={line} /> },
    measure("repeat", (property) => guestsBehind(property, { visits_min: 2 })),
    { key: "trend", title: t("rank.trend"), render: (line) => !isTotal(line) && <RowTrend line={line} overview={overview} /> },
    measure("member", (property) => visitsBehind(property, { from, to, channel: "member" })),
    measure("ota", (property) => visitsBehind(property, { from, to, channel: "ota" })),
    measure("remark", (property) => visitsBehind(property, { from, to, remark: "missing" })),
    {
      key: "onTime", title: t("rank.onTime"), numeric: true, sort: (line) => figuresOf(line).remarks.on_time_rate,
      render: (line) => <Opens to={opens && !isTotal(line) ? visitsBehind(line.row.property, { from, to, remark: "on_time" }) : null}>{rate(figuresOf(line).remarks.on_time_rate)}</Opens>,
    },
    {
      key: "risk", title: t("rank.risk"), numeric: true, sort: (line) => slipsOf(line)?.at_risk_rate ?? null,
      render: (line) => {
        const found = slipsOf(line);
        if (!found?.guests) return "–";
        return <><Opens to={!isTotal(line) && scope.may("see_campaigns") ? `${scope.path}/win-back?property=${line.row.property}` : null}>{count(found.at_risk)}</Opens><span className="gap">{rate(found.at_risk_rate)}</span></>;
      },
    },
    {
      key: "visits", title: t("rank.visits"), numeric: true, sort: (line) => figuresOf(line).visits,
      render: (line) => <Opens to={opens && !isTotal(line) ? visitsBehind(line.row.property, { from, to }) : null}>{count(figuresOf(line).visits)}</Opens>,
    },
    { key: "adr", title: t("rank.adr"), numeric: true, sort: (line) => Number(figuresOf(line).adr ?? 0), render: (line) => <AdrAndLeft line={line} /> },
  ];
}

/** The average rate, and under it, for who may see it, what share of all revenue is left. */
function AdrAndLeft({ line }: { line: Line }) {
  const { t } = useTranslation("overview");
  const { profit_share: left, profit_complete: whole } = profitIn(figuresOf(line));
  return <><Money amount={figuresOf(line).adr} />{left !== undefined && left !== null && <span className="gap">{t(whole === false ? "rank.leftAtMost" : "rank.left", { share: rate(left) })}</span>}</>;
}

function Worst({ line }: { line: Line }) {
  const { t } = useTranslation("overview");
  if (isTotal(line)) return <span className="t3" style={{ fontWeight: 400 }}>{t("rank.once", { n: line.n, count: line.n })}</span>;
  const [worst] = line.short;
  const far = (worst?.short ?? 0) >= FAR_PP;
  return (
    <span className={styles.worst}>
      <i aria-hidden="true"><b className={far ? styles.far : undefined} style={{ width: `${Math.min(100, (worst?.short ?? 0) * 2.75)}%` }} /></i>
      {worst ? (
        <span className="nowrap">{t(`measure.${worst.measure}`)} <span className={far ? "bad b" : ""}>{points(worst.pp)}</span></span>
      ) : (
        <span className={line.gaps.length > 0 ? "good" : "t3"}>{t(line.gaps.length > 0 ? "rank.fine" : "rank.noData")}</span>
      )}
    </span>
  );
}

function RowTrend({ line, overview }: { line: OverviewRow; overview: Overview }) {
  const { t } = useTranslation("overview");
  const values = trendOf(overview.trend.data, line.row.property);
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || values.length < 2) return <span style={{ display: "block", width: 150, height: 28 }} />;
  const falling = last < first - 0.0005;
  return (
    <span className="row cap" style={{ width: 150, height: 28, gap: 4 }}>
      <span className="t3">{percent(first)}</span>
      <Spark values={values} width={78} height={26} tone={falling ? "bad" : "plain"} label={t("rank.trendSays", { name: line.row.name, first: percent(first), last: percent(last) })} />
      <span className={falling ? "b bad" : "b"}>{percent(last)}</span>
    </span>
  );
}

/** On a phone every property is a card: its worst gap, its mix, three figures. */
function PhoneRank({ overview }: { overview: Overview }) {
  const { t } = useTranslation("overview");
  if (!overview.rows) return <div style={{ padding: "0 16px" }}><Bones height={480} lines={9} /></div>;
  return (
    <ul className={styles.list} style={{ padding: "4px 16px 12px" }}>
      {overview.rows.map(({ row, short, gaps }, index) => {
        const [worst] = short;
        return (
          <li key={row.property}>
            <Link className="opens" to={`/p/${row.property}/reports`} style={{ display: "block" }}>
              <div className="between">
                <span className="cut"><span className="t3">{index + 1}</span> <span className="b" style={{ fontSize: 16 }}>{row.name}</span> <span className="cap t3">{row.city}</span></span>
                <span className="nowrap">
                  {worst ? <>{t(`measure.${worst.measure}`)} <span className={worst.short >= FAR_PP ? "bad b" : "b"}>{points(worst.pp)}</span></> : <span className={gaps.length > 0 ? "good" : "t3"}>{t(gaps.length > 0 ? "rank.fine" : "rank.noData")}</span>}
                </span>
              </div>
              {row.visits > 0 && <MiniMix mix={row.channel_mix} targets={row.targets} label={t("mix.title")} />}
              <div className={styles.three}>
                <span>{t("phone.repeat")} <b>{rate(row.repeat_guest_rate)}</b></span>
                <span>OTA <b>{rate(row.channel_mix.ota.share)}</b></span>
                <span>{t("phone.remark")} <b>{rate(row.remarks.completion_rate)}</b></span>
              </div>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
