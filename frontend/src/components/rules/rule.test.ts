import { describe, expect, it } from "vitest";
import type { FieldWords, Rule } from "@/api/segmentTypes";
import { groupsOf } from "./fields";
import { changed, draftOf, emptyGroup, leafOf, placeOf, ruleOf, unfilled, type DraftGroup } from "./rule";

const field = (name: string, type: FieldWords["type"], operators: string[], more: Partial<FieldWords> = {}): FieldWords => ({
  field: name, group: "stays", group_zh: "入住", group_en: "Stays", type, zh: name, en: name, operators, choices: [], known: [], kinds: [], within: null, of: null, unit_zh: "", unit_en: "", ...more,
});
const VISITS = field("visits", "count", ["is", "at_least", "between"]);
const leaf = (name: string, value: unknown): Rule => ({ kind: "field", field: name, op: "at_least", value });
const WHOLE: Rule = { kind: "and", of: [leaf("visits", 3), { kind: "not", of: { kind: "or", of: [leaf("nights", 2), { kind: "not", of: leaf("spend", "100.00") }] } }] };

const firstOf = (draft: DraftGroup) => {
  const [node] = draft.of;
  if (!node) throw new Error("An empty group");
  return node;
};

describe("a rule while it is edited", () => {
  it("comes back as it was", () => {
    expect(ruleOf(draftOf(WHOLE)).rule).toEqual(WHOLE);
  });

  it("has a group around a single condition, and none of a group that holds nothing", () => {
    expect(ruleOf(draftOf(leaf("visits", 3))).rule).toEqual({ kind: "and", of: [leaf("visits", 3)] });
    expect(ruleOf({ ...emptyGroup(), of: [emptyGroup("or")] }).rule).toBeNull();
  });

  it("leaves out what still wants a value, and says how many those are", () => {
    const draft = { ...emptyGroup(), of: [leafOf(VISITS), ...draftOf(leaf("nights", 2)).of] };
    expect(unfilled(draft)).toBe(1);
    expect(ruleOf(draft).rule).toEqual({ kind: "and", of: [leaf("nights", 2)] });
  });

  it("asks at least of a figure, and wants both ends of a between", () => {
    const fresh = leafOf(VISITS);
    expect([fresh.op, fresh.value]).toEqual(["at_least", null]);
    expect(unfilled({ ...emptyGroup(), of: [{ ...fresh, op: "between", value: [1, null] }] })).toBe(1);
  });

  it("finds the condition that a pointer of the server leads into, also within a not", () => {
    const draft = draftOf(WHOLE);
    const { places } = ruleOf(draft);
    const [visits, group] = draft.of;
    const nights = group?.kind === "group" ? group.of[0] : undefined;
    expect(placeOf("/of/0/value", places)).toBe(visits?.id);
    expect(placeOf("/of/1/of/of/0/field", places)).toBe(nights?.id);
    expect(placeOf("", places)).toBe(draft.id);
  });

  it("changes one condition and takes one away, wherever it stands", () => {
    const draft = draftOf(WHOLE);
    const { id } = firstOf(draft);
    expect(ruleOf(changed(draft, id, (node) => (node.kind === "leaf" ? { ...node, value: 9 } : node))).rule).toMatchObject({ of: [{ value: 9 }, {}] });
    expect(changed(draft, id, () => null).of).toHaveLength(1);
  });
});

describe("the fields there are", () => {
  const fields = [VISITS, field("stage", "word", ["is_any_of"], { group: "lifecycle", group_zh: "生命周期", group_en: "Lifecycle", zh: "生命周期阶段", choices: [{ value: "dormant", zh: "沉睡", en: "dormant" }] })];

  it("stand in groups, those asked for most first", () => {
    expect(groupsOf(fields).map(({ group }) => group)).toEqual(["lifecycle", "stays"]);
  });

  it("are found by a choice of theirs, in either language", () => {
    expect(groupsOf(fields, "沉睡").flatMap(({ fields: found }) => found.map(({ field: name }) => name))).toEqual(["stage"]);
    expect(groupsOf(fields, "DORM")).toHaveLength(1);
    expect(groupsOf(fields, "xyz")).toEqual([]);
  });
});
