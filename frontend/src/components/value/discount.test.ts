import { describe, expect, it } from "vitest";
import { couponOff, leastBill } from "./discount";

const steps = [{ over: "40.00", off: "4.00" }, { over: "150.00", off: "8.00" }];

describe("what a coupon takes off a bill", () => {
  it("is the greatest step the bill reaches (满 40 送 4, 满 150 送 8)", () => {
    expect([3900, 4000, 14999, 15000].map((bill) => couponOff({ kind: "threshold", steps }, bill))).toEqual([null, 400, 400, 800]);
    expect(leastBill({ kind: "threshold", steps, min_spend: "50.00" })).toBe(5000);
  });

  it("is a share, rounded half up, at most the amount it names", () => {
    expect(couponOff({ kind: "percent", percent: 12 }, 20005)).toBe(2401);
    expect(couponOff({ kind: "percent", percent: 50, amount: "30.00" }, 20000)).toBe(3000);
  });

  it("is never more than the bill, and nothing for an upgrade", () => {
    expect(couponOff({ kind: "free_night", amount: "300.00" }, 20000)).toBe(20000);
    expect(couponOff({ kind: "fixed", amount: "20.00", min_spend: "100.00" }, 9999)).toBeNull();
    expect(couponOff({ kind: "upgrade" }, 0)).toBe(0);
  });
});
