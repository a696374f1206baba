import { describe, expect, it } from "vitest";
import { changed, FRESH, lacking, moved, unreached } from "./order";

describe("the owner rules, in their order (C91)", () => {
  it("moves a row up and down and never out of the list", () => {
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
  });

  it("knows what a rule lacks, and takes away what another choice made meaningless", () => {
    expect(lacking(FRESH)).toBeNull();
    expect(lacking({ ...FRESH, fits: "tier" })).toBe("value");
    const given = { ...FRESH, gives: "staff" as const, staff: "s1" };
    expect(lacking({ ...given, staff: null })).toBe("staff");
    expect(changed(given, { gives: "department" })).toMatchObject({ staff: null, gives: "department" });
    expect(changed(FRESH, { fits: "tier" })).toMatchObject({ gives: "department", value: "" });
  });

  it("tells which rules nobody reaches, because one above them takes everybody", () => {
    const all = { ...FRESH, fits: "everybody" as const, gives: "department" as const, department: "front_desk" };
    expect(unreached([FRESH, all, FRESH])).toEqual([2]);
    expect(unreached([FRESH, { ...all, active: false }, FRESH])).toEqual([]);
  });
});
