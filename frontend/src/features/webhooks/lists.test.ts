import { describe, expect, it } from "vitest";
import { errorKind, healthOf, took, typeGroups, worstFirst } from "./lists";

const at = (state: "on" | "off" | "disabled", failing_since: string | null = null, succeeded_at: string | null = null) => ({ state, failing_since, succeeded_at });

describe("how an endpoint does", () => {
  it("is what a person has to know first", () => {
    expect([at("on", null, "x"), at("on", "x", "y"), at("on"), at("off", "x"), at("disabled", "x")].map(healthOf)).toEqual(["good", "failing", "new", "off", "disabled"]);
  });
  it("puts what asks for action before the rest, the oldest trouble first", () => {
    const rows = [at("off"), at("on", null, "x"), at("on", "2026-11-22"), at("on", "2026-11-20"), at("disabled", "2026-11-23")];
    expect(worstFirst(rows).map((row) => `${row.state} ${row.failing_since ?? ""}`)).toEqual(["disabled 2026-11-23", "on 2026-11-20", "on 2026-11-22", "on ", "off "]);
  });
});

it("groups the types; one that is new stands with the house's", () => {
  const groups = typeGroups(["guest.updated", "points.changed", "import.finished", "campaign.sent"].map((code) => ({ code, word: code })));
  expect(groups.map(({ key, choices }) => [key, choices.length])).toEqual([["guests", 1], ["value", 1], ["house", 2]]);
});

it("says how long an answer took", () => {
  expect([84, 1250, 15_003].map(took)).toEqual(["84 ms", "1.3 s", "15 s"]);
});

it("knows what kept an answer from coming", () => {
  expect(errorKind("connection: Connection refused")).toEqual({ kind: "connection", detail: "Connection refused" });
  expect(errorKind("timeout").kind).toBe("timeout");
  expect(errorKind("not an HTTP answer: BadStatusLine")).toEqual({ kind: "other", detail: "not an HTTP answer: BadStatusLine" });
});
