import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Channel, Page, RemarkRow } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { ExportMenu } from "@/components/ExportMenu";
import { Panel } from "@/components/Panel";
import { EmptyState, ErrorState } from "@/components/States";
import { visitsBehind } from "@/lib/behind";
import type { Days } from "@/lib/dates";
import { count } from "@/lib/numbers";
import { useScope } from "@/session/scope";

interface Visit {
  id: string;
  guest: { id: string; name: string; phone: string | null };
  ordinal: number;
  check_in_on: string;
  check_out_on: string;
  source: string;
  channel: Channel;
  room_no: string | null;
  rate: string | null;
}

/** The visits whose remark one person, or one property, left undone. */
export function Drill({ row, days, name }: { row: RemarkRow; days: Days; name: string }) {
  const { t } = useTranslation("remark-kpi");
  const { may } = useScope();
  const property = row.property ?? "";
  const assignee = row.staff === undefined ? undefined : row.staff ? (row.staff.id ?? undefined) : "unassigned";
  const asked = { from: days.from, to: days.to, remark: "missing" as const, ...(assignee && { assignee }) };
  const visits = useQuery({
    queryKey: ["visits", property, asked],
    queryFn: () => api.get<Page<Visit>>(`/properties/${property}/visits`, { ...asked, limit: 10 }),
    enabled: may("see_guests"),
  });
  const columns: Column<Visit>[] = [
    { key: "guest", title: t("drill.guest"), card: "title", render: ({ guest, ordinal }) => <><Link className="b" to={`/p/${property}/guests/${guest.id}`}>{guest.name}</Link> <span className="cap t3">{t("drill.ordinal", { n: ordinal })}</span></> },
    { key: "room", title: t("drill.room"), render: (visit) => visit.room_no ?? "–" },
    { key: "source", title: t("drill.source"), render: ({ channel, source }) => <ChannelName channel={channel} source={source} /> },
    { key: "in", title: t("drill.in"), render: (visit) => visit.check_in_on },
    { key: "out", title: t("drill.out"), render: (visit) => visit.check_out_on },
    { key: "phone", title: t("drill.phone"), render: ({ guest }) => guest.phone ?? <span className="bad">{t("drill.noPhone")}</span> },
  ];
  return (
    <Panel
      flush title={t("drill.title", { name, n: count(row.missing), count: row.missing })} says={t("drill.says")}
      tools={may("export_data") && <ExportMenu path={`/properties/${property}/visits`} query={asked} name={name} />}
      footer={<><span>{t("drill.foot", { n: Math.min(10, row.missing), all: count(row.missing) })}</span><Link className="nowrap" to={visitsBehind(property, asked)}>{t("drill.more")}</Link></>}
    >
      {!may("see_guests") ? <EmptyState title={t("drill.hidden")} /> : visits.isError ? (
        <ErrorState problem={visits.error} retry={() => void visits.refetch()} />
      ) : (
        <DataTable label={name} dense columns={columns} rows={visits.data?.results} rowKey={(visit) => visit.id} bones={5} empty={<EmptyState title={t("drill.none")} />} />
      )}
    </Panel>
  );
}
