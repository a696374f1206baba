import { describe, expect, it } from "vitest";
import { monthOf, shifted, weeksOf } from "./month";

describe("a month", () => {
  it("is whole weeks from Monday on, and no week of another month", () => {
    const november = weeksOf("2026-11");
    expect([november.length, november[0]?.[0], november.at(-1)?.[6]]).toEqual([6, "2026-10-26", "2026-12-06"]);
    expect(weeksOf("2027-02").flat()).toHaveLength(28);
  });

  it("turns over the year", () => {
    expect([shifted("2026-12", 1), shifted("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
  });

  it("is this one where the address names none", () => {
    expect([monthOf("2026-13", "2026-11-23"), monthOf("2026-02", "2026-11-23"), monthOf(null, "2026-11-23")]).toEqual(["2026-11", "2026-02", "2026-11"]);
  });
});
