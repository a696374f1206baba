import { useMutation } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiProblem } from "@/api/client";
import { dryRun } from "@/api/programme";
import type { DryRun, DryRunTier, ProgrammeDocument } from "@/api/programmeTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { BigShare } from "@/components/Figures";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine } from "@/components/PageHead";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { count, money, rate, signed } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import styles from "./programme.module.css";

interface DryRunProps {
  house: string;
  document: ProgrammeDocument;
  open: boolean;
  close: () => void;
  done: () => void;
  go: (pointer: string) => void;
}

/** 试算: what the programme as it stands here would have done over the last year. Writes nothing. */
export function DryRunDrawer({ house, document, open, close, done, go }: DryRunProps) {
  const { t } = useTranslation("programme");
  const run = useMutation({ mutationFn: () => dryRun(house, document), onSuccess: done });
  const { mutate } = run;
  useEffect(() => {
    if (open) mutate();
  }, [open, mutate]);
  const again = <Button onClick={() => run.mutate()} loading={run.isPending}>{t("dry.again")}</Button>;
  return (
    <Drawer open={open} onClose={close} size={880} title={t("dry.title")} extra={again} destroyOnHidden>
      {run.isPending ? <div><p className="t2">{t("dry.running")}</p><Bones height={420} lines={9} /></div> : run.isError ? <Refused problem={run.error} go={go} retry={() => run.mutate()} /> : run.data && <Told data={run.data} />}
    </Drawer>
  );
}

/** A programme with flaws is not tried out: each of them leads to its place. */
function Refused({ problem, go, retry }: { problem: unknown; go: (pointer: string) => void; retry: () => void }) {
  const { t } = useTranslation("programme");
  const flaws = problem instanceof ApiProblem ? problem.errors : [];
  if (flaws.length === 0) return <ErrorState problem={problem} retry={retry} />;
  return (
    <AnswerLine tone="act" lead={t("answer.flaws", { n: flaws.length, count: flaws.length })}>
      {t("dry.flaws")}
      <ul className={styles.flaws}>{flaws.map((flaw) => <li key={`${flaw.pointer ?? ""}${flaw.code ?? ""}`}><button type="button" onClick={() => go(flaw.pointer ?? "")}>{flaw.detail}</button></li>)}</ul>
    </AnswerLine>
  );
}

function Told({ data }: { data: DryRun }) {
  const { t, i18n } = useTranslation("programme");
  const until = t("to", { ns: "common" });
  if (data.guests === 0) return <EmptyState title={t("dry.nobody")}>{t("dry.nobodyHint")}</EmptyState>;
  const parts = [["benefits", data.benefits_cost], ["coupons", data.coupons_cost], ["punch", data.punch_cards.cost], ["pointsCost", data.points.liability]] as const;
  const told = [
    t("dry.over", { days: daysText(data, until) }),
    t(data.points.liability === null ? "dry.pointsOnly" : "dry.points", { earned: count(data.points.earned), now: count(data.points.earned_now), worth: money(data.points.liability) }),
    ...(data.punch_cards.filled > 0 ? [t("dry.cards", { n: count(data.punch_cards.filled) })] : []),
    ...(data.looked_at < data.guests ? [t("dry.sample", { n: count(data.looked_at), all: count(data.guests) })] : []),
  ];
  return (
    <div className={styles.drill}>
      <div>
        <AnswerLine tone={data.moved_down > 0 ? "warn" : "calm"}>
          {t("dry.answer", { up: count(data.moved_up), down: count(data.moved_down), cost: money(data.total_cost), share: rate(data.share_of_revenue) })}
        </AnswerLine>
        <KpiStrip figures={4}>
          <Kpi label={t("dry.up")} sub={t("dry.ofGuests", { n: count(data.guests) })}><span className="figure">{count(data.moved_up)}</span></Kpi>
          <Kpi label={t("dry.down")} sub={t("dry.ofGuests", { n: count(data.guests) })}><span className="figure">{count(data.moved_down)}</span></Kpi>
          <Kpi label={t("dry.cost")} sub={<span className={styles.whole}>{parts.filter(([, cost]) => Number(cost) > 0).map(([key, cost]) => `${t(`dry.${key}`)} ${money(cost)}`).join(" · ") || "–"}</span>}><span className="figure">{money(data.total_cost)}</span></Kpi>
          <Kpi label={t("dry.share")} sub={t("dry.revenue", { amount: money(data.room_revenue) })}><BigShare share={data.share_of_revenue} /></Kpi>
        </KpiStrip>
        <p className="cap t3">{told.join(i18n.language === "en" ? " " : "")}</p>
        {data.warnings.length > 0 && <ul className="small warn">{data.warnings.map((flaw) => <li key={flaw.pointer + flaw.code}>{flaw.detail}</li>)}</ul>}
      </div>
      <section>
        <h3 className={styles.sub}>{t("dry.tiers")}</h3>
        <TierMoves rows={data.tiers} />
      </section>
      <section>
        <h3 className={styles.sub}>{t("dry.examples")}</h3>
        <Examples rows={data.examples} tiers={data.tiers} />
      </section>
    </div>
  );
}

function TierMoves({ rows }: { rows: readonly DryRunTier[] }) {
  const { t, i18n } = useTranslation("programme");
  const columns: Column<DryRunTier>[] = [
    { key: "name", title: t("tiers.tier"), card: "title", render: (row) => <span className="b">{i18n.language === "en" ? row.name_en : row.name}</span> },
    { key: "now", title: t("dry.now"), numeric: true, render: (row) => count(row.members_now) },
    { key: "then", title: t("dry.then"), numeric: true, render: (row) => <><b className="b">{count(row.members_then)}</b><span className="gap">{signed(row.members_then - row.members_now, 0)}</span></> },
    { key: "up", title: t("dry.upTo"), numeric: true, render: (row) => count(row.up) },
    { key: "down", title: t("dry.downTo"), numeric: true, render: (row) => count(row.down) },
    { key: "cost", title: t("dry.benefitsCost"), numeric: true, render: (row) => money(row.benefits_cost) },
  ];
  return <div style={{ margin: "0 -20px" }}><DataTable label={t("dry.tiers")} columns={columns} rows={rows} rowKey={(row) => row.code} dense /></div>;
}

function Examples({ rows, tiers }: { rows: DryRun["examples"]; tiers: readonly DryRunTier[] }) {
  const { t, i18n } = useTranslation("programme");
  const { property, may } = useScope();
  const english = i18n.language === "en";
  const nameOf = (code: string | null) => {
    const tier = tiers.find((one) => one.code === code);
    return tier ? (english ? tier.name_en : tier.name) : (code ?? t("dry.noTier"));
  };
  if (rows.length === 0) return <p className="t3">{t("dry.noExamples")}</p>;
  return (
    <ul className={styles.changes}>
      {rows.map((row) => (
        <li key={row.guest_id}>
          <span className={styles.flow}>
            {property && may("see_guests") ? <Link to={`/p/${property.slug}/guests/${row.guest_id}`} className="b">{row.name}</Link> : <b className="b">{row.name}</b>}
            <span className="t2">{nameOf(row.from)} → {nameOf(row.to)}</span>
          </span>
          <span className="small t2">{english ? row.why.en : row.why.zh}</span>
        </li>
      ))}
    </ul>
  );
}
