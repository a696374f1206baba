import { describe, expect, it } from "vitest";
import { addDays, addMonths, addYears, before, daysText, isDay, moment, presetDays, todayIn, yearAgo } from "./dates";
import { periodOf, periodQuery } from "./period";

describe("periods", () => {
  it("ends every preset yesterday, as the mockups' 13 weeks do", () => {
    expect(presetDays("13w", "2026-11-23")).toEqual({ from: "2026-08-24", to: "2026-11-22" });
    expect(presetDays("30d", "2026-11-23")).toEqual({ from: "2026-10-24", to: "2026-11-22" });
    expect(presetDays("12m", "2026-11-23")).toEqual({ from: "2025-11-23", to: "2026-11-22" });
  });

  it("puts the period before right in front of it, equally long", () => {
    expect(before({ from: "2026-08-24", to: "2026-11-22" })).toEqual({ from: "2026-05-25", to: "2026-08-23" });
    expect(yearAgo({ from: "2024-02-29", to: "2024-03-01" })).toEqual({ from: "2023-02-28", to: "2023-03-01" });
  });

  it("knows the chain's day, not the browser's", () => {
    const now = new Date("2026-11-22T20:00:00Z");
    expect(todayIn("Asia/Shanghai", now)).toBe("2026-11-23");
    expect(todayIn("UTC", now)).toBe("2026-11-22");
    expect(moment("2026-11-22T04:10:00Z", "Asia/Shanghai", now)).toBe("11-22 12:10");
    expect(moment("2025-11-22T04:10:00Z", "Asia/Shanghai", now)).toBe("2025-11-22 12:10");
  });

  it("moves days over months and leap years", () => {
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(addYears("2024-02-29", 1)).toBe("2025-02-28");
    expect(isDay("2026-02-30")).toBe(false);
    expect(isDay("2026-02-28")).toBe(true);
  });

  it("says a year once", () => {
    expect(daysText({ from: "2026-08-24", to: "2026-11-22" }, "至")).toBe("2026-08-24 至 11-22");
    expect(daysText({ from: "2025-08-24", to: "2026-11-22" }, "至")).toBe("2025-08-24 至 2026-11-22");
  });

  it("reads an address, falls back to 13 weeks, and writes the same address again", () => {
    const today = "2026-11-23";
    const own = periodOf(new URLSearchParams("from=2026-01-01&to=2026-01-31&vs=year"), today);
    expect(own).toMatchObject({ from: "2026-01-01", to: "2026-01-31", preset: null, earlier: { from: "2025-01-01", to: "2025-01-31" } });
    expect(periodQuery(own)).toBe("from=2026-01-01&to=2026-01-31&vs=year");
    expect(periodOf(new URLSearchParams("from=2026-02-01&to=2026-01-31&range=x"), today).preset).toBe("13w");
  });
});

describe("months", () => {
  it("keep the day of the month, or take the month's last", () => {
    expect(addMonths("2026-03-15", 1)).toBe("2026-04-15");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
    expect(addMonths("2026-12-23", 1)).toBe("2027-01-23");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
  });
});
