import type { ImportField, ImportMapping, ImportRule } from "@/api/propertyTypes";

/** What a column is to a field: the whole of it, or a part of a date, or nights that make the check-out. */
export type Part = "column" | "time" | "year" | "month" | "day" | "nights";
export interface Use {
  field: string;
  part: Part;
}

/** The mapping as one edits it: what each column is used for, and what is said once for the whole file. */
export interface Editing {
  uses: Record<string, Use>;
  constants: Record<string, string>;
  /** Fields that share a column which says something else already: field → column. */
  also: Record<string, string>;
  values: Record<string, Record<string, string>>;
  /** Nights that are the same in every row. */
  nights: number | null;
  dates: "DMY" | "MDY" | null;
}

export const PARTED = ["check_in"] as const;
export const TIMED = ["check_in", "check_out"] as const;
const DATE_PARTS: readonly Part[] = ["year", "month", "day"];
export const STATUSES = ["booked", "in_house", "checked_out", "cancelled", "no_show"] as const;

export function editingOf({ fields, date_format }: ImportMapping): Editing {
  const editing: Editing = { uses: {}, constants: {}, also: {}, values: {}, nights: null, dates: date_format ?? null };
  for (const [field, rule] of Object.entries(fields)) {
    if (rule.column && rule.column in editing.uses) editing.also[field] = rule.column;
    else if (rule.column) editing.uses[rule.column] = { field, part: "column" };
    if (rule.time) editing.uses[rule.time] = { field, part: "time" };
    rule.date_parts?.forEach((column, index) => (editing.uses[column] = { field, part: DATE_PARTS[index] ?? "day" }));
    rule.nights?.forEach((one) => {
      if (typeof one === "string") editing.uses[one] = { field, part: "nights" };
      else editing.nights = one;
    });
    if (rule.constant !== undefined) editing.constants[field] = rule.constant;
    if (rule.values) editing.values[field] = rule.values;
  }
  return editing;
}

function ruleOf(field: string, editing: Editing): ImportRule | null {
  const columns = (part: Part) => Object.entries(editing.uses).filter(([, use]) => use.field === field && use.part === part).map(([column]) => column);
  const values = Object.keys(editing.values[field] ?? {}).length > 0 ? { values: editing.values[field] } : {};
  const column = columns("column")[0] ?? editing.also[field];
  const [time] = columns("time");
  if (column) return { column, ...(time && { time }), ...values };
  const parts = DATE_PARTS.flatMap((part) => columns(part).slice(0, 1));
  if (parts.length === DATE_PARTS.length) return { date_parts: parts };
  const nights = columns("nights");
  if (field === "check_out" && (nights.length > 0 || editing.nights !== null)) return { nights: nights.length > 0 ? nights : [editing.nights ?? 1] };
  const constant = editing.constants[field];
  return constant === undefined || constant === "" ? null : { constant };
}

/** What is sent: a date of which a part is still missing is not sent yet. */
export function mappingOf(editing: Editing, headerLine?: number | null): ImportMapping {
  const names = [...Object.values(editing.uses).map(({ field }) => field), ...Object.keys(editing.constants), ...Object.keys(editing.also), ...(editing.nights === null ? [] : ["check_out"])];
  const fields = Object.fromEntries([...new Set(names)].flatMap((field) => {
    const rule = ruleOf(field, editing);
    return rule ? [[field, rule]] : [];
  }));
  return { fields, date_format: editing.dates, header_line: headerLine ?? null };
}

const clashes = (mine: Use, other: Use): boolean => {
  if (mine.field !== other.field) return false;
  if (mine.part === "time" || other.part === "time") return mine.part === other.part || !(mine.part === "column" || other.part === "column");
  if (mine.part === "nights" && other.part === "nights") return false;
  const parts = DATE_PARTS.includes(mine.part) && DATE_PARTS.includes(other.part);
  return parts ? mine.part === other.part : true;
};

const without = <T>(all: Record<string, T>, key: string): Record<string, T> => Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));

/** Uses a column for something, or for nothing; whatever said the same before gives way. */
export function assign(editing: Editing, column: string, use: Use | null): Editing {
  const uses = Object.fromEntries(Object.entries(editing.uses).filter(([name, other]) => name !== column && !(use && clashes(use, other))));
  if (!use) return { ...editing, uses };
  const constants = without(editing.constants, use.field);
  return { ...editing, uses: { ...uses, [column]: use }, constants, also: without(editing.also, use.field), nights: use.field === "check_out" ? null : editing.nights };
}

/** Says a field once for every row; null takes it back. */
export function say(editing: Editing, field: string, constant: string | null): Editing {
  const constants = without(editing.constants, field);
  const also = without(editing.also, field);
  if (constant === null) return { ...editing, constants, also };
  const uses = Object.fromEntries(Object.entries(editing.uses).filter(([, use]) => use.field !== field));
  return { ...editing, uses, also, constants: { ...constants, [field]: constant } };
}

/** Takes a field from a column that serves another field too, such as a booking number that stands for the guest. */
export function share(editing: Editing, field: string, column: string): Editing {
  const said = say(editing, field, null);
  return column in said.uses ? { ...said, also: { ...said.also, [field]: column } } : assign(said, column, { field, part: "column" });
}

/** What a word of the file means; an empty meaning takes it back. */
export function mean(editing: Editing, field: string, word: string, meaning: string | null): Editing {
  const others = without(editing.values[field] ?? {}, word);
  return { ...editing, values: { ...editing.values, [field]: meaning ? { ...others, [word]: meaning } : others } };
}

/** Dates of which some parts are chosen and others not. */
export function halfDates(editing: Editing): string[] {
  return PARTED.filter((field) => {
    const parts = Object.values(editing.uses).filter((use) => use.field === field && DATE_PARTS.includes(use.part)).length;
    return parts > 0 && parts < DATE_PARTS.length;
  });
}

export const keyOf = (use: Use | undefined): string => (use ? `${use.part}:${use.field}` : "");
export function usedAs(key: string): Use | null {
  const [part, field] = key.split(":");
  return part && field ? { part: part as Part, field } : null;
}

/** Fields that come from nowhere yet, needed ones first: they can be said once for the whole file. */
export function unsaid(editing: Editing, fields: readonly ImportField[]): ImportField[] {
  const { fields: said } = mappingOf(editing);
  return fields.filter(({ field }) => !(field in said)).toSorted((a, b) => Number(b.required) - Number(a.required));
}
