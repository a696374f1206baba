/** What a balance says, read for a phone. Pure. */

import { daysBetween } from "@/lib/dates";

export interface Ending {
  on: string;
  points: number;
}

/** The points that end first. */
export const soonest = (endings: readonly Ending[]): Ending | null => endings.toSorted((a, b) => a.on.localeCompare(b.on))[0] ?? null;

const SOON_DAYS = 90;

/** Whether points end so soon that they should be seen. */
export const endsSoon = (ending: Ending, asOf: string): boolean => daysBetween(asOf.slice(0, 10), ending.on) <= SOON_DAYS;

/** The property's own clock: the time comes with its offset, and is shown as it stands. */
export const momentOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)}`;
