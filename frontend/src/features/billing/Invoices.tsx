import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { invoicesQuery } from "@/api/business";
import type { Invoice } from "@/api/businessTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Panel } from "@/components/Panel";
import { BillLines } from "@/components/standing/PreviewLines";
import { EmptyState, ErrorState } from "@/components/States";
import { todayIn } from "@/lib/dates";
import { money } from "@/lib/numbers";
import { useScope } from "@/session/scope";

const TONES: Record<string, string> = { open: "tag bad", uncollectible: "tag bad", void: "tag" };

/** Every bill with its lines; open ones are paid on the payment service's own page. */
export function Invoices() {
  const { t } = useTranslation("billing");
  const { chain } = useScope();
  const invoices = useQuery(invoicesQuery(chain.slug));
  const day = (at: string) => todayIn(chain.time_zone, new Date(at));
  const columns: Column<Invoice>[] = [
    { key: "number", title: t("invoice.number"), card: "title", render: (row) => <span className="b">{row.number || t("invoice.draft")}</span> },
    { key: "at", title: t("invoice.at"), sort: (row) => row.issued_at, render: (row) => day(row.issued_at) },
    { key: "period", title: t("invoice.period"), render: ({ period }) => (period ? <span className="t2">{t("invoice.fromTo", { from: day(period.from), to: day(period.to) })}</span> : "–") },
    { key: "state", title: t("invoice.state"), card: "aside", render: ({ state, total }) => (state === "paid" ? <span className="good">{t(Number(total) < 0 ? "invoice.credited" : "invoice.paid")}</span> : <span className={TONES[state] ?? "tag"}>{t(`invoice.${state}`, { defaultValue: state })}</span>) },
    { key: "total", title: t("invoice.total"), numeric: true, render: (row) => money(row.total, 2, row.currency) },
    { key: "due", title: t("invoice.due"), numeric: true, render: (row) => (Number(row.due) > 0 && row.state === "open" ? <span className="bad b">{money(row.due, 2, row.currency)}</span> : <span className="t3">{money("0", 2, row.currency)}</span>) },
    {
      key: "open", title: "", numeric: true, card: "whole",
      render: (row) => (
        <span className="row" style={{ justifyContent: "flex-end", gap: 12 }}>
          {row.page && <a href={row.page} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>{t(row.state === "open" ? "invoice.pay" : "invoice.see")}</a>}
          {row.pdf && <a href={row.pdf} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>{t("invoice.pdf")}</a>}
        </span>
      ),
    },
  ];
  return (
    <Panel title={t("invoice.title")} says={t("invoice.says")} flush className="below">
      {invoices.isError ? <ErrorState problem={invoices.error} retry={() => void invoices.refetch()} /> : (
        <DataTable
          label={t("invoice.title")} columns={columns} rows={invoices.data?.results} rowKey={(row) => row.id} bones={3} dense
          expand={(row) => <BillLines lines={row.lines} currency={row.currency} sum={row.total} word={t("invoice.total")} />}
          empty={<EmptyState title={t("invoice.none")}>{t("invoice.noneHint")}</EmptyState>}
        />
      )}
    </Panel>
  );
}
