import { describe, expect, it } from "vitest";
import { count, money, percent, points, rate, share, signed } from "./numbers";

describe("numbers are written as the product writes them", () => {
  it("writes a rate with one decimal and a gap before the unit", () => {
    expect(rate(0.412)).toBe("41.2\u00a0%");
    expect(percent(1)).toBe("100.0");
    expect([rate(-1.781), percent(-0.0001)]).toEqual(["\u2212178.1\u00a0%", "0.0"]); // a loss
    expect(rate(null)).toBe("–");
  });

  it("signs every gap, with a true minus, and leaves zero alone", () => {
    expect(points(-9.04)).toBe("−9.0\u00a0pp");
    expect(points(26.3)).toBe("+26.3\u00a0pp");
    expect(signed(-0.04)).toBe("0.0");
    expect(signed(null)).toBe("–");
  });

  it("writes money without decimals in overviews and with them in ledgers", () => {
    expect(money("1234.50")).toBe("¥1,235");
    expect(money("1234.5", 2)).toBe("¥1,234.50");
    expect(money(-3, 2)).toBe("−¥3.00");
    expect(money(null)).toBe("–");
    expect(money("nonsense")).toBe("–");
  });

  it("counts with separators and divides by nothing without an answer", () => {
    expect(count(92315)).toBe("92,315");
    expect(share(1, 0)).toBeNull();
    expect(share(1, 4)).toBe(0.25);
  });
});
