/** The shapes of who slips away, why, and of what a message brought. As `propertyTypes.ts`, but for these. */
import type { Shape } from "./types";

export type Stage = "new" | "sticky" | "at_risk" | "dormant" | "lost";
export const STAGES: readonly Stage[] = ["new", "sticky", "at_risk", "dormant", "lost"];
/** What a segment is made of, as the API sends it; the segments' pages know its inside. */
export type AnyRule = Record<string, unknown>;

/* the board */
export type WinBack = Shape<"WinBackBoard">;
export type WinBackRow = Shape<"WinBackRow">;
export type WinBackGroup = WinBackRow["group"];
export type WinBackSummary = Shape<"WinBackSummary">;
export type WinBackWanted = Partial<Omit<Shape<"WinBackAct">, "act">> & Pick<Shape<"WinBackAct">, "act">;
export type WinBackDone = Shape<"WinBackDone">;
export type Norm = Shape<"WinBackNorm">;
export type Restraint = Shape<"WinBackRestraint">;

/* the reports */
export type LatencyReport = Shape<"LatencyReport">;
export type LatencyCohort = Shape<"LatencyCohort">;
export type LatencyStep = Shape<"LatencyStep">;
export type ChurnReport = Shape<"ChurnReport">;
export type ChurnFigures = Shape<"ChurnFigures">;
export type RfmReport = Shape<"RfmReport">;
export type RfmCell = Omit<Shape<"RfmCell">, "rule"> & { rule: AnyRule };
export type ValueReport = Shape<"ValueReport">;
export type ValueRow = Shape<"ValueRow">;
export type CampaignsReport = Shape<"CampaignsReport">;
export type Coach = Shape<"ChannelCoach">;
export type ContactPool = Shape<"ContactPool">;
export type Turn = Shape<"TurnOut">;

/* where one guest stands, on the card; and what is known beyond the stays */
export type CardLifecycle = Shape<"CardLifecycle">;
export type Profile = Shape<"ProfileOut">;
export type PreferenceWord = Shape<"PreferenceWord">;
export type Motive = Exclude<Profile["motive"], "">;
export const MOTIVES: readonly Motive[] = ["captive", "convenience", "quality", "price", "loyal"];
