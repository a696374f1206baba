/** The campaign's document while it is written: what a new one says, what may be sent, what still wants doing. Pure. */

import type { Audience, CampaignDocument, CampaignEvent, Kind, Offer, Tongue, Trigger, Variant, Way, WayTexts } from "@/api/campaignTypes";
import { TAKEN, TONGUES, WAYS } from "@/api/campaignTypes";
import { parse } from "@/components/saying/template";
import { starterTexts } from "./starters";

/** Kinds that something which happens to a guest sets off, and what that is. */
const EVENT_OF: Partial<Record<Kind, Partial<Extract<Trigger, { kind: "event" }>>>> = {
  birthday: { event: "birthday", days: 7 }, anniversary: { event: "anniversary" }, second_visit: { event: "days_after_visit", ordinal: 1, days: 14 }, near_tier: { event: "near_tier" },
  before_loss: { event: "before_loss", days: 30 }, points_ending: { event: "points_ending", days: 30 }, punch_card: { event: "punch_card" }, dormant: { event: "dormant" },
  review: { event: "review" }, coupon_ending: { event: "coupon_ending", days: 7 }, sign_up: { event: "sign_up" }, turn: { event: "visit", ordinal: 4 },
};

export const triggerOf = (event: CampaignEvent): Extract<Trigger, { kind: "event" }> => ({ kind: "event", event, ordinal: null, days: null, direction: null, ...NEEDS[event] });

/** What a sentence of an event says beside its name. */
export const NEEDS: Partial<Record<CampaignEvent, { ordinal?: number; days?: number; direction?: "early" | "late" }>> = {
  visit: { ordinal: 1 }, days_after_visit: { days: 14 }, deviation: { direction: "late" }, birthday: { days: 7 }, before_loss: { days: 30 }, points_ending: { days: 30 }, coupon_ending: { days: 7 }, anniversary: { days: 0 },
};

export const newVariant = (kind: Kind, code: "A" | "B" = "A", share = 1): Variant => ({ code, share, texts: starterTexts(kind), offer: null });

/** A new campaign of a kind: no offer, a tenth held out, what such a campaign usually says. */
export function newDocument(kind: Kind, name: string, segment: string | null = null): CampaignDocument {
  const event = EVENT_OF[kind];
  return {
    name, kind, audience: { segment, rule: null, exclude: [] },
    trigger: event?.event ? { ...triggerOf(event.event), ...event } : { kind: "once", at: null },
    channels: ["wecom", "sms"], purpose: "marketing", variants: [newVariant(kind)], pretext: null, holdout: 0.1, window_days: 30, budget: null, stock: null, expires_hours: 72, priority: null, ends_at: null,
  };
}

/** Only the document, of an answer that says more. */
export function documentOf(campaign: CampaignDocument): CampaignDocument {
  const { name, kind, audience, trigger, channels, purpose, variants, pretext, holdout, window_days, budget, stock, expires_hours, priority, ends_at } = campaign;
  return { name, kind, audience, trigger, channels, purpose, variants, pretext, holdout, window_days, budget, stock, expires_hours, priority, ends_at };
}

const sayable = (texts: WayTexts): WayTexts => ({
  ...(texts.wecom?.text.trim() && { wecom: texts.wecom }), ...(texts.sms?.text.trim() && { sms: texts.sms }),
  ...(texts.email?.subject.trim() && texts.email.body.trim() && { email: texts.email }),
});

/** As it is sent: texts that are empty are not sent at all. */
export const sent = (document: CampaignDocument): CampaignDocument => ({
  ...document, name: document.name.trim(),
  variants: document.variants.map((variant) => ({
    ...variant, texts: Object.fromEntries(TONGUES.map((tongue) => [tongue, sayable(variant.texts[tongue] ?? {})] as const).filter(([, texts]) => Object.keys(texts).length > 0)),
  })),
});

