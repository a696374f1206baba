import { describe, expect, it } from "vitest";
import { evenly, lackOf, sharesOf } from "./sharing";

describe("guests handed over (C94)", () => {
  it("are shared in whole per cents that come to a hundred", () => {
    for (const n of [1, 2, 3, 7]) expect(evenly(n).reduce((a, b) => a + b, 0)).toBe(100);
    expect(evenly(3)).toEqual([34, 33, 33]);
    expect(evenly(0)).toEqual([]);
  });

  it("go to somebody else, to each once, and never more than there are", () => {
    const wang = { staff: "wang", share: 60 };
    const li = { staff: "li", share: 40 };
    expect(lackOf("zhang", [wang, li], true)).toBeNull();
    expect(lackOf(null, [wang], true)).toBeNull();
    expect(lackOf(undefined, [wang], true)).toBe("nobody");
    expect(lackOf("zhang", [wang, { staff: null, share: 40 }], true)).toBe("nobody");
    expect(lackOf("zhang", [wang, wang], true)).toBe("twice");
    expect(lackOf("wang", [wang], true)).toBe("giver");
    expect(lackOf("zhang", [wang, { staff: "li", share: 0 }], true)).toBe("share");
    expect(lackOf("zhang", [wang, { staff: "li", share: 41 }], true)).toBe("more");
    expect(lackOf(null, [wang], false)).toBe("short");
    expect(lackOf(null, [wang, li], false)).toBeNull();
    expect(sharesOf([wang, li])).toEqual([{ staff: "wang", share: 0.6 }, { staff: "li", share: 0.4 }]);
  });
});
