import { describe, expect, it } from "vitest";
import type { VisitLine } from "@/api/propertyTypes";
import { pictureOf, spread } from "./timeline";

const visit = (ordinal: number, check_in_on: string, in_house = false): VisitLine => ({ ordinal, check_in_on, in_house } as VisitLine);

describe("a guest's visits on a line", () => {
  it("puts the first at the left, and today at the right with the days since", () => {
    const picture = pictureOf([visit(2, "2026-06-01"), visit(1, "2026-01-01")], "2026-09-10");
    expect(picture.points.map(({ visit: { ordinal } }) => ordinal)).toEqual([1, 2]);
    expect(picture.points[0]?.x).toBe(3);
    expect(picture.today).toBe(95);
    expect(picture.since).toBe(101);
  });

  it("keeps marks apart, however close the visits were, and inside the line", () => {
    const close = Array.from({ length: 12 }, (_, index) => visit(index + 1, `2026-11-${String(index + 1).padStart(2, "0")}`));
    const xs = pictureOf([visit(0, "2020-01-01"), ...close], "2026-11-23").points.map(({ x }) => x);
    xs.slice(1).forEach((x, index) => expect(x - (xs[index] ?? 0)).toBeGreaterThanOrEqual(3.99));
    expect(Math.max(...xs)).toBeLessThanOrEqual(91);
    expect(spread([1, 1, 1], 2, 10)).toEqual([1, 3, 5]);
  });

  it("shows the last twelve and says how many were before", () => {
    const many = Array.from({ length: 15 }, (_, index) => visit(index + 1, `2025-${String((index % 12) + 1).padStart(2, "0")}-05`));
    expect(pictureOf(many, "2026-11-23")).toMatchObject({ earlier: 3 });
  });

  it("has no today while the guest is in the house, and nothing without visits", () => {
    expect(pictureOf([visit(1, "2026-11-22", true)], "2026-11-23").today).toBeNull();
    expect(pictureOf([], "2026-11-23").points).toEqual([]);
  });
});
