import { describe, expect, it } from "vitest";
import { EXAMPLE, inputsIn } from "./inputs";

describe("what the planner asks", () => {
  it("is the field's example until somebody types (C19, C30)", () => {
    expect(inputsIn(new URLSearchParams())).toEqual(EXAMPLE);
    expect(EXAMPLE).toMatchObject({ daily: 20, visits: 2, rate: "150", cost: "3" });
  });

  it("leaves out what is no number, or beyond what the API takes", () => {
    expect(inputsIn(new URLSearchParams("daily=-3&visits=many&rate=&cost=1e9"))).toEqual(EXAMPLE);
    expect(inputsIn(new URLSearchParams("daily=12.4&visits=1.7&rate=246.5"))).toMatchObject({ daily: 12, visits: 1.7, rate: "246.5" });
  });

  it("takes rooms and occupancy together only, occupancy in per cent (C31)", () => {
    expect(inputsIn(new URLSearchParams("rooms=70&occupancy=60"))).toMatchObject({ rooms: 70, occupancy: 0.6 });
    expect(inputsIn(new URLSearchParams("rooms=70"))).toMatchObject({ rooms: null, occupancy: null });
  });
});
