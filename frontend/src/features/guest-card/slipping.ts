import type { Stage } from "@/api/winningTypes";

/** Whether a guest of this stage is slipping away. */
export const slips = (stage: Stage): boolean => stage === "at_risk" || stage === "dormant" || stage === "lost";
