import { describe, expect, it } from "vitest";
import { clockOf, dueOf } from "./due";

const now = new Date("2026-11-23T00:40:00Z"); // 08:40 in Shanghai
const zone = "Asia/Shanghai";

describe("a deadline as one speaks of it", () => {
  it("counts minutes within the hour", () => {
    expect(dueOf("2026-11-23T09:05:00+08:00", zone, now)).toMatchObject({ tone: "soon", key: "left", minutes: 25 });
  });

  it("says today, tomorrow, then the date, by the property's clock", () => {
    expect(dueOf("2026-11-23T10:36:00+08:00", zone, now)).toMatchObject({ tone: "calm", key: "today", time: "10:36" });
    expect(dueOf("2026-11-24T00:10:00+08:00", zone, now)).toMatchObject({ key: "tomorrow", time: "00:10" });
    expect(dueOf("2026-11-26T11:00:00+08:00", zone, now)).toMatchObject({ key: "day", day: "11-26" });
  });

  it("is late from the first second, and says since which day", () => {
    expect(dueOf("2026-11-23T08:39:59+08:00", zone, now)).toMatchObject({ tone: "late", key: "today" });
    expect(dueOf("2026-11-22T11:00:00+08:00", zone, now)).toMatchObject({ tone: "late", key: "yesterday" });
    expect(dueOf("2025-12-30T11:00:00+08:00", zone, now)).toMatchObject({ tone: "late", key: "day", day: "2025-12-30" });
  });

  it("presses nothing while the guest is in house", () => {
    expect(dueOf(null, zone, now)).toMatchObject({ tone: "calm", key: "open" });
  });

  it("reads the clock of the property", () => {
    expect(clockOf("2026-11-23T00:40:00Z", zone)).toBe("08:40");
  });
});
