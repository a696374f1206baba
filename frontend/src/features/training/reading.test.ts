import { describe, expect, it } from "vitest";
import type { TrainingRow } from "@/api/deskTypes";
import { didSomething, keyOf, ordered, outOf, worstWork } from "./reading";

const row = (name: string, share: number | null, missing = { nickname: 0, tags: 0, phone: 0, description: 0 }): TrainingRow => ({
  staff: null, clerk: null, name, remarks: { due: share === null ? 0 : 10, complete: 0, on_time: 0, missing, wrong: 0, wrong_kinds: [], median_hours: null },
  scripts: { offered: 0, used: 0 }, surprises: { due: 0, done: 0 }, replies: 0, exercises: { n: 0, right: 0 },
  misses_most: share === null ? null : { what: "phone", says: { zh: "", en: "" }, missed: 1, of: 10, share },
});

describe("who is to be trained", () => {
  it("begins with who misses most of something, and ends with who had nothing to do", () => {
    expect(ordered([row("a", null), row("b", 0.1), row("c", 0.4)]).map(({ name }) => name)).toEqual(["c", "b", "a"]);
    const once = row("once", 1);
    const often = { ...row("often", 0.6), misses_most: { what: "script" as const, says: { zh: "", en: "" }, missed: 55, of: 91, share: 0.6 } };
    expect(ordered([once, often])[0]?.name).toBe("often");
  });
  it("is named by the work left out most", () => {
    expect(worstWork(row("a", 0.1, { nickname: 1, tags: 0, phone: 7, description: 2 }))).toBe("phone");
    expect(worstWork(row("a", 0.1))).toBeNull();
  });
  it("is told of only where there was something to do", () => {
    expect([didSomething(row("a", null)), didSomething(row("b", 0.1))]).toEqual([false, true]);
    expect([outOf(3, 5), outOf(0, 0)]).toEqual(["3 / 5", "–"]);
  });
  it("may be a clerk without an account", () => {
    expect([keyOf({ staff: "s", clerk: "c", name: "n" }), keyOf({ staff: null, clerk: "c", name: "n" }), keyOf({ staff: null, clerk: null, name: "n" })]).toEqual(["s", "c", "n"]);
  });
});
