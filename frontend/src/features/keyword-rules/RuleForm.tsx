import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { Department, KeywordGiven, KeywordRule, RuleKind } from "@/api/deskRuleTypes";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { given } from "./given";
import styles from "./keywordRules.module.css";

interface FormProps {
  rule: KeywordRule;
  departments: readonly Department[];
  taken: readonly string[];
  close: () => void;
}

const CODE = /^[a-z][a-z0-9_]{1,23}$/;
const KINDS: readonly RuleKind[] = ["complaint", "praise", "request"];

/** One rule: what it hears, and what then happens. */
export function RuleForm({ rule, departments, taken, close }: FormProps) {
  const { t } = useTranslation("keyword-rules");
  const { api: house, may } = usePropertyScope();
  const { nameOf } = useSaying();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const fresh = rule.code === "";
  const fixed = !may("manage_desk");
  const [code, setCode] = useState(rule.code);
  const [form, setForm] = useState(() => given(rule));
  const change = (part: Partial<KeywordGiven>) => setForm((old) => ({ ...old, ...part }));
  const path = `${house}/desk/keyword-rules/${code}`;
  const done = async (says: string) => {
    await queries.invalidateQueries({ queryKey: [house, "keyword-rules"] });
    message.success(says);
    close();
  };
  const save = useMutation({ mutationFn: () => api.put(path, form), onSuccess: () => done(t("saved")) });
  const reset = useMutation({ mutationFn: () => api.delete(path), onSuccess: () => done(t(rule.standard ? "backDone" : "removed")) });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const wrongCode = fresh && code !== "" && (!CODE.test(code) || taken.includes(code));
  const list = (key: "words" | "but_not") => (
    <Field id={`rule-${key}`} label={t(`${key}Are`)} hint={t(`${key}Hint`)} problem={told(key)}>
      <Select
        id={`rule-${key}`} mode="tags" open={false} suffix={<span />} disabled={fixed} value={form[key]} style={{ width: "100%" }} tokenSeparators={[",", "，", "、", "\n"]} options={[]}
        onChange={(given: string[]) => change({ [key]: [...new Set(given.map((one) => one.trim()).filter(Boolean))] })}
      />
    </Field>
  );
  return (
    <form className={styles.lines} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Segmented<RuleKind> block disabled={fixed} value={form.kind} aria-label={t("kind")} options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} onChange={(kind) => change({ kind })} />
      {fresh && <Field id="rule-code" label={t("code")} hint={t("codeIs")} problem={wrongCode ? t(taken.includes(code) ? "codeTaken" : "codeWrong") : told("code")}><Input id="rule-code" value={code} maxLength={24} onChange={(event) => setCode(event.target.value)} /></Field>}
      <div className={styles.pair}>
        <Field id="rule-name" label={t("name")} problem={told("name")}><Input id="rule-name" value={form.name} maxLength={40} disabled={fixed} onChange={(event) => change({ name: event.target.value })} /></Field>
        <Field id="rule-name-en" label={t("nameEn")} problem={told("name_en")}><Input id="rule-name-en" value={form.name_en} maxLength={40} disabled={fixed} onChange={(event) => change({ name_en: event.target.value })} /></Field>
      </div>
      {list("words")}
      {list("but_not")}
      <div className={styles.pair}>
        <Field id="rule-department" label={t("department")} hint={t("departmentIs")} problem={told("department")}>
          <Select id="rule-department" style={{ width: "100%" }} disabled={fixed} value={form.department} options={[{ value: "", label: t("byOwner") }, ...departments.map((one) => ({ value: one.code, label: nameOf(one) }))]} onChange={(department: string) => change({ department })} />
        </Field>
        {form.kind === "complaint" && (
          <Field id="rule-due" label={t("due")} hint={t("dueIs")} problem={told("due_hours")}>
            <InputNumber id="rule-due" value={form.due_hours} min={1} max={720} precision={0} controls={false} disabled={fixed} suffix={t("hoursUnit")} style={{ width: "100%" }} onChange={(hours) => change({ due_hours: hours ?? 24 })} />
          </Field>
        )}
      </div>
      {(save.isError || reset.isError) && <p className="bad" role="alert">{problemText(save.error ?? reset.error)}</p>}
      {!fixed && (
        <div className="row wraps">
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={form.name.trim() === "" || form.words.length === 0 || (fresh && (code === "" || wrongCode))}>{t(fresh ? "make" : "save", fresh ? {} : { ns: "common" })}</Button>
          {rule.standard && rule.changed && <Button type="text" icon={<Icon name="undo" />} loading={reset.isPending} onClick={() => reset.mutate()}>{t("back")}</Button>}
          {!fresh && !rule.standard && <Button type="text" danger loading={reset.isPending} onClick={() => reset.mutate()}>{t("remove")}</Button>}
        </div>
      )}
    </form>
  );
}
