import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { staff as staffQuery } from "@/api/staff";
import type { StaffRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { Change } from "./Change";
import { Invite } from "./Invite";

/** Who works where as what; inviting, changing, and withdrawing. */
export default function StaffPage() {
  const { t } = useTranslation("staff");
  const scope = useScope();
  const [params] = useSearchParams();
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<StaffRow | null>(null);
  const staff = useQuery(staffQuery(scope.chain.slug));
  const names = new Map(scope.membership.properties.map(({ slug, name }) => [slug, name]));
  const here = scope.property?.slug;
  const rows = staff.data?.results.filter(({ properties }) => !here || properties.length === 0 || properties.includes(here));
  const columns: Column<StaffRow>[] = [
    { key: "name", title: t("name"), card: "title", sort: (row) => row.name, render: (row) => <><span className="b">{row.name || row.email}</span> {!row.active && !row.pending_invitation && <span className="tag">{t("left")}</span>}</> },
    { key: "role", title: t("role"), card: "aside", sort: (row) => row.role, render: (row) => t(`role.${row.role}`, { ns: "common" }) },
    { key: "where", title: t("where"), wrap: true, card: "whole", render: (row) => (row.properties.length === 0 ? <span className="t3">{t("everywhere")}</span> : row.properties.map((slug) => names.get(slug) ?? slug).join("、")) },
    { key: "email", title: t("login"), card: "whole", render: (row) => <span className="t2">{[row.email, row.phone].filter(Boolean).join(" · ")}</span> },
    { key: "seen", title: t("seen"), render: (row) => (row.pending_invitation ? <span className="tag warn">{t("pending")}</span> : <span className="t2">{row.last_seen_at ? moment(row.last_seen_at, scope.timeZone) : t("never")}</span>) },
    { key: "change", title: "", numeric: true, render: (row) => row.role !== "operator" && <Button type="link" size="small" onClick={() => setChanging(row)}>{t(row.pending_invitation ? "withdraw" : "change")}</Button> },
  ];
  return (
    <>
      <PageHead title={t("title")} about={rows && t("about", { n: rows.filter(({ active }) => active).length, count: rows.length })}>
        <Button type="primary" icon={<Icon name="plus" />} onClick={() => setInviting(true)}>{t("invite.do")}</Button>
      </PageHead>
      <div className="panel">
        <div className="flush">
          {staff.isError ? <ErrorState problem={staff.error} retry={() => void staff.refetch()} /> : (
            <DataTable label={t("title")} columns={columns} rows={rows} rowKey={(row) => row.id} selected={params.get("id")} bones={6} empty={<EmptyState title={t("empty")} action={<Button onClick={() => setInviting(true)}>{t("invite.do")}</Button>}>{t("emptyHint")}</EmptyState>} />
          )}
        </div>
      </div>
      <Invite open={inviting} close={() => setInviting(false)} />
      {changing && <Change row={changing} close={() => setChanging(null)} />}
    </>
  );
}
