import type { Coach } from "@/api/winningTypes";

/** The rule in its order: nobody eases off OTA before private traffic exceeds it (C15). */
export const STEPS = ["alarm", "grow", "ease"] as const;
export type Step = (typeof STEPS)[number];

/** The step a mix stands on; null where there was no visit. */
export function stepOf({ alarm, advice, parts }: Pick<Coach, "alarm" | "advice" | "parts">): Step | null {
  if (advice.code === "nothing") return null;
  if (alarm) return "alarm";
  const shareOf = (channel: string) => parts.find((part) => part.channel === channel)?.share ?? 0;
  return shareOf("member") > shareOf("ota") ? "ease" : "grow";
}

/** A part's target in per cent, as its gap was taken from it. */
export const targetOf = ({ share, gap_pp: gap, target }: Coach["parts"][number]): number =>
  share !== null && gap !== null ? Math.round((share * 100 - gap) * 10) / 10 : target <= 1 ? Math.round(target * 100) : target;
