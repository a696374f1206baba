import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, ApiProblem } from "./client";

const page = { cookie: "" };
const asked: string[] = [];
let refusals = 0;

/** The server: GET /session brings the cookie, the first changes are refused as the test wishes. */
function answer(address: string, init: RequestInit = {}): Promise<Response> {
  const method = init.method ?? "GET";
  asked.push(`${method} ${address} ${new Headers(init.headers).get("X-CSRFToken") ?? ""}`.trim());
  if (method === "GET") {
    page.cookie = "huike_csrf=fresh";
    return Promise.resolve(new Response("{}", { status: 401 }));
  }
  if (refusals-- > 0) return Promise.resolve(new Response(JSON.stringify({ type: "/problems/csrf-failed", detail: "no" }), { status: 403 }));
  return Promise.resolve(new Response('{"done":true}'));
}

beforeEach(() => {
  asked.length = 0;
  refusals = 0;
  vi.stubGlobal("document", page);
  vi.stubGlobal("fetch", answer);
});
afterEach(() => vi.unstubAllGlobals());

describe("a change and its CSRF token", () => {
  it("goes out at once with the cookie there is", async () => {
    page.cookie = "huike_csrf=here";
    await api.post("/session", {});
    expect(asked).toEqual(["POST /api/v1/session here"]);
  });

  it("asks for a cookie first where all have vanished", async () => {
    page.cookie = "";
    await api.post("/session", {});
    expect(asked).toEqual(["GET /api/v1/session", "POST /api/v1/session fresh"]);
  });

  it("is sent once more, and only once, when the token is refused", async () => {
    page.cookie = "huike_csrf=old";
    refusals = 1;
    expect(await api.post("/session", {})).toEqual({ done: true });
    expect(asked).toEqual(["POST /api/v1/session old", "GET /api/v1/session", "POST /api/v1/session fresh"]);
    refusals = 2;
    await expect(api.post("/session", {})).rejects.toBeInstanceOf(ApiProblem);
    expect(asked).toHaveLength(6);
  });
});
