import { fieldsIn, needed, parse, type Part } from "@/components/saying/template";
import type { Intent, ReplyLocale, SaidFact, ScriptText } from "@/api/deskRuleTypes";
import { SAMPLE } from "./sample";

/** One stretch of a text as somebody reads it: said as it stands, put in, put in for want of it, or left out whole. */
export interface Piece {
  kind: "plain" | "value" | "instead" | "dropped" | "lacking";
  text: string;
}
type Known = Readonly<Partial<Record<string, string>>>;

/** A text taken apart for the reader of whom this is known; what is left out stays in its place, to be shown grey. */
export function pieces(parts: readonly Part[], known: Known, word: (field: string) => string): Piece[] {
  return parts.flatMap((part): Piece[] => {
    if (typeof part === "string") return [{ kind: "plain", text: part }];
    if ("field" in part) {
      const value = known[part.field];
      if (value) return [{ kind: "value", text: value }];
      return [part.otherwise === null ? { kind: "lacking", text: word(part.field) } : { kind: "instead", text: part.otherwise }];
    }
    if (needed(part.clause).every((field) => known[field])) return pieces(part.clause, known, word);
    return [{ kind: "dropped", text: plain(part.clause, known, word) }];
  });
}

/** A clause as it reads, with the words of the fields that are not known. */
export const plain = (parts: readonly Part[], known: Known, word: (field: string) => string): string =>
  parts.map((part) => (typeof part === "string" ? part : "field" in part ? (known[part.field] ?? `〈${word(part.field)}〉`) : plain(part.clause, known, word))).join("");

const AROUND = 10;

/** The text around its fault, which is at the n-th character, counted from one. */
export function around(text: string, at: number): { before: string; bad: string; after: string } {
  const index = Math.min(Math.max(0, at - 1), Math.max(0, text.length - 1));
  const from = Math.max(0, index - AROUND);
  const to = Math.min(text.length, index + 1 + AROUND);
  return { before: (from > 0 ? "…" : "") + text.slice(from, index), bad: text.slice(index, index + 1), after: text.slice(index + 1, to) + (to < text.length ? "…" : "") };
}

/** What is known of whom the preview speaks to: a guest as the server knows him, everything made up, or the house alone. */
export function knownFor(who: "sample" | "little" | "guest", locale: ReplyLocale, facts: readonly SaidFact[], house: string): Record<string, string> {
  const told = Object.fromEntries(facts.map(({ field, value }) => [field, value]));
  if (who !== "sample") return told;
  return { ...SAMPLE[locale], property: house, ...told };
}

/** In which replies and scripts a field stands, by their names. */
export function usesOf(intents: readonly Intent[], scripts: readonly ScriptText[], nameOf: (thing: { name: string; name_en: string }) => string): Map<string, string[]> {
  const uses = new Map<string, string[]>();
  for (const thing of [...intents, ...scripts]) {
    const fields = new Set(thing.templates.flatMap(({ text }) => fieldsIn(parse(text).parts)));
    for (const field of fields) uses.set(field, [...(uses.get(field) ?? []), nameOf(thing)]);
  }
  return uses;
}
