import type { Change, ProgrammeDocument } from "@/api/programmeTypes";
import { at, pathOf, pointerOf, type Path } from "./path";

type Item = Record<string, unknown>;
const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null && !Array.isArray(value);
const coded = (value: unknown): value is Item[] => Array.isArray(value) && value.every((one) => isItem(one) && typeof one.code === "string");

/** Equal whatever the order of keys: the database keeps a draft's in one of its own. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one: unknown, n) => same(one, b[n]));
  if (isItem(a) && isItem(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]));
  return a === b;
}


/**
 * What differs from one document to another. Things with a code are the same thing wherever they stand in their
 * list; the place is the later document's, or the earlier one's where a thing is gone.
 */
export function changesOf(before: unknown, after: unknown, path: Path = []): Change[] {
  if (same(before, after)) return [];
  if (coded(before) && coded(after) && before.length + after.length > 0) {
    const gone = before.flatMap((old, index) => (after.some(({ code }) => code === old.code) ? [] : [{ pointer: pointerOf([...path, index]), before: old, after: null }]));
    const now = after.flatMap((item, index) => {
      const old = before.find(({ code }) => code === item.code);
      return old ? changesOf(old, item, [...path, index]) : [{ pointer: pointerOf([...path, index]), before: null, after: item }];
    });
    const moved = before.length === after.length && gone.length === 0 && !same(before.map(({ code }) => code), after.map(({ code }) => code));
    return [...gone, ...now, ...(moved ? [{ pointer: pointerOf(path), before: before.map(({ name }) => name), after: after.map(({ name }) => name) }] : [])];
  }
  if (isItem(before) && isItem(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changesOf(before[key], after[key], [...path, key]));
  }
  return [{ pointer: pointerOf(path), before: before ?? null, after: after ?? null }];
}

/** The document's parts as the page groups them. */
export const SECTIONS = ["about", "tiers", "benefits", "points", "wallet", "coupons", "punch_cards", "rewards", "two_persons"] as const;
export type Section = (typeof SECTIONS)[number];

export function sectionOf(pointer: string): Section {
  const first = pathOf(pointer)[0];
  if (first === "games") return "rewards";
  return SECTIONS.find((section) => section === first) ?? "about";
}

/** The names on the way to a place: 会员等级 › 金卡 › 奖励积分. A number becomes the name of what stands there. */
export function trailOf(pointer: string, documents: readonly (ProgrammeDocument | null)[], word: (key: string) => string, nth: (n: number) => string): string[] {
  const path = pathOf(pointer);
  return path.flatMap((key, index) => {
    if (typeof key === "string") return HIDDEN.has(key) ? [] : [word(key)];
    const here = path.slice(0, index + 1);
    const named = documents.map((document) => at(document, [...here, "name"])).find((name) => typeof name === "string" && name !== "");
    return [typeof named === "string" ? named : nth(key + 1)];
  });
}
/** Keys that only hold others and say nothing themselves. */
const HIDDEN = new Set(["levels"]);
