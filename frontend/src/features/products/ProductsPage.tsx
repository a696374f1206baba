import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { products as productsQuery } from "@/api/profit";
import type { Product } from "@/api/profitTypes";
import { ActiveSwitch } from "@/components/ActiveSwitch";
import { DataTable, type Column } from "@/components/DataTable";
import { Money, Rate } from "@/components/Figures";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { useFilters } from "@/lib/filters";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { CostsPanel } from "./CostsPanel";
import { given, lookedFor, lowOf } from "./editing";
import { ProductForm } from "./ProductForm";
import styles from "./products.module.css";

/** 商品与服务: what the house sells and gives, and what things cost it. */
export default function ProductsPage() {
  const { t } = useTranslation("products");
  const { path, may } = usePropertyScope();
  const { params, set } = useFilters();
  const [adding, setAdding] = useState(false);
  const tab = params.get("tab") === "costs" && may("see_profit") ? "costs" : "products";
  return (
    <>
      <PageHead title={t("title")} about={t(tab === "costs" ? "aboutCosts" : "about")}>
        {may("see_profit") && <Segmented value={tab} aria-label={t("tab.label")} options={[{ value: "products", label: t("tab.products") }, { value: "costs", label: t("tab.costs") }]} onChange={(value) => set({ tab: value === "costs" ? "costs" : null })} />}
        {tab === "products" && may("import_data") && <Link className="btn" to={`${path}/imports?kind=products`}>{t("import")}</Link>}
        {tab === "products" && may("manage_property") && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t("add")}</Button>}
      </PageHead>
      {tab === "costs" ? <CostsPanel /> : <List adding={adding} close={() => setAdding(false)} />}
    </>
  );
}

function List({ adding, close }: { adding: boolean; close: () => void }) {
  const { t } = useTranslation("products");
  const { api: house, path, may } = usePropertyScope();
  const { params, set } = useFilters();
  const [text, setText] = useState(params.get("q") ?? "");
  const look = (typed: string) => {
    setText(typed);
    set({ q: typed.trim() });
  };
  const category = params.get("category");
  const shown = params.get("shown") ?? "active";
  const all = useQuery(productsQuery(house));
  const rows = all.data && lookedFor(all.data, { text, category, active: shown === "active" });
  const categories = [...new Set((all.data ?? []).map((one) => one.category).filter(Boolean))];
  const columns = useColumns();
  const filtered = text.trim() !== "" || category !== null;
  return (
    <>
      <Answer rows={all.data} />
      <section className="panel">
        <div className={styles.filters} role="search" aria-label={t("filter.label")}>
          <Input allowClear prefix={<Icon name="search" />} value={text} placeholder={t("filter.q")} aria-label={t("filter.q")} style={{ width: 220 }} onChange={(event) => look(event.target.value)} />
          <Select allowClear value={category} placeholder={t("filter.category")} aria-label={t("filter.category")} popupMatchSelectWidth={false} style={{ minWidth: 120 }} options={categories.map((value) => ({ value, label: value }))} onChange={(value: string | undefined) => set({ category: value })} />
          <Segmented value={shown} aria-label={t("filter.shown")} options={["active", "all"].map((value) => ({ value, label: t(`filter.${value}`) }))} onChange={(value) => set({ shown: value === "active" ? null : value })} />
        </div>
        {all.isError && !rows ? <ErrorState problem={all.error} retry={() => void all.refetch()} /> : (
          <DataTable
            label={t("title")} columns={columns} rows={rows} rowKey={({ code }) => code} bones={8} dense
            {...(may("manage_property") && { expand: (row: Product) => <div className={styles.inside}><ProductForm key={JSON.stringify(row)} product={row} taken={[]} /></div> })}
            empty={filtered ? <EmptyState title={t("none.filtered")} action={<Button onClick={() => { setText(""); set({ q: null, category: null }); }}>{t("filter.clear")}</Button>} /> : <EmptyState title={t("none.title")} action={may("import_data") && <Link className="btn" to={`${path}/imports?kind=products`}>{t("import")}</Link>}>{t("none.hint")}</EmptyState>}
          />
        )}
      </section>
      {adding && <Drawer title={t("add")} open size={520} onClose={close}><ProductForm product={null} taken={(all.data ?? []).map(({ code }) => code)} done={close} /></Drawer>}
    </>
  );
}

