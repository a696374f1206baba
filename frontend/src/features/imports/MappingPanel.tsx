import { AutoComplete, Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnOrigin, ImportColumn, ImportField, ImportJob } from "@/api/propertyTypes";
import { Icon } from "@/components/Icon";
import styles from "./imports.module.css";
import { assign, mean, PARTED, say, share, STATUSES, TIMED, unsaid, keyOf, usedAs, type Editing } from "./mapping";

export interface Proposed {
  uses: Editing["uses"];
  origins: Record<string, ColumnOrigin>;
}

/** Marks an option that stands for a column, not for a word. */
const COLUMN = "\u0000";

interface MappingPanelProps {
  job: ImportJob;
  fields: readonly ImportField[];
  editing: Editing;
  change: (editing: Editing) => void;
  /** As it was proposed: what still is so keeps saying where it came from. */
  first: Proposed;
  /** Past the draft it is only read. */
  fixed: boolean;
}

/** Which column is which field; what was remembered and what the headers said. */
export function MappingPanel(props: MappingPanelProps) {
  const { t } = useTranslation("imports");
  const { job, editing, first, fixed } = props;
  const [opened, setOpened] = useState(false);
  const open = !fixed && (opened || job.missing_fields.length > 0 || Object.keys(editing.constants).length + Object.keys(editing.also).length > 0);
  const originOf = ({ name }: ImportColumn): ColumnOrigin => {
    const use = editing.uses[name];
    if (!use) return "none";
    return keyOf(use) === keyOf(first.uses[name]) ? (first.origins[name] ?? "given") : "given";
  };
  const origins = job.columns.map(originOf);
  const told = (origin: ColumnOrigin) => origins.filter((one) => one === origin).length;
  const parts = (["remembered", "recognised", "given"] as const).filter((origin) => told(origin) > 0).map((origin) => t(`origin.${origin}Says`, { n: told(origin), count: told(origin) }));
  return (
    <section className="panel">
      <header>
        <div className="grow">
          <h2 className="h2">{t("step.map")}</h2>
          <p className="says">{parts.length > 0 ? t("map.says", { parts: parts.join(t("comma")) }) : t("map.saysNone")}</p>
        </div>
      </header>
      <div className="flush">
        <table className={`tbl dense ${styles.map ?? ""}`}>
          <thead>
            <tr><th scope="col">{t("map.column")}</th><th scope="col">{t("map.first")}</th><th aria-hidden="true" /><th scope="col">{t("map.field")}</th><th scope="col" aria-label={t("map.origin")} /></tr>
          </thead>
          <tbody>
            {job.columns.map((column) => <ColumnRow key={column.index} {...props} column={column} origin={originOf(column)} />)}
          </tbody>
        </table>
      </div>
      {!fixed && <Values {...props} />}
      {open ? <Constants {...props} /> : !fixed && <div className={styles.said}><div><button type="button" className={styles.link} onClick={() => setOpened(true)}>{t("map.moreRules")}</button></div></div>}
    </section>
  );
}

function ColumnRow({ fields, editing, change, fixed, column, origin }: MappingPanelProps & { column: ImportColumn; origin: ColumnOrigin }) {
  const { t, i18n } = useTranslation("imports");
  const name = (field: ImportField | undefined) => (i18n.language === "en" ? field?.en : field?.zh) ?? "";
  const nameOf = (field: string) => name(fields.find((one) => one.field === field));
  const stays = fields.some(({ field }) => field === "check_out");
  const special = (part: string, field: string) => ({ value: `${part}:${field}`, label: t(`part.${part}`, { field: nameOf(field) }) });
  const use = editing.uses[column.name];
  const options = [
    { value: "", label: t("map.skip") },
    { label: t("map.fields"), options: fields.map((field) => ({ value: `column:${field.field}`, label: name(field) + (field.required ? " *" : "") })) },
    ...(stays ? [{ label: t("map.apart"), options: [...PARTED.flatMap((field) => ["year", "month", "day"].map((part) => special(part, field))), special("nights", "check_out"), ...TIMED.map((field) => special("time", field))] }] : []),
  ];
  return (
    <tr>
      <td className="b" title={column.name}>{column.name}</td>
      <td className={styles.sample} title={column.samples.join("\n")}>{column.samples[0] ?? "–"}</td>
      <td className={`t3 ${styles.arrow ?? ""}`}><Icon name="right" /></td>
      <td>
        {fixed ? <span className={use ? "" : "t3"}>{use ? t(`part.${use.part}`, { field: nameOf(use.field) }) : t("map.skip")}</span> : <Select
          size="small" showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} aria-label={t("map.fieldOf", { column: column.name })}
          className={`${styles.pick ?? ""} ${use ? "" : (styles.off ?? "")}`} value={keyOf(use)} options={options} onChange={(key) => change(assign(editing, column.name, usedAs(key)))}
        />}
      </td>
      <td><span className={origin === "recognised" || origin === "given" ? "tag acc" : "tag"}>{t(`origin.${origin}`)}</span></td>
    </tr>
  );
}

