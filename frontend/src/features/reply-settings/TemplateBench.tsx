import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { FieldWord, ReplyLocale, TemplateText, TextProblem, Tried } from "@/api/deskRuleTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { fieldsIn, parse } from "@/components/saying/template";
import { useSaying } from "@/components/value/words";
import { useSettled } from "@/lib/settled";
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
/** The text is right; this reader lacks something that it must have. */
const LACKING = "template_fact_missing";

interface TextTried { intent: string; locale: ReplyLocale; step: number; text: string; guest?: string }

/** What the server knows for a text. Where the reader lacks something, of the other fields what is known all the same. */
async function tryText(house: string, given: TextTried): Promise<Tried> {
  const path = `${house}/desk/reply-templates/try`;
  const told = await api.post<Tried>(path, given);
  if (told.problem?.code !== LACKING) return told;
  const each = [...new Set(fieldsIn(parse(given.text).parts))].map((field) => `[{${field}}]`).join("");
  const { facts, left_out } = await api.post<Tried>(path, { ...given, text: each });
  return { ...told, facts, left_out };
}

/** A text written beside how somebody will read it; kept by a touch, and brought back to the standard by another. */
export function TemplateBench({ code, title, locale, step, template, reader }: BenchProps) {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const kept = template?.text ?? "";
  const [text, setText] = useState(kept);
  const settled = useSettled(text, PAUSE_MS);
  const tried = useQuery({
    queryKey: [house, "reply-try", code, locale, step, settled, reader.kind === "guest" ? reader.guest.id : null],
    queryFn: () => tryText(house, { intent: code, locale, step, text: settled.trim() ? settled : " ", ...(reader.kind === "guest" && { guest: reader.guest.id }) }),
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
  // What the server says of the text that stands there now; of a field not known to one reader the preview tells.
  const problem = settled === text && !tried.isPlaceholderData && tried.data?.problem?.code !== LACKING ? (tried.data?.problem ?? null) : null;
  const fixed = !may("manage_desk");
  return (
    <div className={styles.bench}>
      <Writing {...{ title, text, setText, fields, locale, fixed }} flaw={flaw} problem={text.trim() ? problem : null}>
        {save.isError && <li className="bad" role="alert">{problemText(save.error)}</li>}
      </Writing>
      <div className={styles.reads}>
        <Reads text={text} locale={locale} reader={reader} tried={tried.data} wrong={flaw !== null || problem !== null} />
        {tried.isError && !flaw && <p className="cap bad" role="alert">{problemText(tried.error)}</p>}
      </div>
      {!fixed && (
        <div className={styles.acts}>
          <Button disabled={text.trim() === kept || text.trim() === "" || flaw !== null || problem !== null} loading={save.isPending} onClick={() => save.mutate()}>{t("keep")}</Button>
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
  /** What can be seen while one types, and what the server says of it. */
  flaw: ReturnType<typeof parse>["flaw"];
  problem: TextProblem | null;
  children: React.ReactNode;
}

function Writing({ title, text, setText, fields, locale, fixed, flaw, problem, children }: WritingProps) {
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
  const at = flaw?.at ?? problem?.at ?? null;
  const wrong = at === null ? null : around(text, at);
  return (
    <div>
      <Input.TextArea
        ref={box} value={text} rows={4} maxLength={LONGEST} readOnly={fixed} lang={locale} status={flaw || problem ? "error" : ""} aria-label={title}
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
        {(flaw ?? problem) && <li className="bad" role="alert">{flaw ? t(`flaw.${flaw.code}`, { at: flaw.at }) : say(problem)}{wrong && <code className={styles.where}>{wrong.before}<mark>{wrong.bad || "▮"}</mark>{wrong.after}</code>}</li>}
        {children}
      </ul>
    </div>
  );
}

/** As the reader will read it: what is put in stands out, what is left out is grey where it would have stood. */
function Reads({ text, locale, reader, tried, wrong }: { text: string; locale: ReplyLocale; reader: Reader; tried: Tried | undefined; wrong: boolean }) {
  const { t } = useTranslation("reply-settings");
  const { say } = useSaying();
  const { property } = usePropertyScope();
  const known = knownFor(reader.kind, locale, tried?.facts ?? [], property.name);
  const word = (code: string) => say([...(tried?.fields ?? []).map(({ code: field, label }) => ({ field, label })), ...(tried?.left_out ?? [])].find(({ field }) => field === code)?.label) || code;
  const { parts } = parse(text);
  const read = pieces(parts, known, word);
  const lacking = [...new Set(read.filter(({ kind }) => kind === "lacking").map((piece) => piece.text))];
  const dropped = read.some(({ kind }) => kind === "dropped");
  const facts = (tried?.facts ?? []).filter(({ field }) => fieldsIn(parts).includes(field));
  return (
    <figure className={styles.read} aria-label={t("reads")}>
      {text.trim() === "" ? <p className="t3">{t("nothing")}</p> : wrong ? <p className="t3">{t("unread")}</p> : (
        <p className={styles.said} lang={locale}>
          {read.map((piece, index) => <span key={index} className={styles[piece.kind]}>{piece.kind === "lacking" ? `〈${piece.text}〉` : piece.text}</span>)}
        </p>
      )}
      <figcaption>
        {lacking.length > 0 && !wrong && <span className="warn">{t("lacking", { fields: lacking.join(t("comma")) })}</span>}
        {dropped && !wrong && <span>{t("dropped")}</span>}
        {reader.kind === "sample" && !wrong && <span>{t("isSample")}</span>}
        {reader.kind !== "sample" && facts.length > 0 && !wrong && <span>{t("from", { facts: facts.map(({ label, from }) => t("fromOne", { label: say(label), from: say(from) })).join(t("comma")) })}</span>}
      </figcaption>
    </figure>
  );
}
