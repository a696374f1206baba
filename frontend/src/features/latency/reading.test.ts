import { describe, expect, it } from "vitest";
import type { LatencyCohort, LatencyReport, LatencyStep } from "@/api/winningTypes";
import { borrowed, curvesOf, farOf } from "./reading";

const step = (ordinal: number, curve: number[][], enough = true): LatencyStep => ({
  ordinal, guests: 50, returns: 20, share: 0.4, lower: 20, median: 40, upper: 60, enough, norm_lower: 20, norm_median: 40, norm_upper: 60,
  from: enough ? null : "property", from_name: enough ? null : "全店", pooled: false, curve,
});
const cohort = (key: string, guests: number, steps: LatencyStep[]): LatencyCohort => ({ key, name: key, guests, steps, turn: null });
const report = (cohorts: LatencyCohort[]): LatencyReport => ({
  day: "2026-11-23", as_of: null, cohort: "channel", guests_min: 30, whole: cohort("property", 900, [step(1, [[30, 0.2]])]), cohorts, says: "",
});

describe("return curves", () => {
  it("are those of the cohorts that have one for this gap, the largest first, channels in their own colours", () => {
    const found = curvesOf(report([cohort("channel:walk_in", 40, [step(1, [[10, 0.1]])]), cohort("channel:ota", 400, [step(1, [[30, 0.3]])]), cohort("channel:member", 300, [step(1, [])])]), 1);
    expect(found.map(({ name, colour }) => [name, colour])).toEqual([["channel:ota", "ch-ota"], ["channel:walk_in", "ch-walkin"]]);
  });

  it("are the whole property's where no cohort has one", () => {
    expect(curvesOf(report([]), 1)).toMatchObject([{ name: "property", points: [[30, 0.2]] }]);
  });

  it("go over two years where a year shows less than three quarters of who comes", () => {
    expect(farOf([{ name: "a", colour: "", points: [[100, 0.4], [600, 0.5]] }])).toBe(365);
    expect(farOf([{ name: "a", colour: "", points: [[100, 0.2], [600, 0.5]] }])).toBe(730);
    expect(farOf([])).toBe(365);
  });
});

describe("a cohort with too few guests", () => {
  it("says from which gap on it speaks with whose voice", () => {
    expect(borrowed(cohort("a", 50, [step(1, []), step(2, [], false), step(3, [], false)]))).toEqual({ from: 2, whose: "全店", pooled: false });
    expect(borrowed(cohort("全店", 50, [step(9, [], false)]))).toMatchObject({ from: 9, pooled: true });
    expect(borrowed(cohort("a", 50, [step(1, [])]))).toBeNull();
  });
});
