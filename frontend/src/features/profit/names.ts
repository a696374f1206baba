import { useTranslation } from "react-i18next";
import type { ProfitBy, ProfitRow } from "@/api/profitTypes";
import { CHANNELS } from "@/api/types";

/** What a row is called: a channel in the reader's words, what has no name in ours. */
export function useNameOf(by: ProfitBy): (row: Pick<ProfitRow, "key" | "name">) => string {
  const { t } = useTranslation("profit");
  return (row) => {
    const channel = by === "channel" ? CHANNELS.find((known) => known === row.key) : undefined;
    return channel ? t(`channel.${channel}`, { ns: "common" }) : row.key === "-" ? t("beside") : row.name || row.key || t("unnamed");
  };
}
