import { describe, expect, it } from "vitest";
import { cents, centsOf, whole, yuan } from "./cents";

describe("money as it is typed", () => {
  it("is read in whole cents, also with signs, commas and full-width digits", () => {
    expect(["400", "400.5", "¥1,234.05", "４００．５０", " 0.07 "].map(cents)).toEqual([40000, 40050, 123405, 40050, 7]);
  });

  it("is nothing when it is no sum", () => {
    expect(["", "-1", "1.234", "4e2", "四百", "1.", "12345678901"].map(cents)).toEqual([null, null, null, null, null, null, null]);
  });

  it("goes back as the API writes it, and a sum below zero comes back", () => {
    expect([40000, 7, -3800].map(yuan)).toEqual(["400.00", "0.07", "-38.00"]);
    expect(centsOf("-38.00")).toBe(-3800);
  });
});

describe("points as they are typed", () => {
  it("are whole and above zero", () => {
    expect(["1,000", "１２", "0", "-3", "1.5", ""].map(whole)).toEqual([1000, 12, null, null, null, null]);
  });
});
