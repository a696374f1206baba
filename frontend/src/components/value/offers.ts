import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pointsOf, rewards as rewardsQuery } from "@/api/value";
import type { MemberCard, Sum, Terms } from "@/api/valueTypes";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { price, useSaying } from "./words";

/** Something a guest can have for points. */
export interface Offer {
  id: string;
  way: "reward" | "nine" | "tier";
  code: string;
  name: string;
  points: number;
  /** To pay on top, where it costs money too. */
  money: Sum | null;
  about: string;
  /** It is a ticket of a game, drawn at once. */
  draw?: boolean;
  /** Why not now. */
  not: string | null;
}

/** The catalogue, the offers for few points and the tiers that points buy, each with why it cannot be had now. */
export function useOffers(card: MemberCard, terms: Terms, balance: number) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const catalogue = useQuery(rewardsQuery(house));
  const nineOffers = terms.points?.nine_offers ?? [];
  const progress = useQuery({ ...pointsOf(house, card.id), enabled: nineOffers.length > 0 });
  const { levels } = terms.tiers;
  const rank = (code: string | null | undefined) => levels.findIndex((tier) => tier.code === code);
  const now = rank(card.tier?.code);
  const lacking = (points: number) => (points > balance ? t("reward.lacking", { n: count(points - balance), count: points - balance }) : null);
  const rewards = (catalogue.data ?? []).map((one): Offer => {
    const from = levels.find((tier) => tier.code === one.from_tier);
    const not = one.left === 0 ? t("reward.gone") : from && now < rank(from.code) ? t("reward.fromTier", { tier: nameOf(from) }) : lacking(one.points);
    const about = [t("reward.worth", { money: price(one.price) }), one.left !== null && t("reward.left", { n: count(one.left), count: one.left })].filter(Boolean).join(" · ");
    return { id: `reward:${one.code}`, way: "reward", code: one.code, name: nameOf(one), points: one.points, money: Number(one.money.amount) > 0 ? one.money : null, about, not, draw: one.kind === "draw" };
  });
  const nine = nineOffers.map((one): Offer => {
    const points = one.points ?? 9;
    const made = progress.data?.offers.find(({ code }) => code === one.code);
    const not = made && !made.met ? t("nine.unmet", { have: count(made.have), need: count(made.need) }) : lacking(points);
    return { id: `nine:${one.code}`, way: "nine", code: one.code, name: nameOf(one), points, money: null, about: t(`nine.${one.condition.measure}`, { n: count(one.condition.at_least), months: one.condition.months }), not };
  });
  const tiers = levels.flatMap((tier, index): Offer[] =>
    tier.points_price && index > now ? [{ id: `tier:${tier.code}`, way: "tier", code: tier.code, name: nameOf(tier), points: tier.points_price, money: null, about: t("tierWay.about"), not: lacking(tier.points_price) }] : [],
  );
  // What can be had now comes first, in the order of the programme.
  const offers = [...rewards, ...nine, ...tiers].sort((a, b) => Number(a.not !== null) - Number(b.not !== null));
  return { offers, catalogue };
}
