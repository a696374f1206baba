import { describe, expect, it } from "vitest";
import type { Plan } from "@/api/businessTypes";
import { arrived, fitting, fullness, monthsSpared, tooSmall, totalOf } from "./plans";

const plan = (code: string, month: string, year: string, properties: number | null, seats: number | null): Plan =>
  ({ code, name: code, name_en: code, says: "", says_en: "", month, year, limits: { properties, seats, contacts: null, messages: null, requests: 100 } });
const starter = plan("starter", "199.00", "1990.00", 3, 10);
const chain = plan("chain", "399.00", "3990.00", 20, 100);
const usage = (properties: number, seats: number) => {
  const none = { used: 0, limit: null };
  return { properties: { used: properties, limit: 3 }, seats: { used: seats, limit: 10 }, contacts: none, messages: none };
};

describe("plans", () => {
  it("cost so much for so many properties, without a float in between", () => {
    expect(totalOf(starter, "month", 3)).toBe("597.00");
    expect(totalOf({ ...starter, month: "0.10" }, "month", 3)).toBe("0.30");
    expect(totalOf(chain, "year", 8)).toBe("31920.00");
  });

  it("spare two months a year, and none where a year costs twelve", () => {
    expect(monthsSpared(starter)).toBe(2);
    expect(monthsSpared({ ...starter, year: "2388.00" })).toBe(0);
    expect(monthsSpared({ ...starter, month: "0.00" })).toBe(0);
  });

  it("are too small for more properties or people than they have room for", () => {
    expect(tooSmall(starter, usage(3, 10))).toBeNull();
    expect(tooSmall(starter, usage(4, 1))).toBe("properties");
    expect(tooSmall(starter, usage(1, 11))).toBe("seats");
    expect(fitting([starter, chain], usage(4, 1))?.code).toBe("chain");
    expect(fitting([starter, chain], usage(400, 1))?.code).toBe("chain");
  });

  it("are near their end from four fifths on, and over it beyond", () => {
    expect(fullness({ used: 7, limit: 10 }).tone).toBe("fine");
    expect(fullness({ used: 8, limit: 10 })).toEqual({ share: 0.8, tone: "near" });
    expect(fullness({ used: 10, limit: 10 }).tone).toBe("near");
    expect(fullness({ used: 12, limit: 10 })).toEqual({ share: 1, tone: "over" });
    expect(fullness({ used: 12, limit: null })).toEqual({ share: 0, tone: "fine" });
  });

  it("are paid for once there is a subscription in order", () => {
    expect(arrived({ amount: "597.00", state: "active" })).toBe(true);
    expect(arrived({ amount: "597.00", state: "trialing" })).toBe(true);
    expect(arrived({ amount: null, state: "trialing" })).toBe(false);
    expect(arrived({ amount: "597.00", state: "past_due" })).toBe(false);
  });
});
