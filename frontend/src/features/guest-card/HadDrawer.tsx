import { useQuery } from "@tanstack/react-query";
import { Checkbox, Drawer, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DeskCard, Had, HadWanted } from "@/api/guestDeskTypes";
import { products as productsQuery } from "@/api/profit";
import type { Product } from "@/api/profitTypes";
import { Field } from "@/components/Field";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { ActForm } from "@/components/value/ActForm";
import { Done } from "@/components/value/Done";
import { MoneyField } from "@/components/value/fields";
import { useAct } from "@/components/value/useAct";
import valueStyles from "@/components/value/value.module.css";
import { useSaying } from "@/components/value/words";
import { cents, centsOf, yuan } from "@/lib/cents";
import { usePhone } from "@/lib/media";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";
import { priced } from "./had";
import { TakeBack } from "./TakeBack";

interface Offered {
  value: string;
  label: string;
  /** What it is found by. */
  found: string;
  price: string;
  left: number | null;
}
type Card = Pick<DeskCard, "id" | "name" | "visit_history" | "spend">;

/** Puts down what a guest had: which product, how many, on which visit, for how much. */
export function HadDrawer({ card, close }: { card: Card; close: () => void }) {
  const { t } = useTranslation("guest-desk");
  const { api: house, path, may } = usePropertyScope();
  const phone = usePhone();
  const { data, isError, error, refetch } = useQuery(productsQuery(house, { active: true }));
  return (
    <Drawer open destroyOnHidden placement="right" size={phone ? "100%" : 448} title={`${t("had.add")} · ${card.name}`} onClose={close} className={valueStyles.drawer ?? ""}>
      {isError ? <ErrorState problem={error} retry={() => void refetch()} /> : !data ? <div className={valueStyles.fields}><Bones height={280} lines={6} /></div> : data.length === 0 ? (
        <EmptyState title={t("had.noProducts")} action={may("manage_property") && <Link className="btn" to={`${path}/products`}>{t("had.toProducts")}</Link>}>{t("had.noProductsHint")}</EmptyState>
      ) : <HadForm card={card} products={data} close={close} />}
    </Drawer>
  );
}

function HadForm({ card, products, close }: { card: Card; products: Product[]; close: () => void }) {
  const { t } = useTranslation("guest-desk");
  const { session } = usePropertyScope();
  const { nameOf } = useSaying();
  const act = useAct<Had>();
  const [code, setCode] = useState<string | null>(null);
  const [quantity, setQuantity] = useState(1);
  // null: the price, as often as it is had.
  const [written, setWritten] = useState<string | null>(null);
  const [visit, setVisit] = useState(() => (card.visit_history.find(({ in_house }) => in_house) ?? card.visit_history[0])?.id);
  const [folio, setFolio] = useState<"fnb" | "other" | null>(null);
  const currency = card.spend.currency;
  const product = products.find((one) => one.code === code);
  const text = written ?? (product ? yuan(priced(centsOf(product.price), quantity)) : "");
  const amount = cents(text);
  const chosen = card.visit_history.find(({ id }) => id === visit);
  const visitOf = (one: Card["visit_history"][number]) => [t("had.nth", { n: one.ordinal }), one.check_in_on, one.room_no, one.in_house && t("had.here")].filter(Boolean).join(" · ");
  if (act.data && product) {
    const made = act.data;
    const what = `${nameOf(made)} ×${made.quantity}`;
    return (
      <Done
        title={t("had.done", { what })} close={close} changes={[]}
        facts={[[t("had.amount"), money(made.amount, 2, currency)], ...(chosen ? [[t("had.of"), visitOf(chosen)] as const] : []), [t("had.by"), made.by_name]]}
      >
        <TakeBack guest={card.id} id={made.id} what={what} />
      </Done>
    );
  }
  const short = product?.stock != null && product.stock < quantity;
  const submit = () => {
    if (!product || amount === null) return;
    const body: HadWanted = { product: product.code, quantity, amount: yuan(amount), ...(visit !== undefined && { visit }), ...(folio && { on_folio: true, folio }) };
    act.mutate({ path: `/guests/${card.id}/consumption`, body });
  };
  return (
    <ActForm confirm={product && amount !== null ? t("had.confirm", { money: money(yuan(amount), 2, currency) }) : t("had.add")} ready={product !== undefined && amount !== null && !short} pending={act.isPending} problem={act.error} submit={submit} changes={[]} note={<span className="cap t3">{t("had.byMe", { name: session.staff.name })}</span>}>
      <Field id="had-product" label={t("had.product")} problem={short ? t("had.short", { n: product.stock }) : undefined}>
        <Select<string, Offered>
          id="had-product" size="large" autoFocus value={code} placeholder={t("had.productLike")} style={{ width: "100%" }}
          showSearch={{ filterOption: (typed, option) => option?.found.includes(typed.trim().toLowerCase()) ?? false }}
          options={products.map((one) => ({ value: one.code, label: nameOf(one), found: `${one.name} ${one.name_en} ${one.code} ${one.category}`.toLowerCase(), price: one.price, left: one.stock }))}
          optionRender={({ data }) => <span className={styles.option}><span className="grow cut">{data.label}</span>{data.left !== null && <span className="cap t3">{t("had.left", { n: data.left })}</span>}<span className="nowrap">{money(data.price, 2, currency)}</span></span>}
          onChange={(next) => { setCode(next); setWritten(null); }}
        />
      </Field>
      <div className={styles.much}>
        <Field id="had-quantity" label={t("had.quantity")}>
          <InputNumber id="had-quantity" size="large" min={1} max={10_000} precision={0} value={quantity} style={{ width: "100%" }} onChange={(next) => setQuantity(next ?? 1)} />
        </Field>
        <MoneyField label={t("had.amount")} value={text} change={setWritten} problem={text !== "" && amount === null ? t("had.notMoney") : undefined} hint={product && t("had.each", { price: money(product.price, 2, currency) })} />
      </div>
      {card.visit_history.length > 0 && (
        <Field id="had-visit" label={t("had.of")}>
          <Select<string> id="had-visit" value={visit} style={{ width: "100%" }} options={card.visit_history.map((one) => ({ value: one.id, label: visitOf(one) }))} onChange={setVisit} />
        </Field>
      )}
      <div className={styles.folio}>
        <Checkbox checked={folio !== null} onChange={({ target }) => setFolio(target.checked ? "fnb" : null)}>{t("had.folio")}</Checkbox>
        <p className="cap t3">{t(folio ? "had.folioIs" : "had.folioHint")}</p>
        {folio && <Segmented<"fnb" | "other"> aria-label={t("had.folioAs")} value={folio} options={[{ value: "fnb", label: t("had.fnb") }, { value: "other", label: t("had.other") }]} onChange={setFolio} />}
      </div>
    </ActForm>
  );
}
