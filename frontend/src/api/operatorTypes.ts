/** What the platform's own people see. */
import type { Role, Shape } from "./types";

export type ChainRow = Shape<"OperatorChain">;
export type ChainStaff = Omit<Shape<"OperatorStaff">, "role"> & { role: Role };
export type ChainWhole = Omit<Shape<"OperatorChainWhole">, "staff"> & { staff: ChainStaff[] };
export type ChainHouse = Shape<"OperatorProperty">;
export type ChainKey = Shape<"OperatorKey">;
export type Used = Shape<"OperatorUsed">;
export type HealthTold = Shape<"HealthOut">;
export type QueueTold = Shape<"HealthQueue">;
export type FiguresTold = Shape<"FiguresOut">;
export type ImpersonationRow = Shape<"ImpersonationOut">;
export type Level = ChainRow["level"];
export const LEVELS = ["full", "grace", "read_only", "closed"] as const satisfies readonly Level[];
