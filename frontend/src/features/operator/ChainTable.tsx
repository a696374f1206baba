import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ChainRow } from "@/api/operatorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { count, NOTHING } from "@/lib/numbers";
import { at, Pays, Standing } from "./parts";

/** Chains: who they are, how they stand, what comes in. */
export function ChainTable({ rows, label, empty, bones = 8 }: { rows: readonly ChainRow[] | undefined; label: string; empty: React.ReactNode; bones?: number }) {
  const { t } = useTranslation("operator");
  const columns: Column<ChainRow>[] = [
    { key: "name", title: t("chain"), card: "title", render: (row) => <><Link className="b" to={`/operator/chains/${row.slug}`}>{row.name}</Link> <span className="cap t3">{row.slug}</span></> },
    { key: "standing", title: t("standing"), card: "aside", render: (row) => <Standing row={row} /> },
    { key: "owner", title: t("owner"), wrap: true, card: "whole", render: ({ owner }) => (owner ? <>{owner.name} <span className="cap t3" style={{ overflowWrap: "anywhere" }}>{owner.email}</span></> : <span className="t3">{NOTHING}</span>) },
    { key: "pays", title: t("pays"), render: (row) => <Pays row={row} /> },
    { key: "houses", title: t("houses"), numeric: true, render: (row) => <>{count(row.properties)}{row.quantity > 0 && row.quantity !== row.properties && <span className="gap bad">{t("paidFor", { n: row.quantity, count: row.quantity })}</span>}</> },
    { key: "contacts", title: t("contacts"), numeric: true, render: (row) => count(row.contacts) },
    { key: "stays", title: t("stays30"), numeric: true, render: (row) => count(row.stays_30d) },
    { key: "last", title: t("lastStay"), render: (row) => <span className="t2">{row.last_stay_on ?? NOTHING}</span> },
    { key: "made", title: t("made"), render: (row) => <span className="t2">{at(row.created_at)}</span> },
  ];
  return <DataTable label={label} columns={columns} rows={rows} rowKey={(row) => row.slug} bones={bones} empty={empty} />;
}
