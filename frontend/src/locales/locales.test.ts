import { describe, expect, it } from "vitest";

interface Words { [key: string]: string | Words }

const zh = import.meta.glob<Words>("./zh-CN/*.json", { eager: true, import: "default" });
const en = import.meta.glob<Words>("./en/*.json", { eager: true, import: "default" });
const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });

const name = (path: string) => path.split("/").pop()?.replace(".json", "") ?? "";

/** Every key of a file; English plural forms count as their key. */
function keys(words: Words, prefix = ""): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key.replace(/_(one|other)$/, "")] : keys(value, `${prefix}${key}.`),
  );
}

const sorted = (words: Words | undefined) => [...new Set(keys(words ?? {}))].sort();

describe("both languages say everything", () => {
  it.each(Object.keys(zh))("%s has the same keys in English", (path) => {
    expect(sorted(en[path.replace("zh-CN", "en")])).toEqual(sorted(zh[path]));
  });

  it("has a text for every key that is asked for by name", () => {
    const known = new Map(Object.entries(zh).map(([path, words]) => [name(path), new Set(keys(words))]));
    const missing: string[] = [];
    for (const [path, source] of Object.entries(sources)) {
      const namespaces = [...source.matchAll(/useTranslation\("([\w-]+)"/g)].map(([, found]) => found ?? "");
      const heard = [...new Set([...namespaces, "common"])];
      for (const [, key = ""] of source.matchAll(/\bt\("([\w.-]+)"/g)) {
        if (!heard.some((namespace) => known.get(namespace)?.has(key))) missing.push(`${path}: ${key}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
