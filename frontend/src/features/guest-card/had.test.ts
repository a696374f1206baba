import { describe, expect, it } from "vitest";
import type { Had } from "@/api/guestDeskTypes";
import { byVisit, priced } from "./had";

const line = (id: string, visit: string | null, visit_no: number | null): Had => ({
  id, product: "BRK", name: "早餐", name_en: "Breakfast", quantity: 1, amount: "38.00", on_folio: false, day: "2026-11-23", at: "2026-11-23T08:00:00+08:00", source: "desk", by_name: "王芳", stay: null, visit, visit_no, taken_back: false,
});

describe("what a guest had", () => {
  it("stands by visit, in the order it came, and what was had without one stands apart", () => {
    const found = byVisit([line("5", "v8", 8), line("4", "v8", 8), line("3", null, null), line("2", "v7", 7)]);
    expect(found.map(({ no, lines }) => [no, lines.map(({ id }) => id)])).toEqual([[8, ["5", "4"]], [null, ["3"]], [7, ["2"]]]);
    expect(byVisit([])).toEqual([]);
  });

  it("costs the price as often as it is had, to the cent", () => {
    expect(priced(3850, 3)).toBe(11_550);
  });
});
