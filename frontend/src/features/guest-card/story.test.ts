import { describe, expect, it } from "vitest";
import { fieldsOf, handlingOf } from "./story";

describe("a line of the timeline", () => {
  it("shows what staff put in fields, and nothing that is said in words anyway", () => {
    const facts = { interaction: "12", topic: "air", owner_name: "王芳", due_at: null, outcome: "", room_no: "8210", 分数: 4, rude: false };
    expect(fieldsOf({ facts })).toEqual([["room_no", "8210"], ["分数", "4"], ["rude", "false"]]);
    expect(handlingOf({ facts })).toEqual({ owner: "王芳", due: "", settled: "", by: "", outcome: "" });
  });

  it("shows no fields where the sentence says it all", () => {
    expect(fieldsOf({ facts: { visit: "7", rate: "208.00", nights: 2 } })).toEqual([]);
    expect(fieldsOf({ facts: { consumption: "3", amount: "76.00" } })).toEqual([]);
  });

  it("shows what a thing cost where the server tells it", () => {
    expect(fieldsOf({ facts: { consumption: "3", amount: "76.00", cost: "24.00" } })).toEqual([["cost", "24.00"]]);
  });
});
