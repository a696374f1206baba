import { describe, expect, it } from "vitest";
import { barWidth, endingSoon, mostPoints, planBill, roundPoints, shortened, splitCharge } from "./reckoning";

const TERMS = { points: 1000, worth: 5000, maxPercent: 100 };

describe("points off a bill", () => {
  it("makes 350 yuan and 1,000 points of a room of 400 yuan (C56)", () => {
    expect(planBill(40000, 1000, TERMS)).toEqual({ points: 1000, off: 5000, pay: 35000 });
  });

  it("proposes as many as there are, and no more than the bill takes", () => {
    expect(mostPoints(40000, 2718, TERMS)).toBe(2718);
    expect(mostPoints(9900, 50_000, TERMS)).toBe(1980);
    expect(mostPoints(40000, 50_000, { ...TERMS, maxPercent: 30 })).toBe(2400);
    expect(mostPoints(0, 5000, TERMS)).toBe(0);
    expect(planBill(40000, 2718, TERMS)).toEqual({ points: 2718, off: 13590, pay: 26410 });
  });

  it("takes no more points than the bill needs, and none that take nothing off", () => {
    expect(planBill(3000, 601, TERMS)).toBeNull();
    expect(planBill(3000, 600, TERMS)).toEqual({ points: 600, off: 3000, pay: 0 });
    expect(planBill(0, 0, TERMS)).toBeNull();
  });

  it("offers the round amounts a guest names", () => {
    expect(roundPoints(2718, TERMS)).toEqual([1000, 2000]);
    expect(roundPoints(900, TERMS)).toEqual([]);
  });
});

describe("a charge to stored value", () => {
  it("takes principal and gift in proportion, or the gift last", () => {
    expect(splitCharge(13000, { principal: 100_000, gift: 30_000 }, "proportion")).toEqual({ principal: 10000, gift: 3000 });
    expect(splitCharge(110_000, { principal: 100_000, gift: 30_000 }, "gift_last")).toEqual({ principal: 100_000, gift: 10_000 });
    expect(splitCharge(1, { principal: 1, gift: 1 }, "proportion")).toEqual({ principal: 1, gift: 0 });
    expect(splitCharge(0, { principal: 0, gift: 0 }, "proportion")).toEqual({ principal: 0, gift: 0 });
  });
});

describe("a list of lots", () => {
  const lots = [218, 454, 208, 492, 700, 646].map((points) => ({ points }));
  it("shows the first and sums up the others", () => {
    expect(shortened(lots, 4)).toMatchObject({ more: 2, points: 1346 });
  });
  it("hides no single one: its line would be as long", () => {
    expect(shortened(lots.slice(0, 5), 4).shown).toHaveLength(5);
  });
});

describe("a bar", () => {
  it("shows a beginning, and is full only at the end", () => {
    expect([barWidth(0, 12), barWidth(1, 1000), barWidth(6, 12), barWidth(999, 1000), barWidth(12, 12)]).toEqual([0, 2, 50, 97, 100]);
  });
});

describe("points that end soon", () => {
  const lots = [{ on: "2026-12-15", points: 218 }, { on: "2027-01-20", points: 40 }];
  it("are those within the month, or within what the programme warns ahead of", () => {
    expect(endingSoon(lots, "2026-11-23", [30, 7])).toEqual([lots[0]]);
    expect(endingSoon(lots, "2026-11-23", [60])).toEqual(lots);
    expect(endingSoon(lots, "2026-11-23", undefined)).toHaveLength(1);
  });
});
