import type { Facts, StoryLine } from "@/api/guestDeskTypes";

/** Facts of an interaction that are said in words of their own, or lead somewhere. */
const SAID = new Set(["interaction", "topic", "source", "stay", "owner_name", "due_at", "settled_at", "settled_name", "outcome", "department"]);

/** What of an interaction stands in fields, and what a thing cost, for whoever may see it; of everything else the sentence says it all. */
export function fieldsOf({ facts }: Pick<StoryLine, "facts">): [what: string, value: string][] {
  if ("consumption" in facts && typeof facts.cost === "string") return [["cost", facts.cost]];
  if (!("interaction" in facts)) return [];
  return Object.entries(facts).flatMap(([what, value]) => (SAID.has(what) || value === null || value === "" || typeof value === "object" ? [] : [[what, String(value)]]));
}

const text = (facts: Facts, name: string): string => (typeof facts[name] === "string" ? facts[name] : "");

/** Who sees to it, until when, and what came of it. */
export const handlingOf = ({ facts }: Pick<StoryLine, "facts">) => ({ owner: text(facts, "owner_name"), due: text(facts, "due_at"), settled: text(facts, "settled_at"), by: text(facts, "settled_name"), outcome: text(facts, "outcome") });
