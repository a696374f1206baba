import { useTranslation } from "react-i18next";
import type { Profit as Left } from "@/api/guestDeskTypes";
import { money, rate } from "@/lib/numbers";

/** What of a guest's spend is left to the house; a cost that nobody has set is named and not guessed. */
export function Profit({ profit, currency }: { profit: Left; currency: string }) {
  const { t, i18n } = useTranslation("guest-desk");
  const { unknown } = profit;
  const costs = (["commission", "rooms", "goods", "given"] as const).filter((part) => Number(profit[part] ?? 0) !== 0);
  const shown = costs.map((part) => t("profit.part", { what: t(`profit.${part}`), amount: money(profit[part], 2, currency) })).join("\n");
  const kinds = [...new Set(unknown.map(({ what }) => what))];
  const names = unknown.map(({ what, of }) => (i18n.exists(`guest-desk:profit.unknown.${what}`) ? t(`profit.unknown.${what}`, { of }) : of)).join("\n");
  return (
    <>
      {Number(profit.revenue) === 0 && profit.waiting ? null : <span title={shown || undefined}>{money(profit.profit, 2, currency)}</span>}
      {profit.share !== null && <span className="t3"> {rate(profit.share)}</span>}
      {profit.waiting ? <span className="cap t3" style={{ display: "block" }}>{t("profit.waiting", { n: profit.waiting, count: profit.waiting })}</span> : null}
      {kinds.length > 0 && <span className="cap warn" style={{ display: "block" }} title={names}>{t("profit.without", { what: kinds.map((what) => t(`profit.kind.${what}`)).join(t("and")) })}</span>}
    </>
  );
}
