/** What a balance says, read for a phone. Pure. */

export interface Ending {
  on: string;
  points: number;
}

/** The points that end first. */
export const soonest = (endings: readonly Ending[]): Ending | null => endings.toSorted((a, b) => a.on.localeCompare(b.on))[0] ?? null;

/** The property's own clock: the time comes with its offset, and is shown as it stands. */
export const momentOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)}`;
