import { describe, expect, it } from "vitest";
import { boardWith, changesOf, countsWith, MARKED_MS, shiftWith } from "@/api/deskChanges";
import type { DeskArrival, DeskTask } from "@/api/deskTypes";
import { departmentsOf, pagesOf, rowsFor, rowsThatFit, sheetsOf } from "./board";

const task = (id: string, department: string, state: DeskTask["state"] = "open"): DeskTask =>
  ({ id, department, department_name: { zh: department, en: department }, says: { zh: id, en: id }, state }) as DeskTask;
const row = (id: string, tasks: DeskTask[] = [], more: Partial<DeskArrival> = {}): DeskArrival =>
  ({ stay_id: id, status: "booked", room_no: "8210", guest: { name: id }, requests: [], complaints: [], tier: null, tasks, ...more }) as DeskArrival;
const COUNTS = { arrivals: 0, arrived: 0, in_house: 0, departures: 0, to_prepare: 9, prepared: 9, complaints: 0 };

describe("what the board marks while one looks", () => {
  it("is who came to the list and who is no longer as he was, for a while", () => {
    const before = [row("a"), row("b")];
    const now = changesOf(before, [row("a", [], { room_no: "8305" }), row("b"), row("c")], {}, 1000);
    expect(now).toEqual({ a: { change: "changed", until: 1000 + MARKED_MS }, c: { change: "new", until: 1000 + MARKED_MS } });
    const after = [row("a", [], { room_no: "8305" }), row("b"), row("c")];
    expect(changesOf(after, after, now, 2000)).toEqual(now);
    expect(changesOf(after, after, now, 1000 + MARKED_MS)).toEqual({});
  });

  it("is not who was only ticked off, but is a task more", () => {
    const before = [row("a", [task("1", "fnb")])];
    expect(changesOf(before, [row("a", [task("1", "fnb", "done")])], {}, 0)).toEqual({});
    expect(changesOf(before, [row("a", [task("1", "fnb"), task("2", "fnb")])], {}, 0)).toHaveProperty("a.change", "changed");
  });
});

describe("a touch on a box", () => {
  it("is seen on the board and in the shift, and counted at once", () => {
    const done = task("1", "fnb", "done");
    const before = { changes: {}, rows: [row("a", [task("1", "fnb")]), row("b")] };
    const board = boardWith(before, done);
    expect(board.rows[0]?.tasks).toEqual([done]);
    expect(board.rows[1]).toBe(before.rows[1]);
    expect(countsWith(COUNTS, board.rows)).toMatchObject({ to_prepare: 1, prepared: 1 });
    expect(shiftWith({ tasks: { open: [task("1", "fnb"), task("2", "fnb")], done: 0 } }, done).tasks).toEqual({ open: [done, task("2", "fnb")], done: 0 });
  });
});

describe("a department", () => {
  const rows = [row("a", [task("1", "fnb"), task("2", "housekeeping", "done"), task("3", "housekeeping", "withdrawn")]), row("b", [task("4", "fnb")]), row("c")];

  it("sees whom it has something to do for, and its own tasks only", () => {
    expect(rowsFor(rows, "housekeeping").map(({ stay_id, tasks }) => [stay_id, tasks.map(({ id }) => id)])).toEqual([["a", ["2"]]]);
    expect(rowsFor(rows, null)).toHaveLength(3);
  });

  it("comes first with most left to do", () => {
    expect(departmentsOf(rows).map(({ code, open, done }) => [code, open, done])).toEqual([["fnb", 2, 0], ["housekeeping", 0, 1]]);
  });

  it("has a sheet of paper to itself", () => {
    expect(sheetsOf(rows, "departments", null).map((sheet) => [sheet.department?.code, sheet.rows.length])).toEqual([["fnb", 2], ["housekeeping", 1]]);
    expect(sheetsOf(rows, "all", null)).toHaveLength(1);
  });
});

describe("pages", () => {
  it("hold what fits, and there is always one", () => {
    expect(pagesOf([1, 2, 3], 2)).toEqual([[1, 2], [3]]);
    expect(pagesOf([], 2)).toEqual([[]]);
    expect(rowsThatFit(1080, 180, 84)).toBe(10);
    expect(rowsThatFit(100, 180, 84)).toBe(1);
  });
});
