import { describe, expect, it } from "vitest";
import { counted, stopBefore, withNights } from "./moving";

const night = (day: string, told: Record<string, Record<string, number>> = {}) => ({ day, told, happened: [] });

describe("moving a clock a long way", () => {
  it("goes month by month and never past the goal", () => {
    expect(stopBefore("2026-11-23", "2027-03-01")).toBe("2026-12-23");
    expect(stopBefore("2027-01-31", "2027-12-31")).toBe("2027-02-28");
    expect(stopBefore("2027-02-23", "2027-03-01")).toBe("2027-03-01");
  });

  it("tells what a night came to, without what came to nothing or is of no interest", () => {
    expect(counted(night("2026-12-01", { tiers: { guests: 912, up: 2, down: 0 }, marks: { marked: 2 }, warnings: { told: 3 } }))).toEqual([["tiers.up", 2], ["warnings.told", 3]]);
  });

  it("keeps the nights in which something happened", () => {
    const journey = withNights({ from: "2026-11-23", goal: "2026-12-01", days: [] }, [night("2026-11-24"), night("2026-11-25", { tiers: { up: 1 } })]);
    expect(journey.days.map(({ day }) => day)).toEqual(["2026-11-25"]);
  });
});
