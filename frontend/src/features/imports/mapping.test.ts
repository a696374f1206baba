import { describe, expect, it } from "vitest";
import type { ImportField, ImportMapping } from "@/api/propertyTypes";
import { assign, editingOf, halfDates, mappingOf, mean, say, share, unsaid, keyOf, usedAs } from "./mapping";

const inn: ImportMapping = {
  fields: {
    external_id: { column: "Booking_ID" },
    check_in: { date_parts: ["arrival_year", "arrival_month", "arrival_date"] },
    check_out: { nights: ["no_of_weekend_nights", "no_of_week_nights"] },
    status: { column: "booking_status", values: { Canceled: "cancelled" } },
    source: { constant: "散客" },
  },
  date_format: null, header_line: null,
};

describe("a mapping while it is edited", () => {
  it("is the same mapping again when nothing is touched", () => {
    expect(mappingOf(editingOf(inn))).toEqual(inn);
    const timed: ImportMapping = { fields: { check_in: { column: "入住日期", time: "入住时间" }, check_out: { nights: [1] } }, date_format: "DMY", header_line: 2 };
    expect(mappingOf(editingOf(timed), 2)).toEqual(timed);
  });

  it("uses a column once, and a field from one column", () => {
    const first = assign(editingOf({ fields: {} }), "姓名", { field: "guest.name", part: "column" });
    const moved = assign(first, "宾客", { field: "guest.name", part: "column" });
    expect(mappingOf(moved).fields).toEqual({ "guest.name": { column: "宾客" } });
    expect(mappingOf(assign(moved, "宾客", null)).fields).toEqual({});
  });

  it("puts a date together from three columns, and takes it apart again", () => {
    let editing = assign(editingOf({ fields: { check_in: { column: "date" } } }), "y", { field: "check_in", part: "year" });
    expect(mappingOf(editing).fields).toEqual({});
    expect(halfDates(editing)).toEqual(["check_in"]);
    editing = assign(assign(editing, "m", { field: "check_in", part: "month" }), "d", { field: "check_in", part: "day" });
    expect(halfDates(editing)).toEqual([]);
    expect(mappingOf(editing).fields).toEqual({ check_in: { date_parts: ["y", "m", "d"] } });
    expect(mappingOf(assign(editing, "date", { field: "check_in", part: "column" })).fields).toEqual({ check_in: { column: "date" } });
  });

  it("keeps a time of day beside its day", () => {
    const editing = assign(editingOf({ fields: { check_in: { column: "day" } } }), "clock", { field: "check_in", part: "time" });
    expect(mappingOf(editing).fields).toEqual({ check_in: { column: "day", time: "clock" } });
  });

  it("adds nights up from several columns, and drops them for a date", () => {
    let editing = assign(editingOf({ fields: {} }), "week", { field: "check_out", part: "nights" });
    editing = assign(editing, "weekend", { field: "check_out", part: "nights" });
    expect(mappingOf(editing).fields.check_out).toEqual({ nights: ["week", "weekend"] });
    expect(mappingOf(assign(editing, "dep", { field: "check_out", part: "column" })).fields.check_out).toEqual({ column: "dep" });
  });

  it("says a field once for all rows, until a column says it", () => {
    const said = say(editingOf({ fields: { source: { column: "渠道" } } }), "source", "散客");
    expect(mappingOf(said).fields).toEqual({ source: { constant: "散客" } });
    expect(mappingOf(assign(said, "渠道", { field: "source", part: "column" })).fields).toEqual({ source: { column: "渠道" } });
    expect(mappingOf(say(said, "source", null)).fields).toEqual({});
  });

  it("takes two fields from one column where the file says both in it", () => {
    const twice: ImportMapping = { fields: { external_id: { column: "Booking_ID" }, "guest.external_id": { column: "Booking_ID" } }, date_format: null, header_line: null };
    expect(mappingOf(editingOf(twice))).toEqual(twice);
    const shared = share(editingOf({ fields: { external_id: { column: "Booking_ID" } } }), "guest.external_id", "Booking_ID");
    expect(mappingOf(shared).fields).toEqual(twice.fields);
    expect(mappingOf(say(shared, "guest.external_id", null)).fields).toEqual({ external_id: { column: "Booking_ID" } });
    expect(mappingOf(share(shared, "guest.name", "free")).fields["guest.name"]).toEqual({ column: "free" });
  });

  it("knows what the file's words mean", () => {
    const editing = mean(editingOf({ fields: { status: { column: "sta" } } }), "status", "O", "checked_out");
    expect(mappingOf(editing).fields.status).toEqual({ column: "sta", values: { O: "checked_out" } });
    expect(mappingOf(mean(editing, "status", "O", null)).fields.status).toEqual({ column: "sta" });
  });

  it("names uses by one key, and lists what comes from nowhere, needed ones first", () => {
    expect(usedAs(keyOf({ field: "guest.name", part: "column" }))).toEqual({ field: "guest.name", part: "column" });
    expect(usedAs("")).toBeNull();
    const fields = [{ field: "notes", required: false }, { field: "rate", required: true }, { field: "source", required: true }] as ImportField[];
    expect(unsaid(editingOf(inn), fields).map(({ field }) => field)).toEqual(["rate", "notes"]);
  });
});
