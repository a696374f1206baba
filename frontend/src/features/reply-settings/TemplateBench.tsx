import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { FieldWord, ReplyLocale, TemplateText, Tried } from "@/api/deskRuleTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { fieldsIn, needed, parse, type Part } from "@/components/saying/template";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { around, knownFor, pieces } from "./pieces";
import styles from "./replySettings.module.css";
import type { Reader } from "./ReaderPicker";

interface BenchProps {
  /** The intent's code, or `script.<code>`. */
  code: string;
  title: string;
  locale: ReplyLocale;
  step: number;
  /** null: this house has no text here, and neither has the standard. */
  template: TemplateText | null;
  reader: Reader;
}

const LONGEST = 1000;
const HANDY = 9;
const PAUSE_MS = 300;

/** A text written beside how somebody will read it; kept by a touch, and brought back to the standard by another. */
export function TemplateBench({ code, title, locale, step, template, reader }: BenchProps) {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const kept = template?.text ?? "";
  const [text, setText] = useState(kept);
  const settled = useSettled(text);
  const tried = useQuery({
    queryKey: [house, "reply-try", code, locale, step, settled, reader.kind === "guest" ? reader.guest.id : null],
    queryFn: () => api.post<Tried>(`${house}/desk/reply-templates/try`, { intent: code, locale, step, text: settled, ...(reader.kind === "guest" && { guest: reader.guest.id }) }),
    placeholderData: keepPreviousData, staleTime: 60_000, retry: false,
  });
  const path = `${house}/desk/reply-templates/${encodeURIComponent(code)}/${locale}/${step}`;
  const fresh = () => Promise.all(["intents", "script-texts"].map((name) => queries.invalidateQueries({ queryKey: [house, name] })));
  const save = useMutation({
    mutationFn: () => api.put(path, { text: text.trim() }),
    onSuccess: async () => {
      await fresh();
      message.success(t("saved"));
    },
  });
  const reset = useMutation({
    mutationFn: () => api.delete(path),
    onSuccess: async () => {
      await fresh();
      message.success(t("backDone"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const fields = tried.data?.fields ?? [];
  const { flaw } = parse(text);
  const strange = fields.length > 0 ? [...new Set(fieldsIn(parse(text).parts))].filter((field) => !fields.some((one) => one.code === field)) : [];
  const fixed = !may("manage_desk");
  return (
    <div className={styles.bench}>
      <Writing {...{ title, text, setText, fields, locale, fixed, strange }} flaw={flaw}>
        {save.isError && <li className="bad" role="alert">{problemText(save.error)}</li>}
      </Writing>
      <div className={styles.reads}>
        <Reads text={text} locale={locale} reader={reader} tried={tried.data} />
        {tried.isError && !flaw && <p className="cap bad" role="alert">{problemText(tried.error)}</p>}
      </div>
      {!fixed && (
        <div className={styles.acts}>
          <Button disabled={text.trim() === kept || text.trim() === "" || flaw !== null || strange.length > 0} loading={save.isPending} onClick={() => save.mutate()}>{t("keep")}</Button>
          {text !== kept && <Button type="text" onClick={() => setText(kept)}>{t("dropChanges")}</Button>}
          {template && !template.standard && <Button type="text" icon={<Icon name="undo" />} loading={reset.isPending} onClick={() => reset.mutate()}>{t("back")}</Button>}
          <span className="cap t3">{template?.standard === false ? t("own") : t("standard")}</span>
        </div>
      )}
    </div>
  );
}

interface WritingProps {
  title: string;
  text: string;
  setText: (text: string) => void;
  fields: readonly FieldWord[];
  locale: ReplyLocale;
  fixed: boolean;
  flaw: ReturnType<typeof parse>["flaw"];
  strange: readonly string[];
  children: React.ReactNode;
}

function Writing({ title, text, setText, fields, locale, fixed, flaw, strange, children }: WritingProps) {
  const { t } = useTranslation("reply-settings");
  const { say } = useSaying();
  const box = useRef<TextAreaRef>(null);
  const put = (before: string, after = "", inside = "") => {
    const area = box.current?.resizableTextArea?.textArea;
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [text.length, text.length];
    const middle = text.slice(from, to) || inside;
    setText(text.slice(0, from) + before + middle + after + text.slice(to));
    const caret = from + before.length + middle.length + (inside ? 0 : after.length);
    requestAnimationFrame(() => { area?.focus(); area?.setSelectionRange(caret, caret); });
  };
  const rest = fields.slice(HANDY);
  const wrong = flaw && around(text, flaw.at);
  const bare = needed(parse(text).parts);
  const word = (code: string) => say(fields.find((one) => one.code === code)?.label) || code;
  return (
    <div>
      <Input.TextArea
        ref={box} value={text} rows={4} maxLength={LONGEST} readOnly={fixed} lang={locale} status={flaw || strange.length > 0 ? "error" : ""} aria-label={title}
        placeholder={t("write")} onChange={(event) => setText(event.target.value)}
      />
      {!fixed && (
        <div className={styles.chips}>
          <span className="cap t3">{t("put")}</span>
          {fields.slice(0, HANDY).map(({ code, label }) => <button key={code} type="button" className="chip" onClick={() => put(`{${code}}`)}>{say(label)}</button>)}
          {rest.length > 0 && (
            <Dropdown trigger={["click"]} menu={{ className: styles.menu ?? "", items: rest.map(({ code, label }) => ({ key: code, label: say(label) })), onClick: ({ key }) => put(`{${key}}`) }}>
              <button type="button" className="chip add">{t("moreFields")}<Icon name="down" /></button>
            </Dropdown>
          )}
          <button type="button" className="chip add" title={t("clauseIs")} onClick={() => put("[", "]", t("clauseLike"))}>{t("clause")}</button>
        </div>
      )}
      <ul className={styles.notes}>
        {flaw && wrong && <li className="bad" role="alert">{t(`flaw.${flaw.code}`, { at: flaw.at })}<code className={styles.where}>{wrong.before}<mark>{wrong.bad || "▮"}</mark>{wrong.after}</code></li>}
        {strange.map((name) => <li key={name} className="bad" role="alert">{t("noField", { name })}</li>)}
        {!flaw && bare.filter((field) => !strange.includes(field)).map((field) => <li key={field}>{t("bare", { field: word(field) })}</li>)}
        {children}
      </ul>
    </div>
  );
}

/** As the reader will read it: what is put in stands out, what is left out is grey where it would have stood. */
function Reads({ text, locale, reader, tried }: { text: string; locale: ReplyLocale; reader: Reader; tried: Tried | undefined }) {
  const { t } = useTranslation("reply-settings");
  const { say } = useSaying();
  const { property } = usePropertyScope();
  const known = knownFor(reader.kind, locale, tried?.facts ?? [], property.name);
  const word = (code: string) => say([...(tried?.fields ?? []).map(({ code: field, label }) => ({ field, label })), ...(tried?.left_out ?? [])].find(({ field }) => field === code)?.label) || code;
  const { parts, flaw } = parse(text);
  const read = pieces(parts as readonly Part[], known, word);
  const lacking = [...new Set(read.filter(({ kind }) => kind === "lacking").map((piece) => piece.text))];
  const dropped = read.some(({ kind }) => kind === "dropped");
  const facts = (tried?.facts ?? []).filter(({ field }) => fieldsIn(parts).includes(field));
  return (
    <figure className={styles.read} aria-label={t("reads")}>
      {text.trim() === "" ? <p className="t3">{t("nothing")}</p> : flaw ? <p className="t3">{t("unread")}</p> : (
        <p className={styles.said} lang={locale}>
          {read.map((piece, index) => <span key={index} className={styles[piece.kind]}>{piece.kind === "lacking" ? `〈${piece.text}〉` : piece.text}</span>)}
        </p>
      )}
      <figcaption>
        {lacking.length > 0 && !flaw && <span className="warn">{t("lacking", { fields: lacking.join(t("comma")) })}</span>}
        {dropped && <span>{t("dropped")}</span>}
        {reader.kind === "sample" && !flaw && <span>{t("isSample")}</span>}
        {reader.kind !== "sample" && facts.length > 0 && !flaw && <span>{t("from", { facts: facts.map(({ label, from }) => t("fromOne", { label: say(label), from: say(from) })).join(t("comma")) })}</span>}
        {tried?.problem && !flaw && reader.kind !== "sample" && lacking.length === 0 && <span className="warn">{say(tried.problem)}</span>}
      </figcaption>
    </figure>
  );
}

/** Waits until the typing pauses, so that a text is tried once. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
