import { describe, expect, it } from "vitest";
import type { SurpriseRule } from "@/api/deskTypes";
import { bodyOf, costOf, isWhole, newRule, onOccasion, parted } from "./rule";

const rule = { ...newRule("own", "housekeeping"), name: " 老客 ", does: "果盘" };
const stood = (more: Partial<SurpriseRule>): SurpriseRule => ({ ...rule, standard: false, cost_each: null, done_90: 0, cost_90: "0.00", ...more });

describe("what is sent of a surprise", () => {
  it("is its own fields only, and a number only where the occasion counts something", () => {
    expect(bodyOf({ ...rule, n: 8, tier: "gold" })).toMatchObject({ name: "老客", n: 8, tier: "" });
    expect(bodyOf(stood({ occasion: "first_visit", n: 8 }))).toMatchObject({ n: null });
    expect(bodyOf(stood({ occasion: "birthday", n: null }))).toMatchObject({ n: 0 });
    expect(Object.keys(bodyOf(stood({})))).not.toContain("standard");
  });
});

describe("another occasion", () => {
  it("keeps the number only where it means the same", () => {
    expect(onOccasion({ ...rule, n: 8 }, "every_visits").n).toBe(8);
    expect(onOccasion({ ...rule, n: 8 }, "birthday").n).toBe(0);
    expect(onOccasion({ ...rule, n: 8 }, "first_visit").n).toBeNull();
  });
  it("means the tiers above too, until somebody says otherwise", () => {
    const tiered = onOccasion(rule, "tier");
    expect(tiered.higher).toBe(true);
    expect(onOccasion({ ...tiered, higher: false }, "tier").higher).toBe(false);
    expect(bodyOf({ ...tiered, tier: "gold" })).toMatchObject({ tier: "gold", higher: true });
    expect(bodyOf({ ...tiered, occasion: "first_visit" }).higher).toBe(false);
  });
});

describe("a rule that can be kept", () => {
  it("says what it is called, what is done, and when", () => {
    expect(isWhole(rule)).toBe(true);
    expect(isWhole({ ...rule, does: " " })).toBe(false);
    expect(isWhole({ ...rule, n: null })).toBe(false);
    expect(isWhole({ ...rule, occasion: "tier" })).toBe(false);
    expect(isWhole({ ...rule, occasion: "birthday", n: 0 })).toBe(true);
  });
});

describe("the list", () => {
  const rules = [stood({ active: true, done_90: 4, cost_90: "48.00" }), stood({ active: false, done_90: 1, cost_90: "6.50" })];
  it("parts what is on from what is offered", () => {
    expect([parted(rules).on.length, parted(rules).off.length]).toEqual([1, 1]);
  });
  it("says what all came to, unless the cost is not to be seen", () => {
    expect(costOf(rules)).toEqual({ n: 5, cost: 54.5 });
    expect(costOf([...rules, stood({ cost_90: null })]).cost).toBeNull();
  });
});
