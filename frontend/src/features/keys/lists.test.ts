import { describe, expect, it } from "vitest";
import { endsNext, inUse, lastUsed, networksOf, presetOf, scopeGroups } from "./lists";

const choice = (code: string) => ({ code, word: code });

describe("scopes in groups", () => {
  it("stand with their like, and one that is new stands with the chain's", () => {
    const groups = scopeGroups(["stays:write", "guests:pii", "value:write", "events:read", "chain:write", "campaigns:write"].map(choice));
    expect(groups.map(({ key, choices }) => [key, choices.map(({ code }) => code)])).toEqual([
      ["stays", ["stays:write"]], ["guests", ["guests:pii"]], ["members", ["value:write"]], ["reading", ["events:read"]], ["chain", ["chain:write", "campaigns:write"]],
    ]);
  });
  it("are known as a preset in whatever order", () => {
    expect(presetOf(["stays:read", "stays:write"])).toBe("pms");
    expect(presetOf(["stays:read"])).toBeNull();
    expect(presetOf(["*"])).toBe("all");
  });
});

describe("the keys", () => {
  const key = (state: "live" | "ending" | "expired" | "revoked", expires_at: string | null, last_used_at: string | null = null) => ({ state, expires_at, last_used_at });
  it("are in use until they have ended", () => {
    expect([key("live", null), key("ending", "x"), key("expired", "x"), key("revoked", null)].map(inUse)).toEqual([true, true, false, false]);
  });
  it("say which of them ends next and when any was used last", () => {
    const rows = [key("live", "2026-12-01"), key("ending", "2026-11-30", "2026-11-22"), key("ending", "2026-11-25", "2026-11-23"), key("expired", "2026-11-01")];
    expect(endsNext(rows)?.expires_at).toBe("2026-11-25");
    expect(endsNext(rows.slice(0, 1))).toBeNull();
    expect(lastUsed(rows)).toBe("2026-11-23");
    expect(lastUsed([])).toBeNull();
  });
});

describe("addresses", () => {
  it("may be pasted as they come", () => {
    expect(networksOf(["203.0.113.7, 198.51.100.0/24", "2001:db8::/32\n203.0.113.7", " "])).toEqual(["203.0.113.7", "198.51.100.0/24", "2001:db8::/32"]);
  });
});
