/** A segment's rule as it is edited: a tree of groups and conditions, each with a name of its own. Pure. */

import type { FieldWords, Leaf, Rule, Span } from "@/api/segmentTypes";

export interface DraftLeaf {
  id: string;
  kind: "leaf";
  not: boolean;
  field: string;
  op: string;
  value: unknown;
  within: Span | null;
  of: string[] | null;
}
export interface DraftGroup {
  id: string;
  kind: "group";
  not: boolean;
  join: "and" | "or";
  of: DraftNode[];
}
export type DraftNode = DraftLeaf | DraftGroup;

let made = 0;
const name = (): string => `r${++made}`;

export const emptyGroup = (join: "and" | "or" = "and"): DraftGroup => ({ id: name(), kind: "group", not: false, join, of: [] });

/** A new condition on a field, with the question one asks of it most. */
export function leafOf(field: FieldWords): DraftLeaf {
  const op = OFTEN.find((often) => field.operators.includes(often)) ?? field.operators[0] ?? "is";
  return { id: name(), kind: "leaf", not: false, field: field.field, op, value: valueFor(field, op), within: null, of: null };
}
const OFTEN = ["at_least", "is_any_of", "has_any", "older_than", "in_next_days", "contains", "is"];

/** What stands in a condition before anything was typed. */
export function valueFor(field: FieldWords, op: string): unknown {
  if (op === "known" || field.type === "flag" || op === "this_month") return true;
  if (SPANS.has(op)) return { days: 90 };
  if (op === "in_next_days") return 14;
  if (op === "between") return [null, null];
  return LISTS.has(op) ? [] : null;
}
export const SPANS: ReadonlySet<string> = new Set(["older_than", "within", "in_next"]);
export const LISTS: ReadonlySet<string> = new Set(["is_any_of", "is_none_of", "has_any", "has_all", "has_none", "in_months"]);

/** What a rule of the server is while it is edited: always a group on top. */
export function draftOf(rule: Rule | null): DraftGroup {
  if (!rule) return emptyGroup();
  const node = nodeOf(rule, false);
  return node.kind === "group" && !node.not ? node : { ...emptyGroup(), of: [node] };
}

function nodeOf(rule: Rule, not: boolean): DraftNode {
  if (rule.kind === "not") return nodeOf(rule.of, !not);
  if (rule.kind === "field") return { id: name(), kind: "leaf", not, field: rule.field, op: rule.op, value: rule.value, within: rule.within ?? null, of: rule.of ?? null };
  return { id: name(), kind: "group", not, join: rule.kind, of: rule.of.map((part) => nodeOf(part, false)) };
}

const filled = (value: unknown): boolean => {
  if (value === null || value === undefined || value === "") return false;
  if (Array.isArray(value)) return value.length > 0 && value.every(filled);
  if (typeof value === "object") return Object.values(value).some((part) => typeof part === "number");
  return true;
};
export const isWhole = (leaf: DraftLeaf): boolean => filled(leaf.value) && (leaf.of === null || leaf.of.length > 0);

/** How many conditions still want a value. */
export const unfilled = (node: DraftNode): number => (node.kind === "leaf" ? (isWhole(node) ? 0 : 1) : node.of.reduce((sum, part) => sum + unfilled(part), 0));

export interface Written {
  rule: Rule | null;
  /** Which condition or group stands at a JSON pointer of the rule. */
  places: ReadonlyMap<string, string>;
}

/** The rule as it is sent: conditions that want a value are left out, and with them groups that hold nothing. */
export function ruleOf(draft: DraftGroup): Written {
  const places = new Map<string, string>();
  return { rule: written(draft, "", places), places };
}

function written(node: DraftNode, pointer: string, places: Map<string, string>): Rule | null {
  const inner = node.not ? `${pointer}/of` : pointer;
  const rule = node.kind === "leaf" ? leafRule(node) : groupRule(node, inner, places);
  if (!rule) return null;
  places.set(inner, node.id);
  return node.not ? { kind: "not", of: rule } : rule;
}

function leafRule(leaf: DraftLeaf): Leaf | null {
  if (!isWhole(leaf)) return null;
  return { kind: "field", field: leaf.field, op: leaf.op, value: leaf.value, ...(leaf.within && { within: leaf.within }), ...(leaf.of && { of: leaf.of }) };
}

function groupRule(group: DraftGroup, pointer: string, places: Map<string, string>): Rule | null {
  const of: Rule[] = [];
  for (const part of group.of) {
    const rule = written(part, `${pointer}/of/${of.length}`, places);
    if (rule) of.push(rule);
  }
  return of.length ? { kind: group.join, of } : null;
}

/** The condition or group that a pointer of the server leads to or into. */
export function placeOf(pointer: string, places: ReadonlyMap<string, string>): string | null {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const found = places.get(at);
    if (found) return found;
    if (!at.includes("/")) return null;
  }
}

/** The tree with one of its nodes changed, or without it where `change` answers nothing. */
export function changed(group: DraftGroup, id: string, change: (node: DraftNode) => DraftNode | null): DraftGroup {
  if (group.id === id) {
    const next = change(group);
    return next?.kind === "group" ? next : { ...group, of: [] };
  }
  const of = group.of.flatMap((node): DraftNode[] => {
    if (node.id === id) return [change(node)].filter((next) => next !== null);
    return [node.kind === "group" ? changed(node, id, change) : node];
  });
  return { ...group, of };
}

/** How deep a group stands: the server takes six levels, groups and conditions. */
export const DEEPEST = 3;
