import { useTranslation } from "react-i18next";
import type { Profit } from "@/api/profitTypes";
import { money, rate } from "@/lib/numbers";
import { unknownKinds } from "./reading";

interface LeftProps {
  profit: string | null | undefined;
  share?: number | null | undefined;
  unknown?: Profit["unknown"];
  /** false: a cost is not known, whichever. */
  complete?: boolean | undefined;
  ledger?: boolean;
  /** Visits in house of which the PMS has not told what the room brings. */
  waiting?: number | undefined;
}

/** What is left, with its share under it; marked where a cost in it is not known. */
export function Left({ profit, share, unknown = [], complete = true, ledger = false, waiting = 0 }: LeftProps) {
  const { t } = useTranslation("profit");
  if (profit === null || profit === undefined) return <span className="t3">–</span>;
  if (waiting > 0 && Number(profit) === 0) return <abbr className="t3" title={t("waitingIs", { n: waiting, count: waiting })}>{t("waitingOnly")}</abbr>;
  const kinds = unknownKinds(unknown);
  return (
    <span className="nowrap">
      <span className={Number(profit) < 0 ? "bad" : undefined}>{money(profit, ledger ? 2 : 0)}</span>
      {(kinds.length > 0 || !complete) && <abbr className="t3" title={kinds.length > 0 ? t("atMost", { what: kinds.map(({ what }) => t(`unknown.${what}`)).join(t("comma")) }) : t("atMostSome")}>{t("atMostSign")}</abbr>}
      {waiting > 0 && <abbr className="t3" title={t("waitingIs", { n: waiting, count: waiting })}>{t("waitingSign")}</abbr>}
      {share !== undefined && <span className="gap">{rate(share)}</span>}
    </span>
  );
}
