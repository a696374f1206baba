import { describe, expect, it } from "vitest";
import type { Coach } from "@/api/winningTypes";
import { stepOf, targetOf } from "./steps";

const part = (channel: "member" | "ota", share: number | null, gap_pp: number | null = null): Coach["parts"][number] => ({ channel, visits: 10, share, target: 40, gap_pp });
const mix = (member: number, ota: number, code: Coach["advice"]["code"] = "grow") => ({ alarm: ota > 0.5, advice: { code, says: "" }, parts: [part("member", member), part("ota", ota)] });

describe("the OTA rule", () => {
  it("alarms above one half, whatever the private share (C14)", () => {
    expect(stepOf(mix(0.45, 0.52))).toBe("alarm");
  });

  it("eases only once private share exceeds OTA, not when they are equal (C15)", () => {
    expect(stepOf(mix(0.4, 0.4))).toBe("grow");
    expect(stepOf(mix(0.41, 0.4))).toBe("ease");
  });

  it("says nothing of days without a visit", () => {
    expect(stepOf(mix(0, 0, "nothing"))).toBeNull();
  });
});

describe("a part's target", () => {
  it("is what its gap was taken from, and stands where there is no share", () => {
    expect(targetOf(part("member", 0.311, -8.9))).toBe(40);
    expect(targetOf(part("member", null))).toBe(40);
    expect(targetOf({ ...part("ota", null), target: 0.35 })).toBe(35);
  });
});