/** What the file's words for the status mean. */
function Values({ job, editing, change }: MappingPanelProps) {
  const { t } = useTranslation("imports");
  const column = job.columns.find(({ name }) => editing.uses[name]?.field === "status");
  const said = editing.values.status ?? {};
  const refused = job.preview.flatMap(({ problem }) => (problem?.code === "bad_status" ? [/[「“]([^」”]*)[」”]/.exec(problem.reason)?.[1] ?? ""] : [])).filter(Boolean);
  const words = [...new Set([...Object.keys(said), ...refused, ...(refused.length > 0 ? (column?.samples ?? []) : [])])];
  if (!column || words.length === 0) return null;
  return (
    <div className={styles.said}>
      <h3>{t("values.title", { column: column.name })}</h3>
      {words.map((word) => (
        <div key={word} className={styles.pair}>
          <span className="b cut" title={word}>{word}</span>
          <Select
            size="small" allowClear placeholder={t("values.choose")} aria-label={t("values.of", { word })} value={said[word]}
            options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))} onChange={(value: string | undefined) => change(mean(editing, "status", word, value ?? null))}
          />
          <span />
        </div>
      ))}
    </div>
  );
}

/** What no column says: said once for every row; and how to read 03/04. */
function Constants({ job, fields, editing, change }: MappingPanelProps) {
  const { t, i18n } = useTranslation("imports");
  const name = (field: ImportField | undefined) => (i18n.language === "en" ? field?.en : field?.zh) ?? "";
  const rest = unsaid(editing, fields);
  const said = [...Object.entries(editing.constants), ...Object.keys(editing.also).map((field) => [field, null] as const)];
  const columns = job.columns.map(({ name: column }) => ({ value: COLUMN + column, label: t("map.fromColumn", { column }) }));
  const stays = fields.some(({ field }) => field === "check_out");
  return (
    <div className={styles.said}>
      <h3>{t("map.constants")}</h3>
      {said.map(([field, value]) => (
        <div key={field} className={styles.pair}>
          <span className="b cut">{name(fields.find((one) => one.field === field))}</span>
          {field === "status" && value !== null ? (
            <Select size="small" aria-label={field} value={value} options={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))} onChange={(status) => change(say(editing, field, status))} />
          ) : (
            <AutoComplete
              size="small" aria-label={field} value={value ?? t("map.fromColumn", { column: editing.also[field] })} options={columns} placeholder={t("map.orColumn")} popupMatchSelectWidth={false}
              showSearch={{ filterOption: (text, option) => value === null || String(option?.label).includes(text) }}
              onChange={(text: string) => change(text.startsWith(COLUMN) ? share(editing, field, text.slice(COLUMN.length)) : say(editing, field, text))}
            />
          )}
          <Button size="small" type="text" icon={<Icon name="cross" />} aria-label={t("map.dropConstant")} onClick={() => change(say(editing, field, null))} />
        </div>
      ))}
      <div className={styles.pair}>
        <Select
          size="small" showSearch={{ optionFilterProp: "label" }} value={null} placeholder={t("map.addConstant")} popupMatchSelectWidth={false} aria-label={t("map.addConstant")}
          options={rest.map((field) => ({ value: field.field, label: name(field) + (field.required ? " *" : "") }))}
          onChange={(field: string | null) => { if (field) change(say(editing, field, field === "status" ? "checked_out" : "")); }}
        />
        <Select
          size="small" aria-label={t("map.dates")} value={editing.dates ?? "auto"} options={(["auto", "DMY", "MDY"] as const).map((value) => ({ value, label: t(`dates.${value}`) }))}
          onChange={(value) => change({ ...editing, dates: value === "DMY" || value === "MDY" ? value : null })}
        />
        <span />
      </div>
      {stays && rest.some(({ field }) => field === "check_out") && (
        <div><button type="button" className={styles.link} onClick={() => change({ ...editing, nights: 1 })}>{t("map.oneNight")}</button></div>
      )}
      {editing.nights !== null && (
        <div className={styles.pair}>
          <span className="b">{t("map.nights")}</span>
          <Input size="small" inputMode="numeric" value={String(editing.nights)} aria-label={t("map.nights")} onChange={(event) => change({ ...editing, nights: Math.min(1000, Number(event.target.value.replace(/\D/g, "")) || 0) })} />
          <Button size="small" type="text" icon={<Icon name="cross" />} aria-label={t("map.dropConstant")} onClick={() => change({ ...editing, nights: null })} />
        </div>
      )}
    </div>
  );
}
