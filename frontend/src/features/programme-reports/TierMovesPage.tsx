import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ProgrammeReports } from "@/api/programmeReports";
import { DataTable, type Column } from "@/components/DataTable";
import { Delta } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { Later } from "@/components/Later";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, Bones, EmptyState } from "@/components/States";
import { count, percent, rate, share, signed } from "@/lib/numbers";
import { Bar, Figure, Frame, sumOf, useNamed, useReport } from "./useReport";

const AmountTrend = lazy(() => import("@/components/charts/AmountTrend"));
type Data = ProgrammeReports["tiers"];
const COLOURS = ["rm-late", "rm-ontime", "accent", "text-1", "text-3"];

/** 等级变动: how many members each tier has, and who went up or down. */
export default function TierMovesPage() {
  const report = useReport("tiers");
  const { t, data, tools, whole, period } = report;
  const nameOf = useNamed();
  const held = useMemo(() => data?.tiers ?? [], [data]);
  const all = sumOf(held, ({ members }) => members);
  const before = sumOf(held, (tier) => tier.before);
  // The first tier holds nearly everyone and would flatten the others.
  const lines = useMemo(() => held.slice(1).map((tier, n) => ({ name: nameOf(tier), values: (data?.days ?? []).map((day) => day.members[tier.code] ?? 0), colour: COLOURS[n % COLOURS.length] ?? "text-3" })), [held, data, nameOf]);
  const days = useMemo(() => data?.days.map(({ day }) => day.slice(5)) ?? [], [data]);
  const above = sumOf(held.slice(1), ({ members }) => members);
  const base = held[0];
  return (
    <Frame report={report}>
      <AnswerLine tone={data && data.down > data.up ? "act" : "calm"}>
        {!data ? <Bone width="52%" /> : all === 0 ? t("tiers.nothing") : t(data.down > data.up ? "tiers.falling" : "tiers.rising", { up: count(data.up), down: count(data.down), above: count(above), share: rate(share(above, all)), base: base ? nameOf(base) : "" })}
      </AnswerLine>
      <KpiStrip figures={4}>
        <Kpi label={t("members")} delta={<Delta change={data ? all - before : null} unit={t("people")} places={0} wants="either" />} sub={data && t("tiers.before", { n: count(before) })}><Figure unit={t("people")}>{data && count(all)}</Figure></Kpi>
        <Kpi label={t("tiers.above", { name: base ? nameOf(base) : t("tiers.baseTier") })} sub={data && t("tiers.aboveIs", { n: count(above) })}><Figure unit={data && all > 0 ? "%" : ""}>{data && percent(share(above, all))}</Figure></Kpi>
        <Kpi label={t("tiers.up")} sub={t("tiers.upIs")}><Figure unit={t("people")}>{data && count(data.up)}</Figure></Kpi>
        <Kpi label={t("tiers.down")} sub={t("tiers.downIs")}><Figure unit={t("people")}>{data && count(data.down)}</Figure></Kpi>
      </KpiStrip>
      <div className="grid">
        <Panel className="c7" title={t("tiers.trend")} says={t("tiers.trendSays", { name: base ? nameOf(base) : "" })} tools={tools} table={() => data && <Days data={data} />}>
          {!data ? <Bones height={280} lines={6} /> : days.length === 0 ? <EmptyState title={t("tiers.nothing")}>{t("nothingHint")}</EmptyState> : <Later height={280}><AmountTrend label={t("tiers.aria", { from: period.from, to: period.to })} days={days} lines={lines} /></Later>}
        </Panel>
        <Panel flush className="c5" title={t("tiers.held")} says={t("tiers.heldSay")} tools={tools}><Held rows={data?.tiers} all={all} /></Panel>
        <Panel flush className={whole ? "c5" : "c12"} title={t("tiers.moves")} says={t("tiers.movesSay")} tools={tools}><Moves rows={data?.moves} /></Panel>
        {whole && <Panel flush className="c7" title={t("byProperty")} says={t("tiers.placesSay")} tools={tools}><Places data={data} /></Panel>}
      </div>
    </Frame>
  );
}

