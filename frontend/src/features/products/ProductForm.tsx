import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { Product, ProductGiven } from "@/api/profitTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { given, marginOf, priceOf } from "./editing";
import styles from "./products.module.css";

interface FormProps {
  /** null for a new one. */
  product: Product | null;
  taken: readonly string[];
  done?: () => void;
}

/** One product or service: changed where it stands, or put there new. */
export function ProductForm({ product, taken, done }: FormProps) {
  const { t } = useTranslation("products");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const sees = may("see_profit");
  const [code, setCode] = useState(product?.code ?? "");
  const [form, setForm] = useState<Omit<ProductGiven, "price" | "cost">>(() => (product ? given(product) : { name: "", name_en: "", kind: "product", category: "", unit: "", stock: null, active: true }));
  const [price, setPrice] = useState(product?.price ?? "");
  const [cost, setCost] = useState(product?.cost ?? "");
  const change = (part: Partial<typeof form>) => setForm((old) => ({ ...old, ...part }));
  const [at, costs] = [priceOf(price), priceOf(cost)];
  const save = useMutation({
    mutationFn: () => {
      const { name, name_en, kind, category, unit, stock, active } = form;
      return api.put<Product>(`${house}/products/${encodeURIComponent(code.trim())}`, { name: name.trim(), name_en, kind, category, unit, stock, active, price: at, ...(sees && { cost: costs ?? null }) });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [house, "products"] });
      message.success(t("saved"));
      done?.();
    },
  });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const twice = product === null && taken.includes(code.trim());
  const margin = marginOf(at, costs);
  const id = (name: string) => `product-${product?.code ?? "new"}-${name}`;
  const text = (key: "name" | "name_en" | "category" | "unit", most: number) => (
    <Field id={id(key)} label={t(`form.${key}`)} problem={told(key)}><Input id={id(key)} value={form[key]} maxLength={most} onChange={(event) => change({ [key]: event.target.value })} /></Field>
  );
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      {product === null && (
        <div className={styles.pair}>
          <Field id={id("code")} label={t("form.code")} hint={t("form.codeIs")} problem={twice ? t("form.codeTaken") : told("code")}><Input id={id("code")} value={code} maxLength={40} onChange={(event) => setCode(event.target.value)} /></Field>
          <Field id={id("kind")} label={t("form.kind")}><Segmented id={id("kind")} block value={form.kind} options={(["product", "service"] as const).map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={(kind) => change({ kind })} /></Field>
        </div>
      )}
      <div className={styles.pair}>{text("name", 80)}{text("name_en", 80)}{text("category", 40)}{text("unit", 16)}</div>
      <div className={styles.pair}>
        <Field id={id("price")} label={t("form.price")} problem={at === null ? t("form.noMoney") : told("price")}><Input id={id("price")} value={price} prefix="¥" inputMode="decimal" onChange={(event) => setPrice(event.target.value)} /></Field>
        {sees && <Field id={id("cost")} label={t("form.cost")} problem={costs === null ? t("form.noMoney") : told("cost")} hint={margin === null ? t("form.costIs") : t("form.margin", { share: rate(margin) })}><Input id={id("cost")} value={cost} prefix="¥" inputMode="decimal" onChange={(event) => setCost(event.target.value)} /></Field>}
        <Field id={id("stock")} label={t("form.stock")} hint={t("form.stockIs")} problem={told("stock")}><InputNumber id={id("stock")} value={form.stock} min={0} max={1_000_000} precision={0} controls={false} style={{ width: "100%" }} onChange={(stock) => change({ stock })} /></Field>
      </div>
      {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
      <div><Button type={product ? "default" : "primary"} htmlType="submit" loading={save.isPending} disabled={code.trim() === "" || twice || form.name.trim() === "" || !at || costs === null}>{t(product ? "save" : "make", product ? { ns: "common" } : {})}</Button></div>
    </form>
  );
}
