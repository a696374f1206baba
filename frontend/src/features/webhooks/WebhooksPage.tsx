import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { endpointsQuery } from "@/api/vendors";
import type { Endpoint } from "@/api/vendorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { EmptyState, ErrorState } from "@/components/States";
import { useTypeWord } from "@/components/vendors/words";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { count } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { Health } from "./Health";
import { healthOf, worstFirst } from "./lists";
import { NewEndpoint } from "./NewEndpoint";

const TYPES_SHOWN = 2;

/** Where events are sent, and whether they arrive. */
export default function WebhooksPage() {
  const { t } = useTranslation("webhooks");
  const scope = useScope();
  const word = useTypeWord();
  const { params, set } = useFilters();
  const endpoints = useQuery(endpointsQuery(scope.chain.slug));
  const rows = endpoints.data && worstFirst(endpoints.data.results);
  const at = (time: string | null) => (time ? moment(time, scope.timeZone) : "–");
  const names = new Map(scope.membership.properties.map(({ slug, name }) => [slug, name]));
  const columns: Column<Endpoint>[] = [
    { key: "url", title: t("url"), card: "title", wrap: true, render: (row) => <><Link to={`${scope.path}/webhooks/${row.id}`} className="b" style={{ overflowWrap: "anywhere" }}>{row.url}</Link>{row.description && <div className="cap t3">{row.description}</div>}</> },
    { key: "health", title: t("stateIs"), card: "aside", render: (row) => <Health row={row} /> },
    { key: "types", title: t("types"), wrap: true, card: "whole", render: (row) => (row.types.length ? <span title={row.types.map(word).join("\n")}>{row.types.slice(0, TYPES_SHOWN).map(word).join(t("and"))}{row.types.length > TYPES_SHOWN && <span className="t3"> {t("moreTypes", { n: row.types.length, count: row.types.length })}</span>}</span> : <span className="t3">{t("allTypes")}</span>) },
    { key: "where", title: t("where"), wrap: true, render: (row) => (row.properties.length ? row.properties.map((slug) => names.get(slug) ?? slug).join(t("and")) : <span className="t3">{t("everywhere")}</span>) },
    { key: "waiting", title: t("waiting"), numeric: true, render: (row) => (row.waiting ? count(row.waiting) : <span className="t3">0</span>) },
    { key: "last", title: t("succeeded"), render: (row) => <span className="t2">{at(row.succeeded_at)}</span> },
  ];
  const make = <Button type="primary" icon={<Icon name="plus" />} onClick={() => set({ make: "1" })}>{t("make")}</Button>;
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>{rows?.length !== 0 && make}</PageHead>
      {rows && rows.length > 0 && <Answer rows={rows} />}
      <div className="panel">
        <div className="flush">
          {endpoints.isError ? <ErrorState problem={endpoints.error} retry={() => void endpoints.refetch()} /> : (
            <DataTable label={t("title")} columns={columns} rows={rows} rowKey={(row) => String(row.id)} bones={3} empty={<EmptyState title={t("empty")} action={make}>{t("emptyHint")} <Link to={`${scope.path}/events`}>{t("poll")}</Link></EmptyState>} />
          )}
        </div>
        <footer><span>{t("foot")}</span></footer>
      </div>
      {params.has("make") && <NewEndpoint close={() => set({ make: null })} />}
    </>
  );
}

function Answer({ rows }: { rows: readonly Endpoint[] }) {
  const { t } = useTranslation("webhooks");
  const { path, timeZone } = useScope();
  const worst = rows[0];
  const bad = rows.filter((row) => ["failing", "disabled"].includes(healthOf(row)));
  const [first] = bad;
  if (first) {
    const open = <Link className="btn" to={`${path}/webhooks/${first.id}`}>{t("answer.open")}</Link>;
    return (
      <AnswerLine tone="act" lead={t("answer.bad", { n: bad.length, count: bad.length })} action={open}>
        {healthOf(first) === "disabled" ? t("answer.disabled", { url: first.url }) : t("answer.failing", { url: first.url, at: moment(first.failing_since, timeZone), n: count(first.waiting), count: first.waiting })}
      </AnswerLine>
    );
  }
  if (!worst) return null;
  const last = rows.map(({ succeeded_at }) => succeeded_at).filter((at) => at !== null).toSorted().at(-1);
  return <AnswerLine tone="calm" lead={t("answer.good")}>{last ? t("answer.last", { at: moment(last, timeZone) }) : t("answer.none")}</AnswerLine>;
}
