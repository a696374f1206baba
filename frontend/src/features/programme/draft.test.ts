import { describe, expect, it } from "vitest";
import { written, type Written } from "./useDraft";
import { plain, whole } from "./whole";

const start = (): Written => ({ document: plain({ programme: "会员", base: "普通", next: "银卡" }), past: [], place: null, touched: false });

describe("a draft", () => {
  it("typing on at one place is one step back, another place is another", () => {
    let state = start();
    for (const value of ["金", "金卡"]) state = written(state, { act: "set", path: ["tiers", "levels", 1, "name"], value });
    state = written(state, { act: "set", path: ["name"], value: "栖川会" });
    expect(state.past).toHaveLength(2);
    state = written(written(state, { act: "undo" }), { act: "undo" });
    expect(state.document).toEqual(start().document);
    expect(written(state, { act: "undo" })).toBe(state);
  });

  it("things are added and removed, each a step of its own", () => {
    let state = written(start(), { act: "add", path: ["benefits"], item: { code: "b" } });
    state = written(state, { act: "remove", path: ["benefits", 0] });
    expect(state.document.benefits).toEqual([]);
    expect(written(state, { act: "undo" }).document.benefits).toHaveLength(1);
  });

  it("another document begins without a past, and is not a change", () => {
    const state = written(written(start(), { act: "set", path: ["name"], value: "x" }), { act: "load", document: start().document });
    expect(state).toMatchObject({ past: [], touched: false });
  });
});

describe("a document with something left out", () => {
  it("is filled with the server's own defaults", () => {
    const document = whole({ name: "x", tiers: { levels: [{ code: "base", name: "普通", name_en: "Member" }], standing: { grace_months: 1 } }, points: { enabled: true, earn: [{ code: "room", per: "money", points: 1 }] } });
    expect(document.tiers.standing).toMatchObject({ valid_months: 12, grace_months: 1, notice_months: 2, near_percent: 70 });
    expect(document.points.earn[0]).toMatchObject({ every: 1, on: "room", kind: "base", cap: null });
    expect(document.points.expiry).toMatchObject({ kind: "rolling", months: 36 });
    expect(document.wallet).toMatchObject({ enabled: false, named_max: "5000.00", unnamed_max: "1000.00", refund_days: 7 });
    expect(document.two_persons).toEqual({ points: 10_000, money: "1000.00" });
  });

  it("keeps what a half-written draft holds, and survives what it should not hold", () => {
    expect(whole({ tiers: { levels: "no list" }, points: null }).tiers.levels).toEqual([]);
    expect(whole({ wallet: { gift_months: null, offers: [{ pay: "500.00" }] } }).wallet.offers).toEqual([{ pay: "500.00", gift: "0.00" }]);
  });
});
