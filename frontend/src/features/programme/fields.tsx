import { Button, DatePicker, Input, InputNumber, Select, Switch } from "antd";
import dayjs from "dayjs";
import type { ReactElement, ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { useActions } from "@/components/value/words";
import { usePhone } from "@/lib/media";
import { count, money } from "@/lib/numbers";
import { idOf, useEditing, useSection } from "./editing";
import { at as valueAt, pointerOf, type Path } from "./path";
import styles from "./programme.module.css";

/**
 * The fields of the programme's page. While a section is read, a field is its value in bold within a sentence;
 * while the section is edited, the same sentence holds the control.
 */

interface FieldProps {
  at: Path;
  /** Spoken name of the control; by default the word for the document's key. */
  label?: string;
}

function useField(path: Path, label: string | undefined) {
  const { t } = useTranslation("programme");
  const { document, set, flaws } = useEditing();
  const { editing } = useSection();
  const key = path.findLast((part) => typeof part === "string") ?? "";
  const flaw = flaws.get(pointerOf(path));
  const name = label ?? t(`word.${key}`);
  return {
    t, editing, flaw, value: valueAt(document, path), change: (value: unknown) => set(path, value),
    props: { id: idOf(path), "aria-label": name, title: undefined, status: flaw ? ("error" as const) : ("" as const) },
  };
}

/** The control, and under it what is wrong. */
function Told({ flaw, children }: { flaw: string | undefined; children: ReactNode }) {
  if (!flaw) return <>{children}</>;
  return <span className={styles.told}>{children}<span className={styles.flaw} role="alert">{flaw}</span></span>;
}

interface NumProps extends FieldProps {
  /** Key of the word after the number, in `unit`. */
  unit?: string;
  min?: number;
  max?: number;
  width?: number;
  /** What no number means; without it a number is needed. */
  empty?: string;
  prefix?: string;
}

export function Num({ at, label, unit, min = 1, max, width = 64, empty, prefix }: NumProps) {
  const { t, editing, flaw, value, change, props } = useField(at, label);
  const number = typeof value === "number" ? value : null;
  const word = unit && t(`unit.${unit}`, { count: number ?? 2 });
  if (!editing) {
    return number === null && empty !== undefined ? <span className="t3">{empty}</span> : <span className="nowrap"><b className="b">{prefix}{count(number)}</b>{word && `\u00a0${word}`}</span>;
  }
  return (
    <Told flaw={flaw}>
      <InputNumber
        {...props} value={number} min={min} max={max} precision={0} controls={false} style={{ width: width + (word ? 14 + word.length * (/[a-z]/i.test(word) ? 7.6 : 13.5) : 0) }} placeholder={empty} prefix={prefix}
        suffix={word} className={styles.control} onChange={(next) => change(next)}
      />
    </Told>
  );
}

export function Money({ at, label, empty, width = 108 }: FieldProps & { empty?: string; width?: number }) {
  const { editing, flaw, value, change, props } = useField(at, label);
  const text = typeof value === "string" ? value : null;
  if (!editing) return text === null ? <span className="t3">{empty}</span> : <b className="b nowrap">{money(text, text.endsWith(".00") ? 0 : 2)}</b>;
  return (
    <Told flaw={flaw}>
      <InputNumber
        {...props} value={text === null ? null : Number(text)} min={0} max={999_999_999} precision={2} controls={false} prefix="¥" placeholder={empty} style={{ width }} className={styles.control}
        onChange={(next) => change(next === null ? (empty === undefined ? "" : null) : next.toFixed(2))}
      />
    </Told>
  );
}

export function Text({ at, label, width = 140, max = 40, empty, area = false }: FieldProps & { width?: number | string; max?: number; empty?: string; area?: boolean }) {
  const { editing, flaw, value, change, props } = useField(at, label);
  const text = typeof value === "string" ? value : "";
  if (!editing) return text ? <span>{text}</span> : <span className="t3">{empty}</span>;
  const given = { ...props, value: text, maxLength: max, placeholder: empty, onChange: (event: { target: { value: string } }) => change(event.target.value) };
  return <Told flaw={flaw}>{area ? <Input.TextArea {...given} rows={2} style={{ width, resize: "vertical" }} /> : <Input {...given} style={{ width }} className={styles.control} />}</Told>;
}

/** A chance, kept in ten-thousandths, written in per cent. */
export function Chance({ at, label }: FieldProps) {
  const { editing, flaw, value, change, props } = useField(at, label);
  const per = typeof value === "number" ? value / 100 : null;
  if (!editing) return <b className="b nowrap">{per ?? "–"}&nbsp;%</b>;
  return (
    <Told flaw={flaw}>
      <InputNumber {...props} value={per} min={0.01} max={100} step={1} precision={2} controls={false} suffix="%" style={{ width: 96 }} className={styles.control} onChange={(next) => change(next === null ? null : Math.round(next * 100))} />
    </Told>
  );
}

interface PickProps<Value> extends FieldProps {
  options: readonly { value: Value; label: string }[];
  width?: number;
  /** What nothing means; without it something is needed. */
  empty?: string;
  many?: boolean;
  /** What else follows from a choice; instead of only setting it. */
  choose?: (value: Value) => void;
}

export function Pick<Value extends string>({ at, label, options, width = 124, empty, many = false, choose }: PickProps<Value>) {
  const { editing, flaw, value, change, props } = useField(at, label);
  const { t } = useTranslation("programme");
  const chosen = Array.isArray(value) ? (value as Value[]) : value === null || value === "" || value === undefined ? [] : [value as Value];
  if (!editing) {
    const names = chosen.map((one) => options.find((option) => option.value === one)?.label ?? one);
    return names.length ? <b className="b">{names.join(t("and"))}</b> : <span className="t3">{empty}</span>;
  }
  return (
    <Told flaw={flaw}>
      <Select<Value | Value[] | null>
        {...props} mode={many ? "multiple" : undefined} value={many ? chosen : (chosen[0] ?? null)} options={[...options]} allowClear={empty !== undefined && !many}
        placeholder={empty} popupMatchSelectWidth={false} maxTagCount="responsive" style={{ width, maxWidth: "100%" }} className={styles.control}
        onChange={(next) => {
          if (choose && typeof next === "string") choose(next);
          else change(next ?? (many ? [] : null));
        }}
      />
    </Told>
  );
}

/** What guests do and the house rewards: one of the usual, or a code of the house's own. */
export function Action({ at }: { at: Path }) {
  const { t, editing, flaw, value, change, props } = useField(at, undefined);
  const { known, actionOf } = useActions();
  const code = typeof value === "string" && value !== "" ? value : null;
  if (!editing) return code ? <b className="b">{actionOf(code)}</b> : <span className="t3">{t("points.actionLike")}</span>;
  return (
    <Told flaw={flaw}>
      <Select {...props} mode="tags" value={code ? [code] : []} options={known} placeholder={t("points.actionLike")} popupMatchSelectWidth={false} style={{ width: 168 }} className={styles.control} onChange={(given: string[]) => change(given.at(-1)?.trim() ?? null)} />
    </Told>
  );
}

/** Values typed freely into one list: room types, days. */
export function Words({ at, label, empty, width = 200, numbers = false }: FieldProps & { empty: string; width?: number; numbers?: boolean }) {
  const { t, editing, flaw, value, change, props } = useField(at, label);
  const words = Array.isArray(value) ? value.map(String) : [];
  if (!editing) return words.length ? <b className="b">{words.join(t("and"))}</b> : <span className="t3">{empty}</span>;
  const taken = (given: string[]) => (numbers ? [...new Set(given.map(Number))].filter((n) => Number.isInteger(n) && n > 0) : given);
  return (
    <Told flaw={flaw}>
      <Select {...props} mode="tags" value={words} open={false} suffix={<span />} placeholder={empty} style={{ minWidth: width }} className={styles.control} tokenSeparators={[",", "，", "、", " "]} onChange={(given: string[]) => change(taken(given))} />
    </Told>
  );
}

export function Day({ at, label, empty }: FieldProps & { empty: string }) {
  const { editing, flaw, value, change, props } = useField(at, label);
  const phone = usePhone();
  const day = typeof value === "string" ? value : null;
  if (!editing) return day ? <b className="b">{day}</b> : <span className="t3">{empty}</span>;
  return (
    <Told flaw={flaw}>
      <DatePicker id={props.id} aria-label={props["aria-label"]} status={props.status} value={day ? dayjs(day) : null} placeholder={empty} inputReadOnly={phone} suffixIcon={null} style={{ width: 128 }} className={styles.control} onChange={(next) => change(next ? next.format("YYYY-MM-DD") : null)} />
    </Told>
  );
}

/** A thing that can be switched off: what holds while it is on, and one quiet word while it is not. */
export function Option({ at, label, off, children }: FieldProps & { label: string; off?: string; children?: ReactNode }) {
  const { t, editing, flaw, value, change, props } = useField(at, label);
  const on = value === true;
  return (
    <div className={styles.option}>
      {editing && <Switch size="small" id={props.id} aria-label={label} checked={on} onChange={change} />}
      <div className={styles.sentence}>{on ? (children ?? t("on")) : <span className="t3">{off ?? t("off")}</span>}{flaw && <span className={styles.flaw} role="alert">{flaw}</span>}</div>
    </div>
  );
}

/** A sentence of the page's texts with its fields in their places. */
export function Says({ k, parts = {} }: { k: string; parts?: Record<string, ReactElement> }) {
  const { t } = useTranslation("programme");
  return <Trans t={t} i18nKey={k} components={parts} />;
}

export function Lines({ children }: { children: ReactNode }) {
  return <dl className={styles.lines}>{children}</dl>;
}
export function Line({ label, children, at }: { label: string; children: ReactNode; at?: Path }) {
  const { flaws } = useEditing();
  const flaw = at && flaws.get(pointerOf(at));
  return (
    <div className={styles.line} {...(at && { id: idOf(at), tabIndex: -1 })}>
      <dt>{label}</dt>
      <dd className={styles.sentence}>{children}{flaw && <span className={styles.flaw} role="alert">{flaw}</span>}</dd>
    </div>
  );
}

export function Adds({ at, item, label }: { at: Path; item: unknown; label: string }) {
  const { add } = useEditing();
  const { editing } = useSection();
  if (!editing) return null;
  return <Button size="small" className={styles.adds} icon={<Icon name="plus" />} onClick={() => add(at, item)}>{label}</Button>;
}

export function Removes({ at, what, act }: { at: Path; what: string; act?: () => void }) {
  const { t } = useTranslation("programme");
  const { remove } = useEditing();
  const { editing } = useSection();
  if (!editing) return null;
  const label = t("remove", { what });
  return <button type="button" className="tool" aria-label={label} title={label} onClick={act ?? (() => remove(at))}><Icon name="cross" /></button>;
}

/** A flaw of a whole list or thing, said where it stands. */
export function FlawAt({ at }: { at: Path }) {
  const { flaws } = useEditing();
  const flaw = flaws.get(pointerOf(at));
  return flaw ? <p id={idOf(at)} tabIndex={-1} className={styles.flaw} role="alert">{flaw}</p> : null;
}
