import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Segmented, Select, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import { intents as intentsQuery } from "@/api/deskRules";
import { REPLY_LOCALES, type Intent, type IntentGiven, type ReplyLocale } from "@/api/deskRuleTypes";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { useFilters } from "@/lib/filters";
import { usePropertyScope } from "@/session/scope";
import { ReaderPicker, type Reader } from "./ReaderPicker";
import styles from "./replySettings.module.css";
import { TemplateBench } from "./TemplateBench";

const EMPTY: Intent = { code: "", name: "", name_en: "", phrases: [], but_not: [], active: true, standard: false, changed: false, templates: [] };
const CODE = /^[a-z][a-z0-9_]{1,23}$/;

/** 回复话术: what guests write, by which words it is known, and what the house answers. */
export default function RepliesPage() {
  const { t } = useTranslation("reply-settings");
  return <><PageHead title={t("title")} about={t("about")} /><Replies /></>;
}

function Replies() {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { params, set } = useFilters();
  const found = useQuery(intentsQuery(house));
  const [reader, setReader] = useState<Reader>({ kind: "sample" });
  const asked = params.get("intent");
  if (found.isError && !found.data) return <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div>;
  if (!found.data) return <div className={styles.two}><div className="panel"><div className="body"><Bones height={480} lines={12} /></div></div><div className="panel"><div className="body"><Bones height={480} lines={9} /></div></div></div>;
  const making = asked === "new" && may("manage_desk");
  const shown = making ? EMPTY : (found.data.find(({ code }) => code === asked) ?? found.data[0]);
  return (
    <div className={styles.two}>
      <IntentList rows={found.data} shown={making ? "new" : (shown?.code ?? "")} choose={(code) => set({ intent: code })} />
      {shown ? (
        <div className="stack">
          <Words key={`${shown.code}${JSON.stringify(shown.phrases)}${String(shown.changed)}`} intent={shown} made={(code) => set({ intent: code })} gone={() => set({ intent: null })} taken={found.data.map(({ code }) => code)} />
          {!making && <Texts key={shown.code} intent={shown} first={REPLY_LOCALES.find((locale) => locale === params.get("locale"))} reader={reader} choose={setReader} />}
        </div>
      ) : <section className="panel"><EmptyState title={t("none")} /></section>}
    </div>
  );
}

function IntentList({ rows, shown, choose }: { rows: readonly Intent[]; shown: string; choose: (code: string) => void }) {
  const { t } = useTranslation("reply-settings");
  const { may } = usePropertyScope();
  const { nameOf } = useSaying();
  return (
    <nav className={`panel ${styles.list ?? ""}`} aria-label={t("intents")}>
      <ul>
        {rows.map((row) => (
          <li key={row.code}>
            <button type="button" aria-current={row.code === shown} onClick={() => choose(row.code)}>
              <span className={row.active ? "cut" : "cut t3"}>{nameOf(row)}</span>
              <span className="cap t3">{!row.active ? t("off") : !row.standard ? t("mine") : row.changed || row.templates.some(({ standard }) => !standard) ? t("changed") : ""}</span>
            </button>
          </li>
        ))}
      </ul>
      {may("manage_desk") && <Button type="text" icon={<Icon name="plus" />} onClick={() => choose("new")} aria-pressed={shown === "new"}>{t("add")}</Button>}
    </nav>
  );
}

