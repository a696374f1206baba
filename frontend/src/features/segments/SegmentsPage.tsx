import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { segments } from "@/api/segments";
import type { Segment } from "@/api/segmentTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { Ideas } from "./Ideas";
import { SegmentTags } from "./SegmentTags";

/** The groups of guests that campaigns speak to. */
export default function SegmentsPage() {
  const { t } = useTranslation("segments");
  const { say } = useSaying();
  const { api, path, may, timeZone } = usePropertyScope();
  const found = useQuery(segments(api));
  const rows = found.data?.results;
  const edits = may("edit_campaigns");
  const make = edits && <Link className="btn primary" to={`${path}/segments/new`}><Icon name="plus" />{t("make")}</Link>;
  const columns: Column<Segment>[] = [
    { key: "name", title: t("name"), card: "title", wrap: true, sort: (row) => row.name, render: (row) => <><Link className="b" to={`${path}/segments/${row.id}`}>{row.name}</Link> <SegmentTags row={row} />{row.note && <div className="cap t3">{row.note}</div>}</> },
    { key: "rule", title: t("rule"), wrap: true, card: "whole", render: (row) => <span className="small t2">{say(row.told)}</span> },
    { key: "count", title: t("count"), numeric: true, sort: (row) => row.count, render: (row) => (row.count === null ? <span className="t3">–</span> : <Link className="opens b" to={`${path}/guests?segment=${row.code}`}>{count(row.count)}</Link>) },
    { key: "counted", title: t("counted"), render: (row) => <span className="t3">{moment(row.frozen_at ?? row.counted_at, timeZone)}</span> },
    { key: "by", title: t("by"), card: "hide", render: (row) => <span className="t2">{row.made_by_name}</span> },
    ...(edits ? [{ key: "use", title: "", card: "aside" as const, render: (row: Segment) => <Link className="btn small" to={`${path}/campaigns/new?segment=${row.code}`}>{t("use")}</Link> }] : []),
  ];
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>{rows?.length !== 0 && make}</PageHead>
      {!found.isError && rows?.length !== 0 && <AnswerLine tone="calm">{rows ? t("answer", { n: rows.length, count: rows.length, shared: rows.filter(({ origin }) => origin === "chain").length, frozen: rows.filter(({ frozen_at }) => frozen_at).length }) : <Bone width="46%" />}</AnswerLine>}
      <div className="panel below">
        <div className="flush">
          {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : (
            <DataTable label={t("title")} columns={columns} rows={rows} rowKey={(row) => row.id} bones={5} empty={<EmptyState title={t("empty")} action={make}>{t("emptyHint")}</EmptyState>} />
          )}
        </div>
      </div>
      {edits && <Ideas />}
    </>
  );
}
