import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ImpersonationRow } from "@/api/operatorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { EmptyState } from "@/components/States";
import { endedAt } from "./judging";
import { at } from "./parts";

export function ImpersonationTable({ rows, withChain = false }: { rows: readonly ImpersonationRow[] | undefined; withChain?: boolean }) {
  const { t } = useTranslation("operator");
  const columns: Column<ImpersonationRow>[] = [
    { key: "began", title: t("eyes.began"), card: "aside", render: (row) => <span className="t2">{at(row.began_at)}</span> },
    { key: "who", title: t("eyes.who"), card: "title", render: (row) => <span className="b">{t("eyes.as", { operator: row.operator, staff: row.staff })}</span> },
    ...(withChain ? [{ key: "chain", title: t("chain"), render: (row: ImpersonationRow) => <Link to={`/operator/chains/${row.chain}`}>{row.chain_name}</Link> }] : []),
    { key: "reason", title: t("eyes.reason"), wrap: true, card: "whole", render: (row) => row.reason },
    { key: "ended", title: t("eyes.ended"), render: (row) => { const end = endedAt(row, new Date()); return end ? <span className="t2">{at(end)}</span> : <span className="tag warn">{t("eyes.lasts", { at: at(row.until) })}</span>; } },
  ];
  return <DataTable label={t("nav.impersonations")} dense columns={columns} rows={rows} rowKey={(row) => String(row.id)} bones={5} empty={<EmptyState title={t("eyes.none")}>{t("eyes.noneHint")}</EmptyState>} />;
}
