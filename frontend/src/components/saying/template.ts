/**
 * Texts with fields: `{name}`, `{name|dear guest}`, and `[clauses]` that drop out when a field in them is not known.
 * The same grammar as the server's, to show while one types what stands and what drops. Pure.
 */

export type Part = string | { field: string; otherwise: string | null } | { clause: Part[]; source: string };
export interface Parsed {
  parts: Part[];
  /** What is wrong, and at which character. */
  flaw: { code: "brace" | "bracket" | "field" | "plain"; at: number } | null;
}

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const SIGNS = "\\[]{}";

/** What may stand in a text, in the order one reaches for it. */
export const FIELDS = ["name", "surname", "title", "property", "visits", "last_visit", "last_room", "last_rate", "tier", "next_tier", "missing", "points", "points_ending", "ends_on", "coupon", "coupon_code", "gift_points", "nights_short", "reward", "years", "phone"] as const;
export type FieldName = (typeof FIELDS)[number];

export function parse(template: string): Parsed {
  const reading = { at: 0, flaw: null as Parsed["flaw"] };
  const parts = partsOf(template, reading, false);
  if (!reading.flaw && reading.at < template.length) reading.flaw = { code: "bracket", at: reading.at + 1 };
  return { parts, flaw: reading.flaw };
}

function partsOf(template: string, reading: { at: number; flaw: Parsed["flaw"] }, inClause: boolean): Part[] {
  const parts: Part[] = [];
  let text = "";
  const close = () => { if (text) parts.push(text); text = ""; };
  while (reading.at < template.length && !reading.flaw) {
    const sign = template.charAt(reading.at);
    if (sign === "\\" && SIGNS.includes(template.charAt(reading.at + 1) || " ")) {
      text += template.charAt(reading.at + 1);
      reading.at += 2;
    } else if (sign === "]") {
      break;
    } else if (sign === "[") {
      close();
      parts.push(clauseOf(template, reading));
    } else if (sign === "{") {
      close();
      parts.push(holeOf(template, reading));
    } else if (sign === "}") {
      reading.flaw = { code: "brace", at: reading.at + 1 };
    } else {
      text += sign;
      reading.at += 1;
    }
  }
  close();
  if (inClause && !reading.flaw && template.charAt(reading.at) !== "]") reading.flaw = { code: "bracket", at: reading.at };
  return parts;
}

function clauseOf(template: string, reading: { at: number; flaw: Parsed["flaw"] }): Part {
  const start = reading.at;
  reading.at += 1;
  const clause = partsOf(template, reading, true);
  if (!reading.flaw && !fieldsIn(clause).length) reading.flaw = { code: "plain", at: start + 1 };
  reading.at += 1;
  return { clause, source: template.slice(start, reading.at) };
}

function holeOf(template: string, reading: { at: number; flaw: Parsed["flaw"] }): Part {
  const end = template.indexOf("}", reading.at);
  const inside = end < 0 ? "" : template.slice(reading.at + 1, end);
  const bar = inside.indexOf("|");
  const field = bar < 0 ? inside : inside.slice(0, bar);
  if (end < 0 || !NAME.test(field) || inside.includes("{")) {
    reading.flaw = { code: end < 0 ? "brace" : "field", at: reading.at + 1 };
    return "";
  }
  reading.at = end + 1;
  return { field, otherwise: bar < 0 ? null : inside.slice(bar + 1) };
}

export const fieldsIn = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) => (typeof part === "string" ? [] : "field" in part ? [part.field] : fieldsIn(part.clause)));

/** The fields right in a text, or right in a clause, without which it is not said. */
export const needed = (parts: readonly Part[]): string[] => parts.flatMap((part) => (typeof part === "object" && "field" in part && part.otherwise === null ? [part.field] : []));

export interface Said {
  text: string;
  /** Fields outside of any clause that are not known: the text is not sent to such a guest. */
  missing: string[];
  /** Clauses that dropped out. */
  dropped: string[];
}

/** The text for somebody of whom this is known. */
export function render(parts: readonly Part[], known: Readonly<Partial<Record<string, string>>>): Said {
  const dropped: string[] = [];
  const joined = (some: readonly Part[]): string =>
    some.map((part) => {
      if (typeof part === "string") return part;
      if ("field" in part) return known[part.field] ?? part.otherwise ?? "";
      if (needed(part.clause).every((field) => known[field])) return joined(part.clause);
      dropped.push(part.source);
      return "";
    }).join("");
  const text = tidied(joined(parts));
  return { text, missing: [...new Set(needed(parts).filter((field) => !known[field]))], dropped };
}

const tidied = (text: string): string =>
  text.replace(/[，、,;；]+(?=[。！？!?.，,；;])/g, "").replace(/^[\s，、,;；。]+/, "").replace(/ {2,}/g, " ").trim();

/** As how many messages vendors bill it: 70 signs, or 67 each. */
export const smsParts = (text: string): number => (text.length <= 70 ? 1 : Math.ceil(text.length / 67));

export type SmsWarning = "clauses" | "nested" | "beside" | "twice" | "link" | "sign" | "onlyFields";
/** What a marketing SMS has to end with in China, whatever its language. */
export const SMS_ENDING = " 拒收请回复R";
const CLAUSES_MAX = 2;

/** Why an SMS vendor would not take a text as a template: only filed texts can be sent. */
export function smsWarnings(template: string): SmsWarning[] {
  const { parts } = parse(template);
  const found = new Set<SmsWarning>();
  const clauses = parts.filter((part) => typeof part === "object" && "clause" in part);
  if (clauses.length > CLAUSES_MAX) found.add("clauses");
  if (clauses.some(({ clause }) => clause.some((part) => typeof part === "object" && "clause" in part))) found.add("nested");
  if (/\}\s*\[?\s*\{/.test(template)) found.add("beside");
  const fields = fieldsIn(parts);
  if (new Set(fields).size < fields.length) found.add("twice");
  if (/https?:\/\/|www\./i.test(template)) found.add("link");
  if (/[【】]/.test(template)) found.add("sign");
  if (fields.length > 0 && !/[\p{L}\p{N}]/u.test(template.replace(/\{[^}]*\}/g, ""))) found.add("onlyFields");
  return [...found];
}

/** What is known of the guest the editor shows before a real one is chosen. */
export const EXAMPLE: Record<"zh-CN" | "en", Record<FieldName, string>> = {
  "zh-CN": { name: "王芳", surname: "王", title: "女士", property: "", visits: "5", last_visit: "9月10日", last_room: "8210", last_rate: "268", tier: "金卡", next_tier: "黑卡", missing: "2 晚", points: "1280", points_ending: "300", ends_on: "12月31日", coupon: "免费升级房型", coupon_code: "8K3M27", gift_points: "200", nights_short: "1", reward: "免费房 1 晚", years: "2", phone: "0512-6512 0000" },
  en: { name: "Alan Xu", surname: "Xu", title: "Mr.", property: "", visits: "5", last_visit: "10 September", last_room: "8210", last_rate: "268", tier: "Gold", next_tier: "Black", missing: "2 nights", points: "1280", points_ending: "300", ends_on: "31 December", coupon: "a free upgrade", coupon_code: "8K3M27", gift_points: "200", nights_short: "1", reward: "a free night", years: "2", phone: "+86 512 6512 0000" },
};
