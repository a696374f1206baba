import { describe, expect, it } from "vitest";
import { curl, firstRequest, testStay } from "./curl";

const words = { source: "散客", name: "李四" };
const given = { origin: "https://huike.example", key: "hk_live_x", chain: "acme", property: "acme-1", now: new Date("2026-11-23T02:00:00Z"), words };

describe("a request for the shell", () => {
  it("quotes what the shell would read, and an apostrophe too", () => {
    expect(curl({ method: "POST", url: "http://h/x", key: "k", body: { name: "O'Neil" } })).toBe(`curl -X POST http://h/x \\\n  -H 'Authorization: Bearer k' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"O'\\''Neil"}'`);
    expect(curl({ url: "http://h/x?after=evt_1&limit=5", key: "k" })).toContain("'http://h/x?after=evt_1&limit=5'");
  });
  it("leaves a variable to the shell", () => {
    expect(curl({ url: "http://h/x", key: "$HUIKE_KEY" })).toContain(`-H "Authorization: Bearer $HUIKE_KEY"`);
  });
});

describe("the first request of a key", () => {
  it("sends a stay that is still to come where the key may", () => {
    expect(firstRequest({ ...given, scopes: ["stays:write", "stays:read"] })).toContain("-X PUT https://huike.example/api/v1/properties/acme-1/stays/TEST-1");
    expect(testStay(given.now, words)).toMatchObject({ check_in: "2026-11-25T14:00:00+08:00", check_out: "2026-11-26T12:00:00+08:00", updated_at: "2026-11-23T02:00:00Z" });
  });
  it("reads what the key may read otherwise", () => {
    expect(firstRequest({ ...given, scopes: ["events:read"] })).toContain("/chains/acme/events?limit=5");
    expect(firstRequest({ ...given, scopes: ["guests:read"] })).toContain("/properties/acme-1/guests?limit=5");
    expect(firstRequest({ ...given, property: null, scopes: ["stays:write"] })).toContain("/chains/acme/properties");
  });
});
