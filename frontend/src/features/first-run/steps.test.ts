import { describe, expect, it } from "vitest";
import type { FirstRunStep } from "@/api/businessTypes";
import { blockedBy, hasStays, nextStep, openSteps } from "./steps";

const facts: FirstRunStep["facts"] = { properties: null, stays: null, by: null, keys: null, imports: null, unmapped: null, invited: null, active: null };
const run = (...states: FirstRunStep["state"][]) => ({
  steps: (["property", "stays", "sources", "staff", "report"] as const).map((code, n) => ({ code, state: states[n] ?? "open", facts })),
});

describe("the first run", () => {
  it("goes on with the first step that is open, past those that were skipped", () => {
    expect(nextStep(run())).toBe("property");
    expect(nextStep(run("done", "skipped", "open"))).toBe("sources");
    expect(nextStep(run("done", "done", "done", "skipped", "done"))).toBeNull();
    expect(openSteps(run("done", "skipped"))).toBe(3);
  });

  it("stands where the report will stand until stays came", () => {
    expect(hasStays(run("done", "skipped"))).toBe(false);
    expect(hasStays(run("done", "done"))).toBe(true);
  });

  it("says what a step waits for", () => {
    expect(blockedBy("stays", run())).toBe("property");
    expect(blockedBy("staff", run("done"))).toBeNull();
    expect(blockedBy("sources", run("done"))).toBe("stays");
    expect(blockedBy("report", run("done", "done"))).toBeNull();
    expect(blockedBy("property", run())).toBeNull();
  });
});
