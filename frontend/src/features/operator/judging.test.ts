import { describe, expect, it } from "vitest";
import type { HealthTold } from "@/api/operatorTypes";
import { ailments, endedAt, standingOf, usedShare, waited, worryOf } from "./judging";

const well: HealthTold = { database: "ok", redis: "ok", schemas: { ready: 8, lagging: [] }, spares: 2, queues: [{ code: "outbox", waiting: 3, oldest_s: 1 }], version: "0.4" };

describe("the platform's health", () => {
  it("is nothing to speak of when all is well", () => {
    expect(ailments(well)).toEqual([]);
  });
  it("names the worst first", () => {
    const ill = { ...well, spares: 0, schemas: { ready: 7, lagging: ["a"] }, queues: [{ code: "errands", waiting: 2, oldest_s: 400 }, { code: "cells", waiting: 9, oldest_s: 4000 }] };
    expect(ailments(ill).map(({ what, code }) => code ?? what)).toEqual(["lagging", "cells", "errands", "spares"]);
  });
  it("says once that Redis is away", () => {
    expect(ailments({ ...well, redis: "unreachable", queues: [{ code: "tasks", waiting: null, oldest_s: null }] })).toHaveLength(1);
    expect(ailments({ ...well, queues: [{ code: "tasks", waiting: null, oldest_s: null }] })[0]?.what).toBe("unknown");
  });
  it("counts waiting from its first", () => {
    expect([10, 301, 3600].map((oldest_s) => worryOf({ waiting: 1, oldest_s }))).toEqual(["none", "watch", "act"]);
    expect([42, 125, 7_300, 200_000].map((s) => Object.values(waited(s)).join(" "))).toEqual(["42 s", "2 min", "2 h", "2 d"]);
  });
});

it("says that a chain is shut out before what it pays", () => {
  expect(standingOf({ state: "suspended", level: "full" })).toBe("suspended");
  expect(standingOf({ state: "open", level: "grace" })).toBe("grace");
});

it("has no share of what has no limit", () => {
  expect(usedShare({ used: 12, limit: null })).toBeNull();
  expect(usedShare({ used: 4, limit: 3 })).toBeCloseTo(1.333);
});

it("ends at its time where nobody ended it", () => {
  const now = new Date("2026-11-23T10:00:00Z");
  expect(endedAt({ ended_at: null, until: "2026-11-23T10:30:00Z" }, now)).toBeNull();
  expect(endedAt({ ended_at: null, until: "2026-11-23T09:30:00Z" }, now)).toBe("2026-11-23T09:30:00Z");
  expect(endedAt({ ended_at: "2026-11-23T09:10:00Z", until: "2026-11-23T09:30:00Z" }, now)).toBe("2026-11-23T09:10:00Z");
});
