import { describe, expect, it } from "vitest";
import { ladder, priced, without } from "./ladder";
import { freeCode, whole } from "./whole";

const tier = (code: string) => ({ code, name: code, name_en: code });
const tiers = (prices: [string, string, string][]) =>
  whole({ tiers: { levels: ["base", "silver", "gold"].map(tier), prices: prices.map(([from_tier, to_tier, price]) => ({ from_tier, to_tier, price })) } }).tiers;

describe("C41: 49 to silver, 170 more to gold, 219 straight to gold", () => {
  const rungs = ladder(tiers([["base", "silver", "49.00"], ["silver", "gold", "170.00"], ["base", "gold", "219.00"]]));

  it("every way up is there, single steps first", () => {
    expect(rungs.map(({ from, to, price }) => [from, to, price])).toEqual([["base", "silver", "49.00"], ["silver", "gold", "170.00"], ["base", "gold", "219.00"]]);
  });

  it("the direct price is held against its steps", () => {
    expect(rungs[2]).toMatchObject({ steps: [49, 170], fits: true });
    const wrong = ladder(tiers([["base", "silver", "49.00"], ["silver", "gold", "170.00"], ["base", "gold", "199.00"]]));
    expect(wrong[2]).toMatchObject({ steps: [49, 170], fits: false });
  });

  it("nothing is held against steps that are not sold, nor a way that is not", () => {
    expect(ladder(tiers([["base", "gold", "219.00"]]))[2]).toMatchObject({ steps: null, fits: null });
    expect(ladder(tiers([["base", "silver", "49.00"], ["silver", "gold", "170.00"]]))[2]).toMatchObject({ price: null, fits: null });
  });

  it("cents are added as cents", () => {
    expect(ladder(tiers([["base", "silver", "0.10"], ["silver", "gold", "0.20"], ["base", "gold", "0.30"]]))[2]?.fits).toBe(true);
  });
});

describe("changing the prices", () => {
  it("sets, adds and takes away one way", () => {
    const before = tiers([["base", "silver", "49.00"]]);
    expect(priced(before, "base", "silver", "59.00")).toEqual([{ from_tier: "base", to_tier: "silver", price: "59.00" }]);
    expect(priced(before, "silver", "gold", "170.00")).toHaveLength(2);
    expect(priced(before, "base", "silver", null)).toEqual([]);
  });

  it("a tier that goes takes its prices along", () => {
    const left = without(tiers([["base", "silver", "49.00"], ["base", "gold", "219.00"]]), "silver");
    expect(left.levels.map(({ code }) => code)).toEqual(["base", "gold"]);
    expect(left.prices).toEqual([{ from_tier: "base", to_tier: "gold", price: "219.00" }]);
  });

  it("a new thing gets a code that no other has", () => {
    expect(freeCode("tier", [])).toBe("tier-1");
    expect(freeCode("tier", [{ code: "tier-2" }])).toBe("tier-3");
  });
});
