import { Dropdown, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Tongue, Way } from "@/api/campaignTypes";
import { Icon } from "@/components/Icon";
import { FIELDS, fieldsIn, parse, smsParts, smsWarnings, render, EXAMPLE, type FieldName, type Part, SMS_ENDING } from "@/components/saying/template";
import styles from "./campaigns.module.css";

interface TextBoxProps {
  way: Way;
  tongue: Tongue;
  value: string;
  /** Of an e-mail; null for what has none. */
  subject: string | null;
  gives: boolean;
  change: (text: string) => void;
  changeSubject: (subject: string) => void;
}

const HANDY: readonly FieldName[] = ["name", "last_room", "tier", "points"];
const GIVING: readonly FieldName[] = ["coupon", "ends_on"];

/** A text with fields that are put in by a touch, and what is to be known about it underneath. */
export function TextBox({ way, tongue, value, subject, gives, change, changeSubject }: TextBoxProps) {
  const { t } = useTranslation("campaigns");
  const box = useRef<TextAreaRef>(null);
  const around = (before: string, after = "", inside = "") => {
    const area = box.current?.resizableTextArea?.textArea;
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [value.length, value.length];
    const middle = value.slice(from, to) || inside;
    change(value.slice(0, from) + before + middle + after + value.slice(to));
    const caret = from + before.length + (to > from || !inside ? middle.length + (inside ? 0 : after.length) : 0);
    requestAnimationFrame(() => { area?.focus(); area?.setSelectionRange(caret, inside && to === from ? caret + inside.length : caret); });
  };
  const field = (name: FieldName) => around(name === "name" ? `{name|${t(`fallback.${tongue}`)}}` : `{${name}}`);
  const handy = [...(gives ? GIVING : []), ...HANDY];
  const { parts, flaw } = parse(value);
  const used = fieldsIn(parts);
  const strange = used.filter((name) => !(FIELDS as readonly string[]).includes(name));
  const bare = parts.flatMap((part) => (typeof part === "object" && "field" in part && part.otherwise === null ? [part.field] : []));
  const clauses = parts.flatMap((part) => (typeof part === "object" && "clause" in part ? [part] : []));
  const word = (name: string): string => ((FIELDS as readonly string[]).includes(name) ? t(`field.${name}`) : name);
  return (
    <div>
      {subject !== null && <Input value={subject} maxLength={200} placeholder={t("say.subject")} aria-label={t("say.subject")} style={{ marginBottom: 6 }} onChange={(event) => changeSubject(event.target.value)} />}
      <Input.TextArea ref={box} value={value} rows={way === "email" ? 9 : 6} maxLength={2000} status={flaw || strange.length ? "error" : ""} aria-label={t("say.text")} lang={tongue} placeholder={tongue === "en" ? t("say.noEnglish") : t("say.write")} onChange={(event) => change(event.target.value)} />
      <div className={styles.chips}>
        <span className="cap t3">{t("say.put")}</span>
        {handy.map((name) => <button key={name} type="button" className="chip" onClick={() => field(name)}>{t(`field.${name}`)}</button>)}
        <Dropdown trigger={["click"]} menu={{ items: FIELDS.filter((name) => !handy.includes(name)).map((name) => ({ key: name, label: t(`field.${name}`) })), onClick: ({ key }) => field(key as FieldName), className: styles.menu }}>
          <button type="button" className="chip add">{t("say.moreFields")}<Icon name="down" /></button>
        </Dropdown>
        <button type="button" className="chip add" title={t("say.clauseIs")} onClick={() => around("[", "]", t("say.clauseLike"))}>{t("say.clause")}</button>
      </div>
      <ul className={styles.notes}>
        {flaw && <li className="bad" role="alert">{t(`flaw.${flaw.code}`, { at: flaw.at })}</li>}
        {strange.map((name) => <li key={name} className="bad" role="alert">{t("say.noField", { name })}</li>)}
        {!flaw && bare.map((name) => <li key={name} className="warn">{t("say.bare", { field: word(name) })}</li>)}
        {!flaw && clauses.map((part) => <li key={part.source}>{t("say.drops", { fields: [...new Set(fieldsIn(part.clause))].map(word).join(t("or")), clause: plain(part.clause, word) })}</li>)}
        {way === "sms" && !flaw && <SmsNotes value={value} tongue={tongue} />}
      </ul>
    </div>
  );
}

/** A clause as it reads, with the words of its fields. */
const plain = (parts: readonly Part[], word: (name: string) => string): string =>
  parts.map((part) => (typeof part === "string" ? part : "field" in part ? `〈${word(part.field)}〉` : plain(part.clause, word))).join("").trim();

function SmsNotes({ value, tongue }: { value: string; tongue: Tongue }) {
  const { t } = useTranslation("campaigns");
  const said = render(parse(value).parts, EXAMPLE[tongue]).text;
  const length = said.length + SMS_ENDING.length;
  const parts = smsParts(said + SMS_ENDING);
  return (
    <>
      <li className={parts > 1 ? "warn" : undefined}>{t("sms.parts", { signs: length, n: parts, count: parts })}</li>
      {smsWarnings(value).map((code) => <li key={code} className="warn">{t(`sms.${code}`)}</li>)}
      <li>{t("sms.filed")}</li>
    </>
  );
}
