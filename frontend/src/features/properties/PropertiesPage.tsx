import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { CHANNELS, type Page, type PropertyRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { NewProperty } from "@/components/NewProperty";
import { PageHead } from "@/components/PageHead";
import { EmptyState, ErrorState } from "@/components/States";
import { useScope } from "@/session/scope";

/** The chain's properties, and the form that adds one. */
export default function PropertiesPage() {
  const { t } = useTranslation("properties");
  const scope = useScope();
  const [adding, setAdding] = useState(false);
  const rows = useQuery({
    queryKey: ["properties", scope.chain.slug],
    queryFn: () => api.get<Page<PropertyRow>>(`${scope.api}/properties`, { limit: 200 }),
  });
  const columns: Column<PropertyRow>[] = [
    {
      key: "name", title: t("name"), card: "title", sort: (row) => row.name,
      render: (row) => scope.may("see_guests") ? <Link to={`/p/${row.slug}`}><span className="b">{row.name}</span></Link> : <span className="b">{row.name}</span>,
    },
    { key: "city", title: t("new.city"), card: "aside", sort: (row) => row.city, render: (row) => row.city || "–" },
    { key: "slug", title: t("new.slug"), render: (row) => <span className="t2">{row.slug}</span> },
    { key: "zone", title: t("zone"), render: (row) => <span className="t2">{row.time_zone}</span> },
    {
      key: "targets", title: t("targets"),
      render: ({ targets }) => targets ? CHANNELS.map((channel) => targets[channel]).join(" / ") : <span className="t3">{t("chainTargets")}</span>,
    },
    { key: "deadline", title: t("deadline"), numeric: true, render: (row) => t("hours", { n: row.remark_deadline_hours, count: row.remark_deadline_hours }) },
    { key: "state", title: t("state"), render: ({ state }) => (state === "open" ? <span className="good">{t("ready")}</span> : <span className="tag">{state === "closed" ? t("closed") : state}</span>) },
    {
      key: "edit", title: "", numeric: true,
      render: (row) => scope.may("manage_property") && <Link to={`/p/${row.slug}/settings`}>{t("edit")}</Link>,
    },
  ];
  return (
    <>
      <PageHead title={t("title")} about={rows.data && t("about", { n: rows.data.results.length, count: rows.data.results.length })}>
        {scope.may("manage_chain") && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t("add")}</Button>}
      </PageHead>
      <div className="panel">
        <div className="flush">
          {rows.isError ? <ErrorState problem={rows.error} retry={() => void rows.refetch()} /> : (
            <DataTable
              label={t("title")} columns={columns} rows={rows.data?.results} rowKey={(row) => row.slug} bones={6}
              empty={<EmptyState title={t("empty")} action={scope.may("manage_chain") && <Button type="primary" onClick={() => setAdding(true)}>{t("add")}</Button>}>{t("emptyHint")}</EmptyState>}
            />
          )}
        </div>
      </div>
      <Modal title={t("add")} open={adding} onCancel={() => setAdding(false)} footer={null} width={640} destroyOnHidden>
        <p className="t2">{t("addAbout")}</p>
        <NewProperty done={() => setAdding(false)} />
      </Modal>
    </>
  );
}
