import { useTranslation } from "react-i18next";
import type { Audience, CampaignState } from "@/api/campaignTypes";
import { money } from "@/lib/numbers";

const TONES: Record<CampaignState, string> = { draft: "tag", waiting: "tag warn", approved: "tag acc", running: "tag acc", paused: "tag warn", stopped: "tag", finished: "tag" };

export function StateTag({ state }: { state: CampaignState }) {
  const { t } = useTranslation("campaigns");
  return <span className={TONES[state]}>{t(`state.${state}`)}</span>;
}

/** What restraint kept in the till. */
export function Restraint({ audience }: { audience: Audience | null }) {
  const saved = Number(audience?.saved ?? 0);
  return saved > 0 ? <span className="good">{money(saved)}</span> : <span className="t3">–</span>;
}
