import { describe, expect, it } from "vitest";
import type { Way } from "@/api/valueTypes";
import { apart, nearestFirst } from "./progress";

const way = (measure: Way["measure"], have: number, need: number): Way => ({ measure, have, need, missing: Math.max(0, need - have), share: have / need, from: "2026-01-01", to: "2026-12-31", says: { zh: "", en: "" } });

describe("the ways to a tier", () => {
  it("begin with the one that is nearest", () => {
    expect(nearestFirst([way("nights", 2, 5), way("spend", 1500, 2000), way("visits", 1, 6)]).map(({ measure }) => measure)).toEqual(["spend", "nights", "visits"]);
  });
});

describe("lots of points", () => {
  it("keep those apart that cannot be spent yet", () => {
    const { ready, pending } = apart([{ kind: "base" }, { kind: "pending" }, { kind: "bonus" }]);
    expect([ready.length, pending.length]).toEqual([2, 1]);
  });
});
