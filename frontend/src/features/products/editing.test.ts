import { describe, expect, it } from "vitest";
import type { Costs, Product } from "@/api/profitTypes";
import { changesOf, formOf, given, inPercent, lacks, lookedFor, lowOf, marginOf, ofPercent, priceOf, replaces } from "./editing";

const COSTS: Costs = {
  rooms: [{ room_type: "大床房", cost: "45.00", visits_90: 210 }, { room_type: "套房", cost: null, visits_90: 12 }], fnb_cost_share: null, other_cost_share: 0.5,
  commissions: [{ source: "携程", channel: "ota", share: 0.15, visits_90: 300, needed: true }, { source: "美团", channel: "ota", share: null, visits_90: 90, needed: true }, { source: "会员", channel: "member", share: null, visits_90: 200, needed: false }],
  changed_at: null, changed_by_name: "", costs_hold: { zh: "", en: "" },
};

describe("products and what things cost (C94, C95)", () => {
  it("reads a price as it is typed, and keeps a cost that is hidden", () => {
    expect(priceOf("¥1,234.5")).toBe("1234.50");
    expect(priceOf("twelve")).toBeNull();
    expect(priceOf(" ")).toBeUndefined();
    const hidden = { code: "a", name: "水", price: "3.00", cost: null, cost_hidden: true } as unknown as Product;
    expect(given(hidden)).not.toHaveProperty("cost");
    expect(given({ ...hidden, cost_hidden: false })).toHaveProperty("cost", null);
  });

  it("finds products by code or by either name, and cuts them down to a category and what is on sale", () => {
    const rows = [["w1", "矿泉水", "Water", "饮料", true], ["t1", "龙井茶", "Longjing tea", "饮料", false], ["b1", "早餐", "Breakfast", "餐饮", true]].map(([code, name, name_en, category, active]) => ({ code, name, name_en, category, active }) as Product);
    const codes = (text: string, category: string | null = null, active = false) => lookedFor(rows, { text, category, active }).map(({ code }) => code);
    expect([codes(""), codes(" WATER "), codes("茶"), codes("b1"), codes("没有")]).toEqual([["w1", "t1", "b1"], ["w1"], ["t1"], ["b1"], []]);
    expect([codes("", "饮料"), codes("", "饮料", true), codes("t1", null, true)]).toEqual([["w1", "t1"], ["w1"], []]);
  });

  it("tells what a margin is, and when stock runs out within the week", () => {
    expect(marginOf("38.00", "9.50")).toBe(0.75);
    expect(marginOf("38.00", null)).toBeNull();
    expect(marginOf("0.00", "1.00")).toBeNull();
    expect(lowOf({ stock: 7, sold_90: 90, active: true })).toBe(true);
    expect(lowOf({ stock: 8, sold_90: 90, active: true })).toBe(false);
    expect(lowOf({ stock: null, sold_90: 900, active: true })).toBe(false);
  });

  it("sends only what changed, and per cents without a rounding error", () => {
    const form = formOf(COSTS);
    expect(changesOf(COSTS, form)).toEqual({});
    expect(changesOf(COSTS, { ...form, commissions: form.commissions.map((one) => (one.source === "美团" ? { ...one, share: 0.12 } : one)) })).toEqual({ commissions: [{ source: "美团", share: 0.12 }] });
    expect(changesOf(COSTS, { ...form, fnb: 0.35, rooms: form.rooms.map((one) => (one.room_type === "" ? { ...one, cost: "40.00" } : one)) })).toEqual({ fnb_cost_share: 0.35, rooms: [{ room_type: "大床房", cost: "45.00" }, { room_type: "", cost: "40.00" }] });
    expect(ofPercent(14.35)).toBe(0.1435);
    expect(inPercent(0.1435)).toBe(14.35);
  });

  it("asks from when only where something that was told is another now", () => {
    const form = formOf(COSTS);
    const share = (source: string, value: number | null) => ({ ...form, commissions: form.commissions.map((one) => (one.source === source ? { ...one, share: value } : one)) });
    expect([replaces(COSTS, form), replaces(COSTS, share("美团", 0.12)), replaces(COSTS, { ...form, fnb: 0.3 })]).toEqual([false, false, false]);
    expect([replaces(COSTS, share("携程", 0.12)), replaces(COSTS, share("携程", null)), replaces(COSTS, { ...form, other: 0.4 }), replaces(COSTS, { ...form, rooms: [{ room_type: "大床房", cost: "46.00", visits_90: 210 }] })]).toEqual([true, true, true, true]);
    const once = { ...COSTS, fnb_cost_earlier: [{ since: null, share: 0.3 }] };
    expect(replaces(once, { ...formOf(once), fnb: 0.35 })).toBe(true);
  });

  it("asks for what is missing, and not for the commission of the house's own source", () => {
    expect(lacks(COSTS)).toMatchObject({ sources: [{ source: "美团" }], rooms: ["套房"], fnb: true, other: false });
    expect(lacks({ ...COSTS, rooms: [...COSTS.rooms, { room_type: "", cost: "40.00", visits_90: 0 }] }).rooms).toEqual([]);
  });
});
