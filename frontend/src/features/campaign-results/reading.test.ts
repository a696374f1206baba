import { describe, expect, it } from "vitest";
import { scaleOf, verdictOf } from "./reading";

const group = (uplift_pp: number | null, ci: [number, number] | null) => ({ uplift_pp, uplift_ci: ci });

describe("what a campaign brought", () => {
  it("is more only where the whole interval says so", () => {
    expect(verdictOf(group(6, [1, 11]))).toBe("more");
    expect(verdictOf(group(6, [-1, 13]))).toBe("unclear");
    expect(verdictOf(group(-6, [-9, -3]))).toBe("fewer");
    expect(verdictOf(group(null, null))).toBe("none");
  });

  it("is drawn on round steps with zero among them", () => {
    expect(scaleOf([group(6, [1, 11])])).toEqual({ least: 0, most: 12, steps: [0, 2, 4, 6, 8, 10, 12] });
    expect(scaleOf([group(6, [-1, 11])]).steps).toContain(0);
    expect(scaleOf([])).toEqual({ least: 0, most: 1, steps: [0, 1] });
  });

  it("is not flattened by one group of three guests", () => {
    expect(scaleOf([group(6, [1, 11]), group(30, [-140, 200])]).most).toBeLessThanOrEqual(60);
  });
});
