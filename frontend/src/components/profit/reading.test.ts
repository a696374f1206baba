import { describe, expect, it } from "vitest";
import type { ProfitRow } from "@/api/profitTypes";
import { barOf, compared, mostOf, unknownKinds } from "./reading";

const row = (key: string, visits: number, per: string | null, more: Partial<ProfitRow> = {}): ProfitRow => ({
  key, name: key, visits, nights: visits, revenue: "1000.00", commission: "150.00", rooms: "200.00", goods: "50.00", given: "10.00", profit: "590.00", share: 0.59, unknown: [], profit_per_visit: per, profit_per_night: per, drill: null, ...more,
});

describe("what is left of what came in (C95)", () => {
  it("names every unknown cost once, in one order", () => {
    expect(unknownKinds([{ what: "fnb", of: "" }, { what: "commission", of: "携程" }, { what: "commission", of: "美团" }, { what: "commission", of: "携程" }])).toEqual([
      { what: "commission", of: ["携程", "美团"] }, { what: "fnb", of: [] },
    ]);
    expect(unknownKinds([])).toEqual([]);
  });

  it("draws costs and what is left as parts of the largest revenue, and a loss apart", () => {
    expect(barOf(row("a", 9, "1.00"), 2000)).toEqual({ commission: 0.075, rooms: 0.1, goods: 0.025, given: 0.005, left: 0.295, loss: 0 });
    expect(barOf(row("a", 9, "1.00", { profit: "-100.00" }), 1000)?.loss).toBe(0.1);
    expect(barOf(row("a", 9, null), 0)).toBeNull();
    expect(mostOf([row("a", 9, "1.00", { revenue: "10.00" })])).toBe(410);
  });

  it("compares the busiest row that leaves less with the best one, and nothing where there is too little", () => {
    const rows = [row("携程", 120, "118.00"), row("官网", 30, "157.00"), row("美团", 60, "110.00"), row("电话", 2, "300.00")];
    expect(compared(rows, 5)).toMatchObject({ low: { key: "携程" }, high: { key: "官网" }, gap: 39 });
    expect(compared(rows.slice(0, 1), 5)).toBeNull();
    expect(compared([row("a", 9, null)], 5)).toBeNull();
    expect(compared([row("携程", 120, "118.00", { unknown: [{ what: "commission", of: "携程" }] }), row("官网", 30, "157.00")], 5)).toBeNull();
  });
});
