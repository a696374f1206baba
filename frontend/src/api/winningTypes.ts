/** The shapes of who slips away, why, and of what a message brought. As `propertyTypes.ts`, but for these. */
import type { components } from "./winningSchema";

type Shapes = components["schemas"];

export type Stage = "new" | "sticky" | "at_risk" | "dormant" | "lost";
export const STAGES: readonly Stage[] = ["new", "sticky", "at_risk", "dormant", "lost"];
/** What a segment is made of, as the API sends it; the segments' pages know its inside. */
export type AnyRule = Record<string, unknown>;

/* the board */
export type WinBack = Shapes["WinBackBoard"];
export type WinBackRow = Shapes["WinBackRow"];
export type WinBackGroup = WinBackRow["group"];
export type WinBackSummary = Shapes["WinBackSummary"];
export type WinBackWanted = Partial<Omit<Shapes["WinBackAct"], "act">> & Pick<Shapes["WinBackAct"], "act">;
export type WinBackDone = Shapes["WinBackDone"];
export type Norm = Shapes["WinBackNorm"];
export type Restraint = Shapes["WinBackRestraint"];

/* the reports */
export type LatencyReport = Shapes["LatencyReport"];
export type LatencyCohort = Shapes["LatencyCohort"];
export type LatencyStep = Shapes["LatencyStep"];
export type ChurnReport = Shapes["ChurnReport"];
export type ChurnFigures = Shapes["ChurnFigures"];
export type RfmReport = Shapes["RfmReport"];
export type RfmCell = Omit<Shapes["RfmCell"], "rule"> & { rule: AnyRule };
export type ValueReport = Shapes["ValueReport"];
export type ValueRow = Shapes["ValueRow"];
export type CampaignsReport = Shapes["CampaignsReport"];
export type Coach = Shapes["ChannelCoach"];
export type ContactPool = Shapes["ContactPool"];
export type Turn = Shapes["TurnOut"];

/* where one guest stands, on the card */
interface CardWords { zh: string; en: string }
export interface CardLifecycle {
  stage: Stage;
  stage_since: string;
  deviation: "unknown" | "early" | "on_pattern" | "late";
  says: CardWords;
  away_days: number;
  norm: { lower: number; median: number; upper: number; from: string; from_says: CardWords; pooled: boolean; fallback_says: CardWords | null } | null;
  due_on: string | null;
  rfm: { r: number; f: number; m: number; group: string; group_says: CardWords };
  value_tier: string;
  value_tier_says: CardWords;
  value: { spent: string; expected_visits_12m: number | null; future: string | null; alive: number | null };
  motive: { suggested: string; set: string };
  price_sensitive: "yes" | "no" | "unknown";
  as_of: string;
}
export const MOTIVES = ["captive", "convenience", "quality", "price", "loyal"] as const;
export type Motive = (typeof MOTIVES)[number];

/* what is known of a guest beyond the stays */
export interface Preference { code: string; zh: string; en: string; value: string; noted_at: string; by_name: string }
export interface Profile {
  motive: Motive | "";
  motive_suggested: Motive | "";
  preferences: Preference[];
  offered: { code: string; zh: string; en: string }[];
}
