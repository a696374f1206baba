import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldWords, Span } from "@/api/segmentTypes";
import { Icon } from "@/components/Icon";
import { FieldPicker } from "./FieldPicker";
import { isWhole, leafOf, LISTS, SPANS, valueFor, type DraftLeaf } from "./rule";
import { SpanOf, ValueOf } from "./Value";
import styles from "./rules.module.css";

interface ConditionProps {
  leaf: DraftLeaf;
  fields: readonly FieldWords[];
  flaw: string | undefined;
  set: (leaf: DraftLeaf) => void;
  remove: () => void;
}

/** The kind of value that two ways of asking share, so that changing one for the other keeps what was typed. */
const shapeOf = (op: string): string => (SPANS.has(op) ? "span" : LISTS.has(op) ? (op === "in_months" ? "months" : "list") : ["known", "this_month"].includes(op) ? "flag" : op === "between" ? "pair" : op === "in_next_days" ? "days" : "one");

/** One condition: a field, how it is asked, against what; and in which time, where that can be said. */
export function Condition({ leaf, fields, flaw, set, remove }: ConditionProps) {
  const { t, i18n } = useTranslation("rules");
  const english = i18n.language === "en";
  const field = fields.find(({ field: name }) => name === leaf.field);
  const put = (part: Partial<DraftLeaf>) => set({ ...leaf, ...part });
  const removes = <button type="button" className="tool" aria-label={t("remove")} title={t("remove")} onClick={remove}><Icon name="cross" /></button>;
  if (!field) return <div className={styles.line}><span className="bad grow">{t("unknownField", { field: leaf.field })}</span>{removes}</div>;
  const named = english ? field.en : field.zh;
  const word = (op: string): string => t(`op.${i18n.exists(`rules:op.${field.type}_${op}`) ? `${field.type}_${op}` : op}`);
  const asks = (op: string) => put({ op, value: shapeOf(op) === shapeOf(leaf.op) ? leaf.value : valueFor(field, op) });
  const ways = [...field.operators.map((op) => ({ value: op, label: word(op) }))];
  const wants = !isWhole(leaf);
  return (
    <div className={`${styles.line ?? ""} ${flaw ? (styles.wrong ?? "") : ""}`}>
      <div className={styles.sentence}>
        {leaf.not && <button type="button" className={styles.not} aria-pressed title={t("notAgain")} onClick={() => put({ not: false })}>{t("notSo")}<Icon name="cross" size={12} /></button>}
        {leaf.within && <Window span={leaf.within} ahead={field.within === "ahead"} set={(within) => put({ within })} />}
        <FieldPicker fields={fields} pick={(next) => set({ ...leafOf(next), id: leaf.id })}>
          <button type="button" className={styles.field}>{named}<Icon name="down" size={12} /></button>
        </FieldPicker>
        {leaf.of !== null && field.of && <Kinds label={english ? field.of.en : field.of.zh} field={field} value={leaf.of} set={(of) => put({ of })} />}
        {ways.length > 1 && field.type !== "flag" && <Select size="small" value={leaf.op} options={ways} aria-label={t("how")} popupMatchSelectWidth={false} onChange={asks} />}
        <ValueOf field={field} leaf={leaf} set={(value) => put({ value })} />
        {wants && <span className={styles.wants}>{t("wants")}</span>}
      </div>
      <div className={styles.more}>
        {!leaf.not && <button type="button" title={t("notHint")} onClick={() => put({ not: true })}>{t("not")}</button>}
        {field.within && !leaf.within && <button type="button" onClick={() => put({ within: { days: 365 } })}>{t("inTime")}</button>}
        {field.of && leaf.of === null && <button type="button" onClick={() => put({ of: [] })}>{t("onlyOf", { what: english ? field.of.en : field.of.zh })}</button>}
        {removes}
      </div>
      {flaw && <p className={styles.flaw} role="alert">{flaw}</p>}
    </div>
  );
}

function Window({ span, ahead, set }: { span: Span; ahead: boolean; set: (span: Span | null) => void }) {
  const { t } = useTranslation("rules");
  return (
    <span className={styles.window}>
      {t(ahead ? "ahead" : "back")}
      <SpanOf span={span} set={set} />
      {t("inIt")}
      <button type="button" className="tool" aria-label={t("anyTime")} title={t("anyTime")} onClick={() => set(null)}><Icon name="cross" size={12} /></button>
    </span>
  );
}

/** Only what is of these kinds: the house's own by their names, anything else by its code. */
function Kinds({ label, field, value, set }: { label: string; field: FieldWords; value: string[]; set: (of: string[] | null) => void }) {
  const { t, i18n } = useTranslation("rules");
  const options = field.kinds.map((kind) => ({ value: kind.value, label: i18n.language === "en" ? kind.en : kind.zh }));
  return (
    <span className={styles.window}>
      {t("of", { what: label })}
      <Select size="small" mode={options.length ? "multiple" : "tags"} value={value} options={options} placeholder={t("which")} aria-label={label} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: "label" }} style={{ minWidth: 108 }} onChange={(next) => set(next)} />
      <button type="button" className="tool" aria-label={t("anyKind")} title={t("anyKind")} onClick={() => set(null)}><Icon name="cross" size={12} /></button>
    </span>
  );
}
