import { describe, expect, it } from "vitest";
import { endsSoon, momentOf, soonest } from "./reading";

describe("a member's balance", () => {
  it("names the points that end first, in whatever order they come", () => {
    expect(soonest([{ on: "2027-01-01", points: 5 }, { on: "2026-12-01", points: 9 }])).toEqual({ on: "2026-12-01", points: 9 });
    expect(soonest([])).toBeNull();
  });

  it("warns of points that end within three months, and of no others", () => {
    expect(endsSoon({ on: "2026-12-31", points: 1 }, "2026-11-23T18:40:12+08:00")).toBe(true);
    expect(endsSoon({ on: "2028-12-31", points: 1 }, "2026-11-23T18:40:12+08:00")).toBe(false);
  });

  it("is told at the property's time, wherever the phone is", () => {
    expect(momentOf("2026-11-23T18:40:12+08:00")).toBe("2026-11-23 18:40");
  });
});
