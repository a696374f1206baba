import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { eventTypesQuery } from "@/api/vendors";
import { DataTable, type Column } from "@/components/DataTable";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { EmptyState, ErrorState } from "@/components/States";
import { CodeBlock } from "@/components/vendors/CodeBlock";
import { useSaying } from "@/components/value/words";
import { useTypeWord } from "@/components/vendors/words";
import { curl } from "@/lib/curl";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { useScope } from "@/session/scope";
import { useEvents, type Event } from "./useEvents";

const GUESTS_SHOWN = 3;

/** What happened, as vendors hear of it: numbers and ids, never data of a guest. */
export default function EventsPage() {
  const { t } = useTranslation("events");
  const scope = useScope();
  const place = useReportPlace();
  const { say } = useSaying();
  const word = useTypeWord();
  const { params, set } = useFilters();
  const types = useQuery(eventTypesQuery);
  const type = params.get("type");
  const property = place.property?.slug ?? null;
  const { rows, pages } = useEvents(`/chains/${scope.chain.slug}/events`, type, property);
  const names = new Map(scope.membership.properties.map(({ slug, name }) => [slug, name]));
  const columns: Column<Event>[] = [
    { key: "at", title: t("at"), card: "aside", render: (row) => <span className="t2">{moment(row.timestamp, scope.timeZone)}</span> },
    { key: "type", title: t("what"), card: "title", render: (row) => <><span className="b">{word(row.type)}</span> <code className="cap t3">{row.type}</code></> },
    { key: "where", title: t("where"), render: ({ data }) => (typeof data.property === "string" ? (names.get(data.property) ?? data.property) : <span className="t3">{t("chain")}</span>) },
    { key: "data", title: t("about_whom"), wrap: true, card: "whole", render: (row) => <About row={row} /> },
    { key: "id", title: t("id"), render: (row) => <code className="small t2">{row.id}</code> },
  ];
  const filtered = type !== null || property !== null;
  const last = rows?.[0]?.id;
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>
        <PropertyPicker place={place} />
        <Select allowClear value={type ?? undefined} placeholder={t("anyType")} aria-label={t("what")} style={{ minWidth: 180 }} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: "label" }} onChange={(to: string | undefined) => set({ type: to })} options={types.data?.results.map((each) => ({ value: each.code, label: say(each) })) ?? []} />
      </PageHead>
      <div className="stack">
        <div className="panel">
          <div className="flush">
            {pages.isError && !rows ? <ErrorState problem={pages.error} retry={() => void pages.refetch()} /> : (
              <DataTable label={t("title")} dense columns={columns} rows={rows} rowKey={(row) => row.id} bones={12} empty={filtered ? <EmptyState title={t("noneOf")}>{t("noneOfHint")}</EmptyState> : <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>} />
            )}
          </div>
          <footer><span>{t("kept")}</span>{pages.hasNextPage && <Button size="small" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("earlier")}</Button>}</footer>
        </div>
        <Panel title={t("poll.title")} says={t("poll.says")}>
          <CodeBlock code={curl({ url: `${window.location.origin}/api/v1/chains/${scope.chain.slug}/events?after=${last ?? "evt_0"}&limit=100`, key: "$HUIKE_KEY" })} label={t("poll.title")} />
          <ul className="small t2" style={{ display: "grid", gap: 4, marginTop: 12 }}>
            <li>{t("poll.after")}</li>
            <li>{t("poll.thin")}</li>
            <li>{t("poll.scope")} {scope.may("manage_keys") && <Link to={`${scope.path}/keys?make=live`}>{t("poll.key")}</Link>}</li>
          </ul>
        </Panel>
      </div>
    </>
  );
}

/** Whom and what it is about: guests open their card, other ids stand as they are. */
function About({ row }: { row: Event }) {
  const { t } = useTranslation("events");
  const { may } = useScope();
  const { property, guests, ...others } = row.data;
  const ids = Array.isArray(guests) ? guests.map(String) : [];
  const opens = typeof property === "string" && may("see_guests");
  const rest = Object.entries(others).map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(" ") : String(value)}`).join(" · ");
  return (
    <span className="small">
      {ids.length > 0 && <>{t("guests")} {ids.slice(0, GUESTS_SHOWN).map((id) => <span key={id}>{opens ? <Link to={`/p/${property}/guests/${id}`}>{id}</Link> : id} </span>)}{ids.length > GUESTS_SHOWN && <span className="t3" title={ids.join(" ")}>+{ids.length - GUESTS_SHOWN} </span>}</>}
      {rest && <code className="cap t3" style={{ overflowWrap: "anywhere" }}>{rest}</code>}
    </span>
  );
}
