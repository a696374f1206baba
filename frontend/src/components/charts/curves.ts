export interface Curve {
  name: string;
  /** [day, share that came by then], by day. */
  points: readonly (readonly [number, number])[];
  /** A variable of tokens.css. */
  colour: string;
  quiet?: boolean;
}

/** Who of a curve has come by a day: that of the last step before it. */
export const cameBy = (points: Curve["points"], day: number): number => points.findLast(([at]) => at <= day)?.[1] ?? 0;
