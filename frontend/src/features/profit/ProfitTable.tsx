import { useTranslation } from "react-i18next";
import type { ProfitRow } from "@/api/profitTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Money, Opens } from "@/components/Figures";
import { Left } from "@/components/profit/Left";
import { count, rate } from "@/lib/numbers";
import { useNameOf } from "./names";
import { opensOf, useOpens } from "./opens";
import type { RowsProps } from "./ProfitBars";

/** The same as numbers, every cost in its own column. */
export function ProfitTable({ rows, total, by }: RowsProps) {
  const { t } = useTranslation("profit");
  const nameOf = useNameOf(by);
  const path = useOpens();
  const cost = (key: "commission" | "rooms" | "goods" | "given"): Column<ProfitRow> => ({ key, title: t(`part.${key}`), numeric: true, sort: (row) => Number(row[key]), render: (row) => (Number(row[key]) === 0 ? <span className="t3">–</span> : <Money amount={row[key]} />) });
  const columns: Column<ProfitRow>[] = [
    { key: "name", title: t(`by.${by}`), card: "title", sort: (row) => nameOf(row), render: (row) => (row === total ? t("total") : <Opens to={opensOf(row, path)}><span className="b">{nameOf(row)}</span></Opens>) },
    { key: "visits", title: t(by === "product" ? "sold" : "visitsAre"), numeric: true, sort: (row) => row.quantity ?? row.visits, render: (row) => count(row.quantity ?? row.visits) },
    { key: "nights", title: t("nights"), numeric: true, sort: (row) => row.nights, render: (row) => count(row.nights) },
    { key: "revenue", title: t("revenue"), numeric: true, sort: (row) => Number(row.revenue), render: (row) => <Money amount={row.revenue} /> },
    cost("commission"), cost("rooms"), cost("goods"), cost("given"),
    { key: "profit", title: t("profit"), numeric: true, sort: (row) => Number(row.profit), render: (row) => <Left profit={row.profit} unknown={row.unknown} /> },
    { key: "share", title: t("share"), numeric: true, sort: (row) => row.share, render: (row) => rate(row.share) },
    { key: "each", title: t("each"), numeric: true, sort: (row) => (row.profit_per_visit === null ? null : Number(row.profit_per_visit)), render: (row) => <Money amount={row.profit_per_visit} /> },
    { key: "night", title: t("eachNight"), numeric: true, sort: (row) => (row.profit_per_night === null ? null : Number(row.profit_per_night)), render: (row) => <Money amount={row.profit_per_night} /> },
  ];
  return <DataTable label={t("title")} dense columns={columns} rows={rows} rowKey={({ key }) => key} {...(by !== "month" && { sortedBy: "-revenue" })} {...(total && rows && rows.length > 0 && { foot: total })} />;
}
