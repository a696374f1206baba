import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { SurpriseBody, SurpriseRule } from "@/api/deskTypes";
import { products as productsQuery } from "@/api/profit";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { Preview } from "./Preview";
import { bodyOf, isWhole } from "./rule";
import { SentenceFields } from "./Sentence";
import styles from "./surprises.module.css";

interface RuleFormProps {
  rule: SurpriseBody;
  /** It is being made. */
  fresh: boolean;
  standard?: boolean;
  done: () => void;
}

/** A rule as a sentence of controls, with what it would have come to beneath. */
export function RuleForm({ rule, fresh, standard = false, done }: RuleFormProps) {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [draft, setDraft] = useState<SurpriseBody>(rule);
  const change = (part: Partial<SurpriseBody>) => setDraft((before) => ({ ...before, ...part }));
  const at = `${house}/desk/surprise-rules/${rule.code}`;
  const settled = async (said: string) => {
    await queries.invalidateQueries({ queryKey: [house, "desk"] });
    message.success(said);
    done();
  };
  const save = useMutation({ mutationFn: () => api.put<SurpriseRule>(at, bodyOf(draft)), onSuccess: () => settled(t("saved", { name: draft.name.trim() })) });
  const remove = useMutation({ mutationFn: () => api.delete(at), onSuccess: () => settled(t(standard ? "restored" : "removed", { name: rule.name })) });
  const problem = save.error ?? remove.error;
  const wrong = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const id = `surprise-${rule.code}`;
  return (
    <form
      className={styles.form} onSubmit={(event) => {
        event.preventDefault();
        if (isWhole(draft)) save.mutate();
      }}
    >
      <div className={styles.names}>
        <Field id={`${id}-name`} label={t("field.name")} problem={wrong("name")}><Input id={`${id}-name`} maxLength={60} value={draft.name} placeholder={t("field.nameLike")} onChange={(event) => change({ name: event.target.value })} /></Field>
        <Field id={`${id}-en`} label={t("field.doesEn")}><Input id={`${id}-en`} maxLength={120} value={draft.does_en} placeholder={t("field.doesEnLike")} onChange={(event) => change({ does_en: event.target.value })} /></Field>
      </div>
      <SentenceFields rule={draft} change={change} standard={standard} wrong={wrong} />
      <Gifts draft={draft} change={change} />
      <Preview draft={draft} />
      {problem && <p className="bad small" role="alert">{problemText(problem)}</p>}
      <div className="row wraps">
        <Button type="primary" htmlType="submit" disabled={!isWhole(draft)} loading={save.isPending}>{fresh ? t("keepNew") : t("save", { ns: "common" })}</Button>
        <Button onClick={done}>{t("cancel", { ns: "common" })}</Button>
        <span className="grow" />
        {!fresh && (!standard || rule.active) && (
          <Popconfirm title={t(standard ? "restoreAsk" : "removeAsk", { name: rule.name })} okText={t(standard ? "restore" : "remove")} cancelText={t("cancel", { ns: "common" })} onConfirm={() => remove.mutate()}>
            <Button type="text" danger={!standard} loading={remove.isPending}>{t(standard ? "restore" : "remove")}</Button>
          </Popconfirm>
        )}
      </div>
    </form>
  );
}

/** Products that are given: their cost is the rule's, and their stock goes down by them. */
function Gifts({ draft, change }: { draft: SurpriseBody; change: (part: Partial<SurpriseBody>) => void }) {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const { data } = useQuery(productsQuery(house, { active: true }));
  const known = data ?? [];
  const left = known.filter(({ code }) => !draft.products.some(({ product }) => product === code));
  const put = (products: SurpriseBody["products"]) => change({ products });
  if (known.length === 0 && draft.products.length === 0) return null;
  return (
    <div className={styles.gifts}>
      <span className="t3 small">{t("gifts.title")}</span>
      {draft.products.map(({ product, quantity }) => {
        const found = known.find(({ code }) => code === product);
        const name = found ? nameOf(found) : product;
        return (
          <span key={product} className={styles.gift}>
            {name} ×
            <InputNumber
              className={styles.quantity} aria-label={t("gifts.quantity", { name })} min={1} max={20} precision={0} value={quantity}
              onChange={(next) => put(draft.products.map((one) => (one.product === product ? { product, quantity: next ?? 1 } : one)))}
            />
            <button type="button" className="tool" aria-label={t("gifts.remove", { name })} title={t("gifts.remove", { name })} onClick={() => put(draft.products.filter((one) => one.product !== product))}><Icon name="cross" /></button>
          </span>
        );
      })}
      {left.length > 0 && draft.products.length < 10 && (
        <Select<string>
          value={null} placeholder={t("gifts.add")} aria-label={t("gifts.add")} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} options={left.map((one) => ({ value: one.code, label: nameOf(one) }))}
          onChange={(product) => put([...draft.products, { product, quantity: 1 }])}
        />
      )}
    </div>
  );
}
