import { describe, expect, it } from "vitest";
import type { ChainInfo, ComparisonFigures } from "@/api/types";
import { gapsOf, ranked, shortfalls } from "./worst";

const chain: ChainInfo = {
  slug: "q", name: "栖川", time_zone: "Asia/Shanghai", targets: { member: 40, corporate: 20, ota: 35, walk_in: 5 }, target_repeat_rate: 35, target_remark_rate: 95,
  standing: { level: "full", reason: "active", since: null, until: null, mend: "none", says: { zh: "", en: "" } },
};

const part = (share: number | null, target: number) => ({ value: 0, share, gap_pp: share === null ? null : share * 100 - target });
function row(property: string, repeat: number | null, member: number | null, ota: number | null, remark: number | null) {
  const figures = {
    targets: chain.targets, repeat_guest_rate: repeat, remarks: { due: 1, complete: 1, on_time: 1, completion_rate: remark, on_time_rate: 1 },
    channel_mix: { member: part(member, 40), corporate: part(0.2, 20), ota: part(ota, 35), walk_in: part(0.05, 5) },
  } as unknown as ComparisonFigures;
  return { ...figures, property, name: property };
}

describe("the worst gap", () => {
  it("is the one furthest on the bad side, and more OTA is the bad side", () => {
    const gaps = shortfalls(gapsOf(row("hudong", 0.221, 0.189, 0.613, 0.584), chain));
    expect(gaps.map(({ measure, pp }) => [measure, Math.round(pp * 10) / 10])).toEqual([
      ["remark", -36.6], ["ota", 26.3], ["member", -21.1], ["repeat", -12.9],
    ]);
  });

  it("knows no gap where there is nothing to divide by", () => {
    expect(gapsOf(row("new", null, null, null, null), chain)).toEqual([]);
  });

  it("follows a property's own target", () => {
    const own = { ...row("own", 0.4, 0.3, 0.45, 0.95), targets: { member: 30, corporate: 20, ota: 45, walk_in: 5 } };
    expect(shortfalls(gapsOf(own, chain))).toEqual([]);
    expect(shortfalls(gapsOf({ ...own, targets: chain.targets }, chain))).toHaveLength(2);
  });

  it("ranks the worst first, those on target by name, those without visits last", () => {
    const rows = [row("z-good", 0.4, 0.45, 0.3, 0.97), row("empty", null, null, null, null), row("bad", 0.34, 0.4, 0.35, 0.95), row("worse", 0.2, 0.4, 0.35, 0.95)];
    expect(ranked(rows, chain, undefined, false).map(({ row: { property } }) => property)).toEqual(["worse", "bad", "z-good", "empty"]);
  });

  it("ranks by the change where the earlier period is asked for", () => {
    const now = [row("up", 0.2, 0.4, 0.35, 0.95), row("down", 0.5, 0.4, 0.35, 0.9)];
    const then = [row("up", 0.1, 0.4, 0.35, 0.95), row("down", 0.5, 0.4, 0.35, 0.97)];
    const [first, second] = ranked(now, chain, then, true);
    expect(first?.row.property).toBe("down");
    expect(second?.short).toEqual([]);
  });
});
