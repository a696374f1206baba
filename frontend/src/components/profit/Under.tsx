import { useTranslation } from "react-i18next";
import type { Unknown } from "@/api/profitTypes";
import { Left } from "./Left";

interface UnderProps {
  /** Absent for who may not see it. */
  profit: string | null | undefined;
  unknown?: readonly Unknown[] | undefined;
  complete?: boolean | undefined;
  /** What is said after it. */
  children?: React.ReactNode;
}

/** What is left of a revenue, on a small line of its own under it; nothing for who may not see it. */
export function Under({ profit, unknown = [], complete, children }: UnderProps) {
  const { t } = useTranslation("profit");
  if (profit === null || profit === undefined) return null;
  return <span className="gap">{t("profit")} <Left profit={profit} unknown={[...unknown]} complete={complete} />{children}</span>;
}
