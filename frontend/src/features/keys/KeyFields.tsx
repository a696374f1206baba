import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/Field";
import { Choices } from "@/components/vendors/Choices";
import { Bones } from "@/components/States";
import { useScope } from "@/session/scope";
import { networksOf, presetOf, PRESETS, type Preset } from "./lists";
import { useScopeWords } from "./useScopeWords";

export interface KeyForm {
  name: string;
  scopes: string[];
  properties: string[];
  networks: string[];
}

interface Props {
  form: KeyForm;
  change: (form: KeyForm) => void;
  told: (field: string) => string | undefined;
  /** A key that is bound to a sandbox stays there. */
  sandbox: boolean;
}

/** What can be said of a key when it is made and later. */
export function KeyFields({ form, change, told, sandbox }: Props) {
  const { t } = useTranslation("keys");
  const { membership } = useScope();
  const { groups } = useScopeWords();
  const preset = presetOf(form.scopes);
  const houses = membership.properties.filter((property) => !property.sandbox);
  return (
    <>
      <Field id="key-name" label={t("name")} problem={told("name")} hint={t("nameHint")}>
        <Input id="key-name" required maxLength={80} value={form.name} onChange={(event) => change({ ...form, name: event.target.value })} />
      </Field>
      <Field id="key-scopes" label={t("scopes")} problem={told("scopes")}>
        <div className="row wraps" style={{ marginBottom: 12 }} role="group" aria-label={t("presets")}>
          {(Object.keys(PRESETS) as Preset[]).map((key) => (
            <Button key={key} size="small" type={preset === key ? "primary" : "default"} ghost={preset === key} aria-pressed={preset === key} onClick={() => change({ ...form, scopes: [...PRESETS[key]] })}>{t(`preset.${key}`)}</Button>
          ))}
        </div>
        {form.scopes.includes("*") ? (
          <p className="note warn" style={{ margin: 0 }}>{t("allMeans")}</p>
        ) : groups ? <Choices groups={groups} value={form.scopes} change={(scopes) => change({ ...form, scopes })} /> : <Bones height={220} />}
      </Field>
      {!sandbox && (
        <Field id="key-properties" label={t("where")} hint={t("whereHint")} problem={told("properties")}>
          <Select id="key-properties" mode="multiple" value={form.properties} style={{ width: "100%" }} placeholder={t("everywhere")} showSearch={{ optionFilterProp: "label" }} onChange={(properties: string[]) => change({ ...form, properties })} options={houses.map(({ slug, name }) => ({ value: slug, label: name }))} />
        </Field>
      )}
      <Field id="key-networks" label={t("networks")} hint={t("networksHint")} problem={told("networks")}>
        <Select id="key-networks" mode="tags" open={false} suffix={null} value={form.networks} style={{ width: "100%" }} placeholder={t("anywhere")} tokenSeparators={[",", " ", "，", "、", "\n"]} onChange={(typed: string[]) => change({ ...form, networks: networksOf(typed) })} options={[]} />
      </Field>
    </>
  );
}
