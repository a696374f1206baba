import type { KeyRow } from "@/api/vendorTypes";
import type { Choice, Group } from "@/components/vendors/grouped";
import { grouped } from "@/components/vendors/grouped";

export type ScopeGroup = "stays" | "guests" | "members" | "reading" | "chain";
const of = (...starts: string[]) => (code: string) => starts.some((start) => code.startsWith(start));
const GROUPS = [
  ["stays", of("stays:", "imports:", "sources:")],
  ["guests", of("guests:", "remarks:")],
  ["members", of("members:", "programme:", "value:")],
  ["reading", of("reports:", "exports:", "events:", "audit:")],
] as const;

export const scopeGroups = (choices: readonly Choice[]): Group<ScopeGroup>[] => grouped<ScopeGroup>(choices, GROUPS, "chain");

/** What is asked for most often, by one touch. */
export const PRESETS = {
  pms: ["stays:write", "stays:read"],
  partner: ["members:write", "programme:read", "events:read"],
  reading: ["reports:read", "exports:read", "events:read"],
  all: ["*"],
} as const;
export type Preset = keyof typeof PRESETS;

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((each) => b.includes(each));
export const presetOf = (scopes: readonly string[]): Preset | null =>
  (Object.keys(PRESETS) as Preset[]).find((preset) => same(PRESETS[preset], scopes)) ?? null;

export const inUse = ({ state }: Pick<KeyRow, "state">): boolean => state === "live" || state === "ending";

/** The key that ends next, if one does: whoever uses it has to have changed by then. */
export function endsNext<Row extends Pick<KeyRow, "state" | "expires_at">>(rows: readonly Row[]): Row | null {
  return rows.filter((row) => row.state === "ending" && row.expires_at).toSorted((a, b) => (a.expires_at ?? "").localeCompare(b.expires_at ?? ""))[0] ?? null;
}

export const lastUsed = (rows: readonly Pick<KeyRow, "last_used_at">[]): string | null =>
  rows.map((row) => row.last_used_at).filter((at) => at !== null).toSorted().at(-1) ?? null;

/** Addresses as they were typed or pasted: by comma, blank or line; each once. */
export const networksOf = (typed: readonly string[]): string[] =>
  [...new Set(typed.flatMap((each) => each.split(/[\s,;，；、]+/)).filter(Boolean))];
