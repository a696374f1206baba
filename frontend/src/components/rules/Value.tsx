import { DatePicker, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { FieldWords, Span } from "@/api/segmentTypes";
import { LISTS, SPANS, type DraftLeaf } from "./rule";

interface ValueProps {
  field: FieldWords;
  leaf: DraftLeaf;
  set: (value: unknown) => void;
}

/** The control for what a condition asks against, by the field's type and how it is asked. */
export function ValueOf({ field, leaf, set }: ValueProps) {
  const { t } = useTranslation("rules");
  const { op, value } = leaf;
  if (op === "known") return <YesNo value={value} yes={t("known")} no={t("unknown")} set={set} />;
  if (op === "this_month") return null;
  if (field.type === "flag") return <YesNo value={value} yes={t("yes")} no={t("no")} set={set} />;
  if (SPANS.has(op)) return <SpanOf span={value ?? {}} set={set} />;
  if (op === "in_months") return <Months value={value} set={set} />;
  if (op === "in_next_days") return <Num value={value} unit={t("days")} min={0} max={366} set={set} />;
  if (op === "between") return <Between field={field} value={value} set={set} />;
  if (LISTS.has(op)) return <Listed field={field} value={value} set={set} />;
  if (field.type === "text") return <Input size="small" value={typeof value === "string" ? value : ""} maxLength={80} placeholder={t("someWords")} aria-label={t("value")} style={{ width: 148 }} onChange={(event) => set(event.target.value)} />;
  return <One field={field} value={value} set={set} />;
}

interface OneProps {
  field: FieldWords;
  value: unknown;
  set: (value: unknown) => void;
}

/** A single figure or day. Money travels as text, a share as 0–1. */
function One({ field, value, set }: OneProps) {
  const { t, i18n } = useTranslation("rules");
  if (field.type === "day") {
    return <DatePicker size="small" value={typeof value === "string" ? dayjs(value) : null} suffixIcon={null} aria-label={t("value")} style={{ width: 116 }} onChange={(day) => set(day ? day.format("YYYY-MM-DD") : null)} />;
  }
  if (field.type === "money") {
    return <InputNumber size="small" value={typeof value === "string" ? Number(value) : null} min={0} max={999_999_999} precision={2} controls={false} prefix="¥" formatter={plain} aria-label={t("value")} style={{ width: 104 }} onChange={(next) => set(next === null ? null : next.toFixed(2))} />;
  }
  if (field.type === "share") {
    return <InputNumber size="small" value={typeof value === "number" ? Math.round(value * 10_000) / 100 : null} min={0} max={100} precision={1} formatter={plain} controls={false} suffix="%" aria-label={t("value")} style={{ width: 84 }} onChange={(next) => set(next === null ? null : Math.round(next * 10) / 1000)} />;
  }
  return <Num value={value} unit={(i18n.language === "en" ? field.unit_en : field.unit_zh).trim()} set={set} />;
}

/** `500`, not `500.00`: cents where there are some. */
const plain = (value: string | number | undefined): string => (value === undefined || value === "" ? "" : String(value).replace(/\.0+$/, ""));

function Num({ value, unit, set, min, max = 1_000_000_000 }: { value: unknown; unit: string; set: (value: number | null) => void; min?: number; max?: number }) {
  const { t } = useTranslation("rules");
  return <InputNumber size="small" value={typeof value === "number" ? value : null} min={min} max={max} precision={0} controls={false} suffix={unit || undefined} aria-label={t("value")} style={{ width: unit ? 64 + unit.length * 12 : 68 }} onChange={set} />;
}

function Between({ field, value, set }: OneProps) {
  const { t } = useTranslation("rules");
  const [low, high] = Array.isArray(value) ? (value as unknown[]) : [null, null];
  return <><One field={field} value={low} set={(next) => set([next, high ?? null])} /><span className="t3">{t("to")}</span><One field={field} value={high} set={(next) => set([low ?? null, next])} /></>;
}

function YesNo({ value, yes, no, set }: { value: unknown; yes: string; no: string; set: (value: boolean) => void }) {
  const { t } = useTranslation("rules");
  return <Select size="small" value={value !== false} options={[{ value: true, label: yes }, { value: false, label: no }]} aria-label={t("value")} popupMatchSelectWidth={false} onChange={set} />;
}

function Months({ value, set }: { value: unknown; set: (value: number[]) => void }) {
  const { t } = useTranslation("rules");
  const options = Array.from({ length: 12 }, (_, n) => ({ value: n + 1, label: t("month", { n: n + 1, name: new Date(Date.UTC(2026, n, 1)).toLocaleString("en", { month: "long", timeZone: "UTC" }) }) }));
  return <Select size="small" mode="multiple" value={Array.isArray(value) ? (value as number[]) : []} options={options} placeholder={t("whichMonths")} aria-label={t("value")} style={{ minWidth: 132 }} onChange={set} />;
}

function Listed({ field, value, set }: OneProps) {
  const { t, i18n } = useTranslation("rules");
  const options = unique(field.choices.map((choice) => ({ value: choice.value, label: i18n.language === "en" ? choice.en : choice.zh })));
  const free = options.length === 0;
  const known = field.known.map((choice) => ({ value: choice.value, label: i18n.language === "en" ? choice.en : choice.zh }));
  return (
    <Select
      size="small" mode={free ? "tags" : "multiple"} value={Array.isArray(value) ? (value as string[]) : []} options={free ? known : options} showSearch={{ optionFilterProp: "label" }} placeholder={t(free ? "typeThem" : "choose")} aria-label={t("value")} popupMatchSelectWidth={false}
      maxTagCount={6} tokenSeparators={[",", "，", "、"]} style={{ minWidth: 120, maxWidth: "100%" }} onChange={set}
    />
  );
}

/** Two codes of one word (`m` and `male`) are one choice to whoever reads it. */
const unique = <Option extends { label: string }>(options: Option[]): Option[] => options.filter(({ label }, index) => options.findIndex((other) => other.label === label) === index);

/** So many days or months. */
export function SpanOf({ span, set }: { span: Span; set: (span: Span) => void }) {
  const { t } = useTranslation("rules");
  const unit = span.months != null ? "months" : "days";
  return (
    <>
      <InputNumber size="small" value={span[unit] ?? null} min={1} max={unit === "days" ? 3660 : 120} precision={0} controls={false} aria-label={t("howLong")} style={{ width: 56 }} onChange={(n) => set(n === null ? { [unit]: null } : { [unit]: n })} />
      <Select size="small" value={unit} options={[{ value: "days", label: t("days") }, { value: "months", label: t("months") }]} aria-label={t("unit")} popupMatchSelectWidth={false} onChange={(next) => set({ [next]: span[unit] ?? 3 })} />
    </>
  );
}
