import { describe, expect, it } from "vitest";
import type { CampaignsReport, WinBack, WinBackGroup, WinBackRow } from "@/api/winningTypes";
import { actOf, mayDo, wordOf } from "./acts";
import { added, brought, byProperty, byReason, judgedDays, mostToDo, PLACES_MOST, restrainedOf, type Place } from "./sections";

const row = (id: string, group: WinBackGroup, value: string | null): WinBackRow => ({
  guest: { id, name: id, visits: 3, channel: "ota" }, group, away_days: 90, norm: { lower: 20, median: 40, upper: 60, from: "property", from_name: "", pooled: false }, by_days: 30, why: "", detail: "",
  year_value: value, advice: { act: "greet", says: "", offer: false }, last_contact_on: null, reachable: ["sms"], assigned_to: null,
});
const board = (rows: WinBackRow[], late: number, early: number, saved = "10.50"): WinBack => ({
  day: "2026-11-23", as_of: "2026-11-22", quiet: { from: "21:00", until: "09:00" }, rows, next: null, turn: null, recent: [],
  counts: { today: late + early, late, early, on_pattern: 100, no_offer: 7, saved_today: saved, saved_month: "100.00" },
  restrained: [{ reason: "on_pattern", says: "在常见间隔内", n: 5, saved: "5.00" }, { reason: "held_out", says: "对照组", n: 0, saved: "0.00" }],
});
const place = (slug: string, shown: WinBack): Place => ({ slug, name: slug, board: shown });
const a = place("a", board([row("g1", "late", "100.00"), row("g2", "early", "900.00")], 12, 4));
const b = place("b", board([row("g1", "late", "500.00"), row("g3", "late", null)], 2, 0, "0.25"));

describe("the boards of several properties as one", () => {
  it("put late before early, and whoever is worth most first, whatever the property", () => {
    const [late, early] = byReason([a, b]);
    expect(late).toMatchObject({ kind: "late", n: 14 });
    expect(late?.rows.map(({ property, guest }) => [property.slug, guest.id])).toEqual([["b", "g1"], ["a", "g1"], ["b", "g3"]]);
    expect(early).toMatchObject({ kind: "early", n: 4, rows: [{ guest: { id: "g2" } }] });
  });

  it("or stand property by property, the one with most to win first; who has nobody is left out", () => {
    expect(byProperty([b, a, place("c", board([], 0, 0))]).map(({ key, n }) => [key, n])).toEqual([["a", 16], ["b", 2]]);
  });

  it("come to sums that lose no cent", () => {
    expect(added([a.board, b.board])).toMatchObject({ today: 18, late: 14, on_pattern: 200, saved_today: "10.75", saved_month: "200.00" });
    expect(restrainedOf([a.board, b.board])).toEqual([{ reason: "on_pattern", says: "在常见间隔内", n: 10, saved: "10.00" }]);
  });

  it("are asked of as many properties as one page can show, those with most to win", () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ property: `p${n}`, name: "", as_of: null, late: 1, early: 0, today: 1, value: `${n}.00`, no_offer: 0, saved_month: "0.00" }));
    const asked = mostToDo(many);
    expect(asked).toHaveLength(PLACES_MOST);
    expect(asked[0]?.property).toBe("p39");
  });
});

describe("the days a guest is judged by", () => {
  it("are those since the last visit for the late, those before it for the early", () => {
    expect(judgedDays({ ...row("g", "late", null), away_days: 90 })).toBe(90);
    expect(judgedDays({ ...row("g", "early", null), away_days: 3, by_days: 5 })).toBe(15);
  });
});

describe("what messages brought", () => {
  const stage = (key: string, chosen: number, uplift_pp: number | null, uplift_ci: number[] | null): CampaignsReport["stages"][number] => ({
    key, name: key, chosen, sent: chosen, held_out: 10, visited: 5, rate: 0.1, holdout_rate: 0.08, uplift_pp, uplift_ci, extra_visits: null, extra_revenue: null, extra_revenue_ci: null, cost: "0.00", net: null, return: null,
    answered: 0, given: 0, redeemed: 0, redemption_rate: null, restrained: 0, saved: "0.00",
  });

  it("is called working or useless only where the interval leaves no doubt", () => {
    const found = brought({ stages: [stage("at_risk", 900, 7.4, [5, 10]), stage("dormant", 900, 3, [-1, 7]), stage("lost", 900, 0.1, [-0.2, 0.4]), stage("new", 0, null, null), stage("sticky", 4, null, null)] });
    expect(found.map(({ key, verdict }) => [key, verdict])).toEqual([["at_risk", "works"], ["dormant", null], ["lost", "useless"], ["sticky", null]]);
  });
});

describe("the one button of a row", () => {
  const advised = (act: WinBackRow["advice"]["act"], offer: boolean) => ({ advice: { act, says: "", offer } });

  it("offers only where restraint lets an offer through, and greets where it does not (C78)", () => {
    expect(actOf(advised("offer", true))).toBe("offer");
    expect(actOf(advised("upgrade", false))).toBe("greet");
    expect(wordOf(advised("upgrade", false))).toBe("greet");
    expect(wordOf(advised("upgrade", true))).toBe("upgrade");
    expect(actOf(advised("thank", false))).toBe("greet");
    expect(actOf(advised("call", true))).toBe("call");
  });

  it("is for the desk as far as greeting goes; an offer is for whoever may send", () => {
    const desk = (ability: string) => ability === "greet_guests";
    expect(mayDo("greet", desk)).toBe(true);
    expect(mayDo("snooze", desk)).toBe(true);
    expect(mayDo("offer", desk)).toBe(false);
  });
});
