import { describe, expect, it } from "vitest";
import { dayRanges, gridOf, shadeOf, spendRanges, visitRanges } from "./grid";

const cell = (r: number, f: number, n: number) => ({ r, f, n, spend: "0.00", m: null, rule: {} });

describe("the RFM grid", () => {
  it("has the most recent on top and the most frequent at the right, and says where nobody is (C86)", () => {
    const grid = gridOf([cell(5, 5, 7), cell(1, 1, 3)]);
    expect(grid).toHaveLength(5);
    expect(grid[0]?.[4]?.n).toBe(7);
    expect(grid[4]?.[0]?.n).toBe(3);
    expect(grid[2]?.[2]).toBeNull();
  });

  it("shades by the root, so that few guests are still seen beside many", () => {
    expect(shadeOf(100, 100)).toBe(1);
    expect(shadeOf(25, 100)).toBe(0.5);
    expect(shadeOf(1, 10_000)).toBe(0.08);
    expect(shadeOf(0, 100)).toBe(0);
  });
});

describe("thresholds in words", () => {
  it("say the days of each score, best first", () => {
    expect(dayRanges([312, 164, 81, 33])).toEqual(["≤ 33", "34–81", "82–164", "165–312", "> 312"]);
  });

  it("say the sums of each score, and nothing where a tie leaves it empty", () => {
    expect(spendRanges(["200.00", "400.00", "400.00", "900.00"], (sum) => String(Number(sum)))).toEqual(["≤ 200", "≤ 400", "", "≤ 900", "> 900"]);
  });

  it("say the visits of each score; where a tie leaves a score empty, nothing", () => {
    expect(visitRanges([1, 2, 3, 6])).toEqual(["1", "2", "3", "4–6", "> 6"]);
    expect(visitRanges([1, 1, 2, 4])).toEqual(["1", "", "2", "3–4", "> 4"]);
    expect(visitRanges([])).toEqual([]);
  });
});
