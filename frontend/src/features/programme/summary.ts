import { useTranslation } from "react-i18next";
import type { ProgrammeDocument } from "@/api/programmeTypes";
import { count, money } from "@/lib/numbers";
import type { Section } from "./changes";
import { useName } from "./useName";

/** One line that says what a section holds. */
export function useSummary(document: ProgrammeDocument, section: Section): string {
  const { t } = useTranslation("programme");
  const nameOf = useName();
  const { tiers, benefits, points, wallet, coupons, punch_cards, rewards, games, two_persons } = document;
  switch (section) {
    case "about": return t("summary.about");
    case "tiers": return t("summary.tiers", { count: tiers.levels.length, n: tiers.levels.length, names: tiers.levels.map(nameOf).join(t("to")) });
    case "benefits": return benefits.length ? t("summary.benefits", { count: benefits.length, n: benefits.length }) : t("summary.none");
    case "points": return points.enabled ? t("summary.points", { count: points.earn.length, n: points.earn.length }) : t("summary.off");
    case "wallet": return wallet.enabled ? wallet.offers.map(({ pay, gift }) => t("summary.offer", { pay: money(pay), gift: money(gift) })).join(t("and")) || t("summary.on") : t("summary.off");
    case "coupons": return coupons.length ? t("summary.coupons", { count: coupons.length, n: coupons.length }) : t("summary.none");
    case "punch_cards": return punch_cards.length ? punch_cards.map(nameOf).join(t("and")) : t("summary.none");
    case "rewards": return rewards.length + games.length ? t("summary.rewards", { n: rewards.length, games: games.length }) : t("summary.none");
    case "two_persons": return t("summary.two", { points: count(two_persons.points), money: money(two_persons.money) });
  }
}
