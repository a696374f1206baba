import { describe, expect, it } from "vitest";
import { commonEnd } from "./NormBar";

describe("the end that bars below each other share", () => {
  it("is a little beyond the farthest of them", () => {
    expect(commonEnd([{ days: 100, upper: 90 }, { days: 60, upper: 120 }])).toBeCloseTo(120 * 1.04);
  });

  it("lets no outlier make all others a dot, and is a month at least", () => {
    expect(commonEnd([{ days: 80, upper: 60 }, { days: 90, upper: 60 }, { days: 5000, upper: 60 }])).toBeCloseTo(270 * 1.04);
    expect(commonEnd([])).toBeCloseTo(30 * 1.04);
    expect(commonEnd([{ days: 2, upper: null }])).toBeCloseTo(30 * 1.04);
  });
});
