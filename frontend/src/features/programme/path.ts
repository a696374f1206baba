/** Places in a document: paths to read and write, JSON pointers to name them. */

export type Path = readonly (string | number)[];

export function at(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : undefined), document);
}

/** The document with another value at the place; what is beside it stays the same object. */
export function put<T>(document: T, path: Path, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const next = put(at(document, [key]), rest, value);
  if (Array.isArray(document)) return document.map((old: unknown, index) => (index === key ? next : old)) as T;
  return { ...document, [key]: next };
}

const listAt = (document: unknown, path: Path): unknown[] => {
  const found = at(document, path);
  return Array.isArray(found) ? (found as unknown[]) : [];
};

export const append = <T>(document: T, path: Path, item: unknown): T => put(document, path, [...listAt(document, path), item]);

export function removeAt<T>(document: T, path: Path): T {
  const index = path.at(-1);
  return put(document, path.slice(0, -1), listAt(document, path.slice(0, -1)).filter((_, n) => n !== index));
}

const escaped = (key: string | number): string => String(key).replaceAll("~", "~0").replaceAll("/", "~1");
export const pointerOf = (path: Path): string => path.map((key) => `/${escaped(key)}`).join("");

/** A pointer as the server gives it, whether it counts from the document or from what was sent. */
export function pathOf(pointer: string): Path {
  const keys = pointer.replace(/^#/, "").split("/").filter((key, index) => index > 0 || key !== "");
  const below = keys[0] === "programme" ? keys.slice(1) : keys;
  return below.map((key) => (/^\d+$/.test(key) ? Number(key) : key.replaceAll("~1", "/").replaceAll("~0", "~")));
}
export const normal = (pointer: string): string => pointerOf(pathOf(pointer));
