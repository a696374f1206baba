import { describe, expect, it } from "vitest";
import { asked, ORDINALS, ordinalsIn, rangeOf } from "./filters";

describe("the visits behind a number", () => {
  it("takes from the address what the API knows", () => {
    const address = new URLSearchParams("from=2026-01-01&channel=member&ordinal_min=2&remark=wrong&assignee=unassigned&ordinal_max=x");
    expect(asked(address)).toEqual({ channel: "member", ordinal_min: "2", remark: "wrong", assignee: "unassigned" });
    expect(asked(new URLSearchParams("remark=good&channel=web"))).toEqual({});
  });

  it("says a span of ordinals as the reports do, there and back", () => {
    for (const value of ORDINALS) {
      const range = rangeOf(value);
      const params = new URLSearchParams(Object.entries(range).flatMap(([key, one]) => (one ? [[key, one]] : [])));
      expect(ordinalsIn(params)).toBe(value);
    }
    expect(ordinalsIn(new URLSearchParams("ordinal_min=4&ordinal_max=9"))).toBeNull();
    expect(rangeOf(undefined)).toEqual({ ordinal_min: null, ordinal_max: null });
  });
});
