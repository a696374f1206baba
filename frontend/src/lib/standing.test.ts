import { describe, expect, it } from "vitest";
import { daysLeft, told } from "./standing";

const now = new Date("2026-11-23T08:00:00Z");
const trial = (until: string | null) => ({ level: "full" as const, reason: "trialing", until });

describe("what the bar over every page says", () => {
  it("is nothing while all is paid, or a trial has more than a week left", () => {
    expect(told({ level: "full", reason: "active", until: null }, now)).toBeNull();
    expect(told({ level: "full", reason: "arranged", until: null }, now)).toBeNull();
    expect(told(trial("2026-12-01T08:00:00Z"), now)).toBeNull();
    expect(told(trial(null), now)).toBeNull();
  });

  it("is how many days a trial has left in its last week, louder in its last two", () => {
    expect(told(trial("2026-11-30T08:00:00Z"), now)).toEqual({ tone: "calm", trialDays: 7 });
    expect(told(trial("2026-11-25T07:00:00Z"), now)).toEqual({ tone: "warn", trialDays: 2 });
    expect(told(trial("2026-11-23T09:00:00Z"), now)).toEqual({ tone: "warn", trialDays: 1 });
  });

  it("is said of every stricter level, and red once writing is refused", () => {
    expect(told({ level: "grace", reason: "past_due", until: "2026-12-01T00:00:00Z" }, now)?.tone).toBe("warn");
    expect(told({ level: "read_only", reason: "unpaid", until: null }, now)?.tone).toBe("bad");
    expect(told({ level: "closed", reason: "canceled", until: "2027-11-01T00:00:00Z" }, now)?.tone).toBe("bad");
  });

  it("counts the rest of a day as one, and never below none", () => {
    expect(daysLeft("2026-11-23T08:00:01Z", now)).toBe(1);
    expect(daysLeft("2026-11-20T08:00:00Z", now)).toBe(0);
  });
});