export const textOf = (variant: Variant, tongue: Tongue, way: Way): string => {
  const texts = variant.texts[tongue];
  return (way === "email" ? texts?.email?.body : texts?.[way]?.text) ?? "";
};

export interface Lack {
  section: "who" | "what" | "when" | "guard";
  code: "name" | "channel" | "text" | "flaw" | "coupon" | "past" | "shares";
  variant?: "A" | "B";
  way?: Way;
  tongue?: Tongue;
}

/** What still wants doing before the campaign can go out. */
export function lacks(document: CampaignDocument, now: string): Lack[] {
  const found: Lack[] = [];
  if (!document.name.trim()) found.push({ section: "who", code: "name" });
  if (document.channels.length === 0) found.push({ section: "what", code: "channel" });
  for (const variant of document.variants) {
    for (const way of WAYS.filter((one) => document.channels.includes(one))) {
      // Chinese is what everybody can be told in; English is used where there is some.
      if (!textOf(variant, "zh-CN", way).trim()) found.push({ section: "what", code: "text", variant: variant.code, way, tongue: "zh-CN" });
      for (const tongue of TONGUES) if (parse(textOf(variant, tongue, way)).flaw) found.push({ section: "what", code: "flaw", variant: variant.code, way, tongue });
    }
    if (variant.offer?.kind === "coupon" && !variant.offer.coupon) found.push({ section: "what", code: "coupon", variant: variant.code });
  }
  const { trigger } = document;
  if (trigger.kind === "once" && trigger.at !== null && trigger.at <= now) found.push({ section: "when", code: "past" });
  return found;
}

/** Where on the page a pointer of the server's findings leads. */
export function sectionOf(pointer: string): Lack["section"] {
  const part = pointer.split("/")[1] ?? "";
  if (["audience", "name", "kind"].includes(part)) return "who";
  if (["variants", "channels", "pretext"].includes(part)) return "what";
  return ["trigger", "ends_at"].includes(part) ? "when" : "guard";
}

/** Whether the server would take it as a draft at all: a name and one text. */
export const keepable = (document: CampaignDocument): boolean =>
  document.name.trim() !== "" && document.channels.length > 0 && sent(document).variants.every((variant) => Object.keys(variant.texts).length > 0 && (variant.offer?.kind !== "coupon" || variant.offer.coupon !== ""));

/** Whether the offer takes something off a price, so that restraint weighs it. */
export const isPriceOffer = (offer: Offer | null): boolean => offer?.kind === "coupon";

export interface Step {
  key: string;
  n: number;
  left: number;
  taken: boolean;
}

/** The audience as steps down: what each takes away, and how many are left after it. Adds up, or the server is wrong. */
export function steps(audience: Audience): Step[] {
  let left = audience.segment;
  const down = (key: string, n: number): Step => ({ key, n, left: (left -= n), taken: true });
  const restrained = audience.restrained.reduce((sum, { n }) => sum + n, 0);
  return [
    { key: "segment", n: audience.segment, left, taken: false },
    ...TAKEN.filter((key) => audience[key] > 0).map((key) => down(key, audience[key])),
    ...(restrained > 0 ? [down("restrained", restrained)] : []),
    ...(audience.holdout > 0 ? [down("holdout", audience.holdout)] : []),
    { key: "contact", n: audience.contact, left: audience.contact, taken: false },
  ];
}

/** The most a launch can cost, in yuan: what its budget allows, else every message and every offer used. */
export function costMost(document: CampaignDocument, contact: number, message: number, face: number | null): { yuan: number; capped: boolean } | null {
  if (document.budget !== null) return { yuan: Number(document.budget), capped: true };
  const given = document.variants.some(({ offer }) => offer !== null);
  if (given && face === null) return null;
  const most = document.stock === null ? contact : Math.min(contact, document.stock);
  return { yuan: contact * message + most * (given ? (face ?? 0) : 0), capped: false };
}
