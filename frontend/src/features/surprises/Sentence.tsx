import { useQuery } from "@tanstack/react-query";
import { Input, InputNumber, Select } from "antd";
import { Trans, useTranslation } from "react-i18next";
import { departments as departmentsQuery } from "@/api/deskRules";
import { OCCASIONS, type Occasion, type SurpriseBody } from "@/api/deskTypes";
import { terms } from "@/api/value";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { onOccasion } from "./rule";
import styles from "./surprises.module.css";

export function useTiers(asked: boolean) {
  const { api: house, may } = usePropertyScope();
  const { data } = useQuery({ ...terms(house), enabled: asked && may("see_programme") });
  return data?.programme?.tiers.levels ?? [];
}

/** A rule read as a sentence: its fields are its values in bold. */
export function Sentence({ rule, each }: { rule: SurpriseBody; each: string | null }) {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const { i18n } = useTranslation();
  const departments = useQuery(departmentsQuery(house));
  const tier = useTiers(rule.occasion === "tier").find(({ code }) => code === rule.tier);
  const department = departments.data?.find(({ code }) => code === rule.department);
  const cost = each ?? (rule.products.length === 0 ? rule.cost : null);
  const parts = {
    n: <b>{count(rule.n)}</b>, tier: <b>{tier ? nameOf(tier) : rule.tier}</b>, department: <b>{department ? nameOf(department) : rule.department}</b>,
    does: <b>{i18n.language === "en" && rule.does_en ? rule.does_en : rule.does}</b>, announced: <b>{t(rule.announced ? "told" : "hushed")}</b>, cost: <b>{cost === null ? t("costUnknown") : Number(cost) === 0 ? t("costNone") : money(cost, cost.endsWith(".00") ? 0 : 2)}</b>,
  };
  const when = rule.occasion === "tier" && rule.higher ? "tier_higher" : !rule.n && (rule.occasion === "birthday" || rule.occasion === "anniversary") ? `${rule.occasion}_on` : rule.occasion;
  return (
    <p className={styles.sentence}>
      <Trans t={t} i18nKey={`when.${when}`} components={parts} count={rule.n ?? 0} />
      <Trans t={t} i18nKey="then" components={parts} />
      <Trans t={t} i18nKey="costs" components={parts} />
    </p>
  );
}

interface SentenceFieldsProps {
  rule: SurpriseBody;
  change: (part: Partial<SurpriseBody>) => void;
  /** A standard rule keeps its occasion. */
  standard: boolean;
  wrong: (field: string) => string | undefined;
}

/** The same sentence with its controls in the places of its values. */
export function SentenceFields({ rule, change, standard, wrong }: SentenceFieldsProps) {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const departments = useQuery(departmentsQuery(house));
  const tiers = useTiers(rule.occasion === "tier");
  const status = (field: string) => (wrong(field) ? ("error" as const) : ("" as const));
  const parts = {
    n: <InputNumber className={styles.n} aria-label={t("field.n")} status={status("n")} min={rule.occasion === "birthday" || rule.occasion === "anniversary" ? 0 : 1} max={365} precision={0} controls={false} value={rule.n} onChange={(n) => change({ n })} />,
    tier: <Select className={styles.tier} aria-label={t("field.tier")} status={status("tier")} value={rule.tier || null} popupMatchSelectWidth={false} options={tiers.map((one) => ({ value: one.code, label: nameOf(one) }))} onChange={(tier: string) => change({ tier })} />,
    higher: <Select className={styles.higher} aria-label={t("field.higher")} value={rule.higher} popupMatchSelectWidth={false} options={[true, false].map((value) => ({ value, label: t(value ? "andHigher" : "onlyThis") }))} onChange={(higher: boolean) => change({ higher })} />,
    department: (
      <Select
        className={styles.department} aria-label={t("field.department")} status={status("department")} value={rule.department} popupMatchSelectWidth={false}
        options={(departments.data ?? []).map((one) => ({ value: one.code, label: nameOf(one) }))} onChange={(department: string) => change({ department })}
      />
    ),
    does: <Input className={styles.does} aria-label={t("field.does")} status={status("does")} maxLength={120} value={rule.does} placeholder={t("field.doesLike")} onChange={(event) => change({ does: event.target.value })} />,
    announced: <Select className={styles.announced} aria-label={t("field.announced")} value={rule.announced} popupMatchSelectWidth={false} options={[false, true].map((value) => ({ value, label: t(value ? "told" : "hushed") }))} onChange={(announced: boolean) => change({ announced })} />,
    cost: <InputNumber className={styles.cost} aria-label={t("field.cost")} status={status("cost")} min={0} max={99_999} precision={2} controls={false} prefix="¥" value={Number(rule.cost)} onChange={(cost) => change({ cost: (cost ?? 0).toFixed(2) })} />,
  };
  return (
    <div className={styles.sentence}>
      {!standard && (
        <Select
          className={styles.occasion} aria-label={t("field.occasion")} value={rule.occasion} popupMatchSelectWidth={false} options={OCCASIONS.map((value) => ({ value, label: t(`occasion.${value}`) }))}
          onChange={(occasion: Occasion) => change(onOccasion(rule, occasion))}
        />
      )}
      <Trans t={t} i18nKey={rule.occasion === "tier" ? "when.tier_fields" : `when.${rule.occasion}`} components={parts} count={rule.n ?? 0} />
      <Trans t={t} i18nKey="then" components={parts} />
      <Trans t={t} i18nKey={rule.products.length > 0 ? "costsMore" : "costs"} components={parts} />
    </div>
  );
}
