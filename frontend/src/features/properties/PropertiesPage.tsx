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
import { CloseProperty, ReopenProperty } from "./Closing";
import { CostOfOneMore } from "./CostOfOneMore";

/** The chain's properties: adding one with what it costs, closing and reopening. */
export default function PropertiesPage() {
  const { t } = useTranslation("properties");
  const scope = useScope();
  const [adding, setAdding] = useState(false);
  const [closing, setClosing] = useState<PropertyRow | null>(null);
  const rows = useQuery({
    queryKey: ["properties", scope.chain.slug],
    queryFn: () => api.get<Page<PropertyRow>>(`${scope.api}/properties`, { limit: 200 }),
  });
  const manages = scope.may("manage_chain");
  const isOpen = ({ state }: PropertyRow) => state === "open";
  const columns: Column<PropertyRow>[] = [
    {
      key: "name", title: t("name"), card: "title", sort: (row) => row.name,
      render: (row) => (
        <>
          {scope.may("see_guests") && isOpen(row) ? <Link to={`/p/${row.slug}`}><span className="b">{row.name}</span></Link> : <span className={isOpen(row) ? "b" : "t2"}>{row.name}</span>}
          {row.sandbox && <> <span className="tag warn">{t("sandbox")}</span></>}
        </>
      ),
    },
    { key: "city", title: t("new.city"), card: "aside", sort: (row) => row.city, render: (row) => row.city || "–" },
    { key: "slug", title: t("new.slug"), render: (row) => <span className="t2">{row.slug}</span> },
    { key: "zone", title: t("zone"), render: (row) => <span className="t2">{row.time_zone}</span> },
    {
      key: "targets", title: t("targets"),
      render: ({ targets }) => targets ? CHANNELS.map((channel) => targets[channel]).join(" / ") : <span className="t3">{t("chainTargets")}</span>,
    },
    { key: "deadline", title: t("deadline"), numeric: true, render: (row) => t("hours", { n: row.remark_deadline_hours, count: row.remark_deadline_hours }) },
    { key: "state", title: t("state"), render: (row) => (isOpen(row) ? <span className="good">{t("ready")}</span> : <span className="tag">{row.state === "closed" ? t("closed") : t("opening")}</span>) },
    {
      key: "edit", title: "", numeric: true, card: "whole",
      render: (row) => (
        <span className="row" style={{ justifyContent: "flex-end", gap: 4 }}>
          {isOpen(row) && scope.may("manage_property") && <Link to={`/p/${row.slug}/settings`}>{t("edit")}</Link>}
          {manages && (isOpen(row) || row.state === "closed") && <Button type="link" size="small" onClick={() => setClosing(row)}>{t(isOpen(row) ? "close.open" : "reopen.open")}</Button>}
        </span>
      ),
    },
  ];
  const open = rows.data?.results.filter((row) => isOpen(row) && !row.sandbox).length;
  const shut = () => setClosing(null);
  return (
    <>
      <PageHead title={t("title")} about={open !== undefined && t("about", { n: open, count: open })}>
        {manages && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t("add")}</Button>}
      </PageHead>
      <div className="panel">
        <div className="flush">
          {rows.isError ? <ErrorState problem={rows.error} retry={() => void rows.refetch()} /> : (
            <DataTable
              label={t("title")} columns={columns} rows={rows.data?.results} rowKey={(row) => row.slug} bones={6}
              empty={<EmptyState title={t("empty")} action={manages && <Button type="primary" onClick={() => setAdding(true)}>{t("add")}</Button>}>{manages ? t("emptyHint") : t("emptyAsk")}</EmptyState>}
            />
          )}
        </div>
      </div>
      <Modal title={t("add")} open={adding} onCancel={() => setAdding(false)} footer={null} width={640} destroyOnHidden>
        <p className="t2">{t("addAbout")}</p>
        <NewProperty done={() => setAdding(false)} cost={<CostOfOneMore />} />
      </Modal>
      {closing && (isOpen(closing) ? <CloseProperty row={closing} close={shut} /> : <ReopenProperty row={closing} close={shut} />)}
    </>
  );
}
