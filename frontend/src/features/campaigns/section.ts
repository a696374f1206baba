import type { CampaignDocument } from "@/api/campaignTypes";

/** What every section of the editor works on. */
export interface SectionProps {
  document: CampaignDocument;
  set: (part: Partial<CampaignDocument>) => void;
}