function Held({ rows, all }: { rows: Data["tiers"] | undefined; all: number }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["tiers"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("tier"), card: "title", render: (row) => <b className="b">{nameOf(row)}</b> },
    { key: "bar", title: "", card: "hide", width: "22%", render: (row) => <Bar share={share(row.members, all)} tone="quiet" /> },
    { key: "members", title: t("members"), numeric: true, render: (row) => <>{count(row.members)}<span className="gap">{rate(share(row.members, all))}</span></> },
    { key: "change", title: t("change"), numeric: true, render: (row) => signed(row.members - row.before, 0) },
  ];
  return <DataTable label={t("tiers.held")} dense columns={columns} rows={rows} rowKey={(row) => row.code} bones={4} empty={<EmptyState title={t("tiers.nothing")} />} />;
}

function Moves({ rows }: { rows: Data["moves"] | undefined }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["moves"][number];
  const columns: Column<Row>[] = [
    {
      key: "way", title: t("tiers.move"), card: "title", render: (row) => (
        <><span className={row.direction === "up" ? "good" : row.direction === "down" ? "bad" : "t3"} aria-label={t(`tiers.direction.${row.direction}`)}>{row.direction === "up" ? "▲" : row.direction === "down" ? "▼" : "–"}</span> {row.from ? nameOf(row.from) : t("tiers.none")} → <b className="b">{nameOf(row.to)}</b></>
      ),
    },
    { key: "kind", title: t("tiers.kindLabel"), render: (row) => <span className="t2">{row.direction === "down" ? t("tiers.kind.fell") : t(`tiers.kind.${row.kind}`, { defaultValue: row.kind })}</span> },
    { key: "count", title: t("people"), numeric: true, sort: (row) => row.count, render: (row) => count(row.count) },
  ];
  return <DataTable label={t("tiers.moves")} dense columns={columns} rows={rows} rowKey={(row) => `${row.from?.code ?? ""}-${row.to.code}-${row.kind}-${row.direction}`} sortedBy="-count" bones={5} empty={<EmptyState title={t("tiers.noMoves")}>{t("tiers.noMovesHint")}</EmptyState>} />;
}

function Places({ data }: { data: Data | undefined }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["properties"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("property"), card: "title", sort: (row) => row.name, render: (row) => <b className="b">{row.name}</b> },
    ...(data?.tiers ?? []).map((tier): Column<Row> => ({ key: tier.code, title: nameOf(tier), numeric: true, sort: (row) => row.members[tier.code] ?? 0, render: (row) => count(row.members[tier.code] ?? 0) })),
    { key: "up", title: t("tiers.up"), numeric: true, sort: (row) => row.up, render: (row) => count(row.up) },
    { key: "down", title: t("tiers.down"), numeric: true, sort: (row) => row.down, render: (row) => <span className={row.down > row.up ? "bad" : undefined}>{count(row.down)}</span> },
  ];
  return <DataTable label={t("byProperty")} dense columns={columns} rows={data?.properties} rowKey={(row) => row.property} sortedBy="-down" />;
}

function Days({ data }: { data: Data }) {
  const { t } = useTranslation("programme-reports");
  const nameOf = useNamed();
  type Row = Data["days"][number];
  const columns: Column<Row>[] = [
    { key: "day", title: t("day"), card: "title", sort: (row) => row.day, render: (row) => row.day },
    ...data.tiers.map((tier): Column<Row> => ({ key: tier.code, title: nameOf(tier), numeric: true, render: (row) => count(row.members[tier.code] ?? 0) })),
  ];
  return <DataTable label={t("tiers.trend")} dense columns={columns} rows={data.days} rowKey={(row) => row.day} sortedBy="-day" />;
}
