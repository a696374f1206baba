import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { campaigns } from "@/api/campaigns";
import type { Campaign, CampaignState } from "@/api/campaignTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useFilters } from "@/lib/filters";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { Restraint, StateTag } from "./parts";
import { Suggestions } from "./Suggestions";
import { useTold } from "./useTold";

const SHOWN = { all: null, open: ["draft", "waiting", "approved"], going: ["running", "paused"], done: ["stopped", "finished"] } as const satisfies Record<string, readonly CampaignState[] | null>;
type Shown = keyof typeof SHOWN;

/** What is said to guests: what runs, what waits, what was. */
export default function CampaignsPage() {
  const { t } = useTranslation("campaigns");
  const { api, path, may } = usePropertyScope();
  const go = useNavigate();
  const { told } = useTold();
  const { params, set } = useFilters();
  const shown = (Object.keys(SHOWN) as Shown[]).find((key) => key === params.get("state")) ?? "all";
  const found = useQuery(campaigns(api));
  const all = found.data?.results;
  const rows = all?.filter(({ state }) => SHOWN[shown] === null || (SHOWN[shown] as readonly CampaignState[]).includes(state));
  const make = may("edit_campaigns") && <Link className="btn primary" to={`${path}/campaigns/new`}><Icon name="plus" />{t("make")}</Link>;
  const done = ({ progress }: Campaign) => progress.sent + progress.delivered;
  const columns: Column<Campaign>[] = [
    { key: "name", title: t("name"), card: "title", wrap: true, sort: (row) => row.name, render: (row) => <><Link className="b" to={`${path}/campaigns/${row.id}`}>{row.name}</Link><div className="cap t3">{t(`kind.${row.kind}`)}</div></> },
    { key: "state", title: t("stateIs"), card: "aside", render: (row) => <StateTag state={row.state} /> },
    { key: "when", title: t("when"), wrap: true, render: (row) => <span className="small t2">{told(row)}</span> },
    { key: "contact", title: t("contacts"), numeric: true, sort: (row) => row.audience_counts?.contact ?? row.progress.chosen, render: (row) => count(row.audience_counts?.contact ?? null) },
    { key: "sent", title: t("went"), numeric: true, sort: done, render: (row) => <>{count(done(row))}{row.progress.waiting > 0 && <span className="gap">{t("waits", { n: count(row.progress.waiting) })}</span>}{row.progress.unknown > 0 && <span className="gap bad">{t("unknown", { n: row.progress.unknown })}</span>}</> },
    { key: "spent", title: t("spent"), numeric: true, sort: (row) => Number(row.spend.spent), render: (row) => <>{money(row.spend.spent, 2)}{row.spend.budget && <span className="gap">{t("ofBudget", { budget: money(row.spend.budget) })}</span>}</> },
    { key: "saved", title: t("savedIs"), numeric: true, card: "hide", render: (row) => <Restraint audience={row.audience_counts} /> },
    { key: "results", title: "", card: "whole", render: (row) => (row.launched_at ? <Link className="btn small" to={`${path}/campaigns/${row.id}/results`}>{t("results")}</Link> : null) },
  ];
  const waiting = all?.filter(({ state }) => state === "waiting") ?? [];
  const running = all?.filter(({ state }) => state === "running") ?? [];
  const [first] = waiting;
  return (
    <>
      <PageHead title={t("title")}><Link className="btn" to={`${path}/campaigns/calendar`}><Icon name="calendar" />{t("calendar")}</Link>{make}</PageHead>
      {first && may("approve_campaigns") ? (
        <AnswerLine tone="warn" lead={t("answer.waiting", { n: waiting.length, count: waiting.length })} action={<Link className="btn" to={`${path}/campaigns/${first.id}`}>{t("answer.look")}</Link>}>{t("answer.first", { name: first.name, by: first.made_by_name })}</AnswerLine>
      ) : all?.length !== 0 && <AnswerLine tone="calm">{all ? t("answer.calm", { n: running.length, count: running.length, saved: money(all.reduce((sum, row) => sum + Number(row.audience_counts?.saved ?? 0), 0)) }) : <Bone width="50%" />}</AnswerLine>}
      {may("edit_campaigns") && <Suggestions />}
      <div className="panel">
        <div style={{ padding: "14px 20px 0" }}><Segmented value={shown} aria-label={t("stateIs")} options={(Object.keys(SHOWN) as Shown[]).map((value) => ({ value, label: t(`shown.${value}`) }))} onChange={(to) => set({ state: to === "all" ? null : to })} /></div>
        <div className="flush">
          {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : (
            <DataTable label={t("title")} columns={columns} rows={rows} rowKey={(row) => row.id} onSelect={(row) => void go(`${path}/campaigns/${row.id}`)} bones={5} empty={shown === "all" ? <EmptyState title={t("empty")} action={make}>{t("emptyHint")}</EmptyState> : <EmptyState title={t("noneShown")} />} />
          )}
        </div>
      </div>
    </>
  );
}
