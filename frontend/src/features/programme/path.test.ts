import { describe, expect, it } from "vitest";
import { append, at, normal, pathOf, pointerOf, put, removeAt } from "./path";

const document = { tiers: { levels: [{ code: "base" }, { code: "gold", keep: [{ months: 12 }] }] }, name: "x" };

describe("places in a document", () => {
  it("are read and written by their path, and what is beside them stays the same object", () => {
    const path = ["tiers", "levels", 1, "keep", 0, "months"];
    const changed = put(document, path, 6);
    expect(at(changed, path)).toBe(6);
    expect(at(document, path)).toBe(12);
    expect(changed.tiers.levels[0]).toBe(document.tiers.levels[0]);
    expect(at(document, ["tiers", "nothing", 3, "here"])).toBeUndefined();
  });

  it("lists grow and shrink at their place", () => {
    const more = append(document, ["tiers", "levels"], { code: "black" });
    expect(more.tiers.levels.map(({ code }) => code)).toEqual(["base", "gold", "black"]);
    expect(removeAt(more, ["tiers", "levels", 1]).tiers.levels.map(({ code }) => code)).toEqual(["base", "black"]);
    expect(append({}, ["new"], 1)).toEqual({ new: [1] });
  });

  it("are named by pointers, whether these count from the document or from what was sent", () => {
    expect(pointerOf(["tiers", "levels", 1, "a/b", "c~d"])).toBe("/tiers/levels/1/a~1b/c~0d");
    expect(pathOf("/programme/tiers/levels/1/a~1b/c~0d")).toEqual(["tiers", "levels", 1, "a/b", "c~d"]);
    expect(normal("/programme/points/expiry")).toBe("/points/expiry");
    expect(pathOf("")).toEqual([]);
  });
});
