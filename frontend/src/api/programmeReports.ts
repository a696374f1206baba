import { queryOptions } from "@tanstack/react-query";
import type { Days } from "@/lib/dates";
import { api } from "./client";
import type { Shape } from "./types";

/** What a programme owes, gives and costs; of a chain or of one property. */
export interface ProgrammeReports {
  liability: Shape<"LiabilityOut">;
  redemption: Shape<"RedemptionOut">;
  benefits: Shape<"BenefitsReport">;
  tiers: Shape<"TiersReport">;
  wallet: Shape<"WalletReport">;
  coupons: Shape<"CouponsReport">;
}
export type ProgrammeReportName = keyof ProgrammeReports;
export type Settlement = Shape<"SettlementOut">;

export const programmeReport = <Name extends ProgrammeReportName>(scope: string, name: Name, { from, to }: Days) =>
  queryOptions({
    queryKey: ["reports", scope, name, from, to],
    queryFn: () => api.get<ProgrammeReports[Name]>(`${scope}/reports/${name}`, { from, to }),
  });

export const settlement = (chain: string, month: string) =>
  queryOptions({ queryKey: ["reports", chain, "settlement", month], queryFn: () => api.get<Settlement>(`${chain}/reports/settlement`, { month }) });
