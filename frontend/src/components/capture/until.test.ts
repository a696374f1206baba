import { describe, expect, it } from "vitest";
import { instantOf, untilOf, untilsLeft, wallOf } from "./until";

const SHANGHAI = "Asia/Shanghai";
const MORNING = new Date("2026-11-23T00:40:00Z");

describe("a time on the wall", () => {
  it("is read in the house's own zone, whatever the reader's computer says", () => {
    expect(instantOf("2026-11-23T18:00", SHANGHAI)?.toISOString()).toBe("2026-11-23T10:00:00.000Z");
    expect(wallOf(MORNING, SHANGHAI)).toBe("2026-11-23T08:40");
    expect(instantOf("", SHANGHAI)).toBeNull();
  });

  it("holds on both sides of a change of clocks", () => {
    expect(instantOf("2026-03-29T12:00", "Europe/Berlin")?.toISOString()).toBe("2026-03-29T10:00:00.000Z");
    expect(instantOf("2026-03-28T12:00", "Europe/Berlin")?.toISOString()).toBe("2026-03-28T11:00:00.000Z");
  });
});

describe("until when something will be done", () => {
  it("is said in hours, or by a time of the house's day", () => {
    expect(untilOf("hours2", MORNING, SHANGHAI).toISOString()).toBe("2026-11-23T02:40:00.000Z");
    expect(wallOf(untilOf("tonight", MORNING, SHANGHAI), SHANGHAI)).toBe("2026-11-23T18:00");
    expect(wallOf(untilOf("tomorrow", MORNING, SHANGHAI), SHANGHAI)).toBe("2026-11-24T12:00");
  });

  it("offers nothing that is over", () => {
    expect(untilsLeft(new Date("2026-11-23T11:00:00Z"), SHANGHAI)).toEqual(["hours2", "tomorrow", "days3"]);
  });
});
