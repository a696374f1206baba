import { describe, expect, it } from "vitest";
import { KINDS, TONGUES, WAYS, type Audience, type CampaignDocument, type Variant } from "@/api/campaignTypes";
import { parse } from "@/components/saying/template";
import { costMost, keepable, lacks, newDocument, sent, steps, textOf } from "./document";

const NOW = "2026-11-23T06:00:00Z";
const audience: Audience = {
  segment: 412, excluded: 12, unreachable: 31, no_consent: 44, opted_out: 8, minors: 0, over_frequency: 9, secret: 1,
  restrained: [{ reason: "on_pattern", says: { zh: "", en: "" }, n: 120, saved: "3600.00" }, { reason: "does_not_answer", says: { zh: "", en: "" }, n: 7, saved: "0.00" }],
  holdout: 18, contact: 162, saved: "3600.00", sample: [], as_of: NOW,
};

const variantOf = (document: CampaignDocument): Variant => {
  const [variant] = document.variants;
  if (!variant) throw new Error("A campaign without a variant");
  return variant;
};

describe("a new campaign", () => {
  it.each(KINDS)("of kind %s has texts that can be read in both languages", (kind) => {
    const document = newDocument(kind, "x");
    for (const tongue of TONGUES) for (const way of WAYS) expect(parse(textOf(variantOf(document), tongue, way)).flaw).toBeNull();
    expect(lacks(document, NOW)).toEqual([]);
    expect(keepable(document)).toBe(true);
  });

  it("gives nothing and holds a tenth out until somebody says otherwise", () => {
    const document = newDocument("win_back", "x");
    expect([document.variants[0]?.offer, document.holdout]).toEqual([null, 0.1]);
  });
});

describe("a document", () => {
  it("is sent without the texts that are empty", () => {
    const document = newDocument("win_back", " 老客 ");
    const variant = variantOf(document);
    const next = sent({ ...document, variants: [{ ...variant, texts: { "zh-CN": { sms: { text: "好" }, email: { subject: "", body: "x" } }, en: { sms: { text: " " } } } }] });
    expect([next.name, next.variants[0]?.texts]).toEqual(["老客", { "zh-CN": { sms: { text: "好" } } }]);
  });

  it("says what is still wanting, and where", () => {
    const document = newDocument("win_back", "");
    const variant = variantOf(document);
    const found = lacks({ ...document, channels: ["sms"], trigger: { kind: "once", at: "2020-01-01T00:00:00Z" }, variants: [{ ...variant, offer: { kind: "coupon", coupon: "" }, texts: { en: { sms: { text: "{x" } } } }] }, NOW);
    expect(found.map(({ code }) => code)).toEqual(["name", "text", "flaw", "coupon", "past"]);
  });
});

describe("the audience", () => {
  it("goes down step by step to whom is written, and adds up", () => {
    const down = steps(audience);
    expect(down.map(({ key, left }) => [key, left])).toEqual([["segment", 412], ["excluded", 400], ["unreachable", 369], ["no_consent", 325], ["opted_out", 317], ["over_frequency", 308], ["secret", 307], ["restrained", 180], ["holdout", 162], ["contact", 162]]);
  });

  it("costs at most its budget, or else every message and every offer", () => {
    const document = newDocument("win_back", "x");
    expect(costMost(document, 162, 0.05, null)).toEqual({ yuan: 8.1, capped: false });
    const variant = variantOf(document);
    const giving = { ...document, variants: [{ ...variant, offer: { kind: "coupon" as const, coupon: "upgrade" } }] };
    expect(costMost(giving, 162, 0.05, null)).toBeNull();
    expect(costMost({ ...giving, stock: 100 }, 162, 0.05, 80)?.yuan).toBeCloseTo(8008.1);
    expect(costMost({ ...giving, budget: "500.00" }, 162, 0.05, 80)).toEqual({ yuan: 500, capped: true });
  });
});
