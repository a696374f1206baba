import { describe, expect, it } from "vitest";
import type { DeskTask, HandNote, ShiftComplaint } from "@/api/deskTypes";
import { byDepartment, inOrder, leftOf, listed, sumOf } from "./left";

const task = (id: string, room_no: string, department = "fnb", state: DeskTask["state"] = "open") => ({ id, room_no, department, state }) as DeskTask;
const note = (made_at: string, settled_at: string | null = null) => ({ made_at, settled_at }) as HandNote;

describe("what a shift leaves", () => {
  it("is all that is open, whatever was just ticked off", () => {
    const left = leftOf({
      tasks: { open: [task("1", "1"), task("2", "2", "fnb", "done")], done: 3 }, complaints: [{} as ShiftComplaint],
      departures: { n: 9, remarks_open: 3, remarks_overdue: 1 }, notes: [note("a"), note("b", "c")],
    });
    expect(left).toEqual({ complaints: 1, remarks: 3, tasks: 1, notes: 1 });
    expect(sumOf(left)).toBe(6);
    expect(sumOf({ tasks: 2 })).toBe(2);
  });
});

describe("the list of a shift", () => {
  it("keeps what was ticked off here in its place", () => {
    expect(listed([task("3", "8305"), task("1", "8101")], [task("2", "8210", "fnb", "done"), task("1", "8101")]).map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });
  it("has the department with most to do first", () => {
    expect(byDepartment([task("1", "1"), task("2", "2", "front_desk"), task("3", "3", "front_desk")]).map(([code]) => code)).toEqual(["front_desk", "fnb"]);
  });
  it("has open notes first, the newest on top", () => {
    expect(inOrder([note("1"), note("2", "9"), note("3")]).map(({ made_at }) => made_at)).toEqual(["3", "1", "2"]);
  });
});