function Answer({ rows }: { rows: readonly Product[] | undefined }) {
  const { t } = useTranslation("products");
  const { nameOf } = useSaying();
  if (!rows) return <AnswerLine tone="calm"><Bone width="50%" /></AnswerLine>;
  const active = rows.filter((row) => row.active);
  if (active.length === 0) return null;
  const low = active.filter(lowOf);
  const costless = active.filter((row) => row.cost === null && !row.cost_hidden);
  const best = active.toSorted((a, b) => Number(b.amount_90) - Number(a.amount_90))[0];
  if (low.length > 0) return <AnswerLine tone="warn" lead={t("answer.low", { n: low.length, count: low.length })}>{low.slice(0, 3).map((row) => t("answer.lowOne", { name: nameOf(row), n: row.stock ?? 0 })).join(t("comma"))}{t("end")}</AnswerLine>;
  if (costless.length > 0) return <AnswerLine tone="warn" lead={t("answer.costless", { n: costless.length, count: costless.length })}>{t("answer.costlessIs")}</AnswerLine>;
  return <AnswerLine tone="calm">{best && Number(best.amount_90) > 0 ? t("answer.best", { name: nameOf(best), amount: money(best.amount_90), n: count(best.sold_90), count: best.sold_90 }) : t("answer.nothing")}</AnswerLine>;
}

function useColumns(): Column<Product>[] {
  const { t } = useTranslation("products");
  const { may } = usePropertyScope();
  const { nameOf } = useSaying();
  const sees = may("see_profit");
  return [
    { key: "name", title: t("col.name"), card: "title", sort: (row) => nameOf(row), render: (row) => <><span className={row.active ? "b" : "b t3"}>{nameOf(row)}</span> <span className="cap t3">{row.code}</span></> },
    { key: "category", title: t("col.category"), sort: ({ category }) => category, render: (row) => row.category || t(`kind.${row.kind}`) },
    { key: "price", title: t("col.price"), numeric: true, sort: ({ price }) => Number(price), render: (row) => <><Money amount={row.price} ledger />{row.unit && <span className="cap t3"> / {row.unit}</span>}</> },
    ...(sees ? [
      { key: "cost", title: t("col.cost"), numeric: true, sort: (row: Product) => (row.cost === null ? null : Number(row.cost)), render: (row: Product) => (row.cost === null ? <span className="warn">{t("notTold")}</span> : <Money amount={row.cost} ledger />) },
      { key: "margin", title: t("col.margin"), numeric: true, sort: (row: Product) => row.margin, render: (row: Product) => <Rate share={row.margin} /> },
    ] satisfies Column<Product>[] : []),
    { key: "stock", title: t("col.stock"), numeric: true, sort: ({ stock }) => stock, render: (row) => (row.stock === null ? <span className="t3">{t("notCounted")}</span> : <span className={lowOf(row) ? "warn b" : undefined}>{count(row.stock)}</span>) },
    { key: "sold", title: t("col.sold"), numeric: true, sort: ({ sold_90: sold }) => sold, render: (row) => count(row.sold_90) },
    { key: "amount", title: t("col.amount"), numeric: true, sort: ({ amount_90: amount }) => Number(amount), render: (row) => <Money amount={row.amount_90} /> },
    { key: "active", title: t("col.active"), card: "aside", render: (row) => <OnOff product={row} /> },
  ];
}

function OnOff({ product }: { product: Product }) {
  const { t } = useTranslation("products");
  const { api: house, may } = usePropertyScope();
  const { nameOf } = useSaying();
  return (
    <ActiveSwitch
      label={t("activeOf", { name: nameOf(product) })} active={product.active} disabled={!may("manage_property")} list={[house, "products"]}
      save={(active) => api.put(`${house}/products/${encodeURIComponent(product.code)}`, { ...given(product), active })}
    />
  );
}