/** By which words a message is known to mean this. */
function Words({ intent, made, gone, taken }: { intent: Intent; made: (code: string) => void; gone: () => void; taken: readonly string[] }) {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { nameOf } = useSaying();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const fresh = intent.code === "";
  const [code, setCode] = useState(intent.code);
  const [form, setForm] = useState<IntentGiven>({ name: intent.name, name_en: intent.name_en, phrases: intent.phrases, but_not: intent.but_not, active: intent.active });
  const change = (part: Partial<IntentGiven>) => setForm((old) => ({ ...old, ...part }));
  const again = () => queries.invalidateQueries({ queryKey: [house, "intents"] });
  const save = useMutation({
    mutationFn: (given: IntentGiven) => api.put(`${house}/desk/intents/${code}`, given),
    onSuccess: async () => {
      await again();
      message.success(t("saved"));
      if (fresh) made(code);
    },
  });
  const reset = useMutation({
    mutationFn: () => api.delete(`${house}/desk/intents/${intent.code}`),
    onSuccess: async () => {
      await again();
      message.success(t(intent.standard ? "backDone" : "removed"));
      if (!intent.standard) gone();
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const fixed = !may("manage_desk");
  const wrongCode = fresh && code !== "" && (!CODE.test(code) || taken.includes(code));
  const same = !fresh && JSON.stringify(form) === JSON.stringify({ name: intent.name, name_en: intent.name_en, phrases: intent.phrases, but_not: intent.but_not, active: intent.active });
  const list = (key: "phrases" | "but_not") => (
    <Field id={`intent-${key}`} label={t(key)} hint={t(`${key}Is`)} problem={told(key)}>
      <Select
        id={`intent-${key}`} mode="tags" open={false} suffix={<span />} disabled={fixed} value={form[key]} style={{ width: "100%" }} placeholder={t(`${key}Like`)} tokenSeparators={[",", "，", "、", "\n"]} options={[]} className={styles.words}
        onChange={(given: string[]) => change({ [key]: [...new Set(given.map((one) => one.trim()).filter(Boolean))] })}
      />
    </Field>
  );
  return (
    <Panel
      title={fresh ? t("new") : nameOf(intent)} says={fresh ? t("newIs") : t("wordsSay")}
      tools={!fresh && <label className="row"><span className="cap t2">{t(form.active ? "on" : "off")}</span><Switch size="small" checked={form.active} disabled={fixed} loading={save.isPending} aria-label={t("active")} onChange={(active) => { change({ active }); save.mutate({ ...form, active }); }} /></label>}
    >
      <form className={styles.lines} onSubmit={(event) => { event.preventDefault(); save.mutate(form); }}>
        {(fresh || !intent.standard) && (
          <div className={styles.pair}>
            {fresh && <Field id="intent-code" label={t("code")} hint={t("codeIs")} problem={wrongCode ? t(taken.includes(code) ? "codeTaken" : "codeWrong") : told("code")}><Input id="intent-code" value={code} maxLength={24} onChange={(event) => setCode(event.target.value)} /></Field>}
            <Field id="intent-name" label={t("name")} problem={told("name")}><Input id="intent-name" value={form.name} maxLength={40} disabled={fixed} onChange={(event) => change({ name: event.target.value })} /></Field>
            <Field id="intent-name-en" label={t("nameEn")} problem={told("name_en")}><Input id="intent-name-en" value={form.name_en} maxLength={40} disabled={fixed} onChange={(event) => change({ name_en: event.target.value })} /></Field>
          </div>
        )}
        {list("phrases")}
        {list("but_not")}
        {!fixed && (
          <div className="row wraps">
            <Button htmlType="submit" disabled={same || form.name.trim() === "" || form.phrases.length === 0 || (fresh && (code === "" || wrongCode))} loading={save.isPending}>{t(fresh ? "make" : "keepWords")}</Button>
            {!fresh && intent.standard && intent.changed && <Button type="text" icon={<Icon name="undo" />} loading={reset.isPending} onClick={() => reset.mutate()}>{t("back")}</Button>}
            {!fresh && !intent.standard && <Button type="text" danger loading={reset.isPending} onClick={() => reset.mutate()}>{t("remove")}</Button>}
            {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}</span>}
          </div>
        )}
      </form>
    </Panel>
  );
}

/** What is answered, in each language: first, and after the guest said yes. */
function Texts({ intent, first, reader, choose }: { intent: Intent; first: ReplyLocale | undefined; reader: Reader; choose: (reader: Reader) => void }) {
  const { t, i18n } = useTranslation("reply-settings");
  const [locale, setLocale] = useState<ReplyLocale>(first ?? (i18n.language === "en" ? "en" : "zh-CN"));
  const steps = [1, ...new Set(intent.templates.map(({ step }) => step).filter((step) => step > 1))].toSorted((a, b) => a - b);
  const [second, setSecond] = useState(false);
  const shown = second && !steps.includes(2) ? [...steps, 2] : steps;
  const at = (step: number) => intent.templates.find((one) => one.step === step && one.locale === locale) ?? null;
  return (
    <Panel
      title={t("texts")} says={t("textsSay")}
      tools={<Segmented<ReplyLocale> size="small" value={locale} aria-label={t("language")} onChange={setLocale} options={REPLY_LOCALES.map((value) => ({ value, label: t(`locale.${value}`) }))} />}
      footer={<span>{t("noRoom")}</span>}
    >
      <ReaderPicker reader={reader} choose={choose} />
      {shown.map((step) => (
        <section key={step} className={styles.step}>
          <h3 className={styles.over}>{t(`step.${step === 1 ? "1" : "2"}`)}</h3>
          <TemplateBench key={`${locale}${at(step)?.text ?? ""}${String(at(step)?.standard)}`} code={intent.code} title={t(`step.${step === 1 ? "1" : "2"}`)} locale={locale} step={step} template={at(step)} reader={reader} />
        </section>
      ))}
      {!shown.includes(2) && <button type="button" className={styles.link} onClick={() => setSecond(true)}>{t("addStep")}</button>}
    </Panel>
  );
}
