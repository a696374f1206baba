import { describe, expect, it } from "vitest";
import { changesOf, sectionOf, trailOf } from "./changes";
import { whole } from "./whole";

const named = (code: string, more: object = {}) => ({ code, name: code.toUpperCase(), name_en: code, ...more });
const programme = (levels: object[], more: object = {}) => whole({ name: "会员", tiers: { levels }, ...more });

describe("what differs between two programmes", () => {
  it("is nothing where nothing differs", () => {
    expect(changesOf(programme([named("base")]), programme([named("base")]))).toEqual([]);
  });

  it("is told at its place, and a thing with a code stays the same thing when others come before it", () => {
    const before = programme([named("base"), named("gold", { bonus_percent: 10 })]);
    const after = programme([named("base"), named("silver"), named("gold", { bonus_percent: 30 })]);
    expect(changesOf(before, after)).toEqual([
      { pointer: "/tiers/levels/1", before: null, after: expect.objectContaining({ code: "silver" }) as unknown },
      { pointer: "/tiers/levels/2/bonus_percent", before: 10, after: 30 },
    ]);
  });

  it("tells what is gone at the place where it was, and what only changed places", () => {
    const before = programme([named("base"), named("silver"), named("gold")]);
    expect(changesOf(before, programme([named("base"), named("gold")]))).toEqual([{ pointer: "/tiers/levels/1", before: expect.objectContaining({ code: "silver" }) as unknown, after: null }]);
    expect(changesOf(before, programme([named("base"), named("gold"), named("silver")]))).toEqual([{ pointer: "/tiers/levels", before: ["BASE", "SILVER", "GOLD"], after: ["BASE", "GOLD", "SILVER"] }]);
  });

  it("is nothing where only the order of keys differs", () => {
    const rule = { measure: "nights", at_least: 5, months: 4 };
    const turned = { months: 4, at_least: 5, measure: "nights" };
    expect(changesOf(programme([named("gold", { qualify: [rule] })]), programme([named("gold", { qualify: [turned] })]))).toEqual([]);
  });

  it("takes a list without codes as one thing", () => {
    const offers = (gift: string) => programme([named("base")], { wallet: { enabled: true, offers: [{ pay: "1000.00", gift }] } });
    expect(changesOf(offers("200.00"), offers("300.00"))).toEqual([{ pointer: "/wallet/offers", before: [{ pay: "1000.00", gift: "200.00" }], after: [{ pay: "1000.00", gift: "300.00" }] }]);
  });
});

describe("a place in words", () => {
  it("belongs to a section of the page", () => {
    expect(sectionOf("/tiers/levels/1")).toBe("tiers");
    expect(sectionOf("/games/0/prizes")).toBe("rewards");
    expect(sectionOf("/name")).toBe("about");
  });

  it("names the things on the way, and counts what has no name", () => {
    const document = programme([named("base"), named("gold", { qualify: [{ measure: "nights", at_least: 5, months: 4 }] })]);
    const trail = trailOf("/tiers/levels/1/qualify/0/at_least", [document], (key) => `<${key}>`, (n) => `#${n}`);
    expect(trail).toEqual(["<tiers>", "GOLD", "<qualify>", "#1", "<at_least>"]);
  });
});
