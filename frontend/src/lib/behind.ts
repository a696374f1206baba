import type { Channel } from "@/api/types";
import type { Days } from "./dates";

interface VisitsBehind extends Partial<Days> {
  channel?: Channel;
  ordinal_min?: number;
  ordinal_max?: number;
  remark?: "complete" | "missing" | "on_time" | "late";
  assignee?: string;
}

/** The page with the visits a number counts. */
export function visitsBehind(property: string, which: VisitsBehind): string {
  const query = new URLSearchParams(Object.entries(which).map(([key, value]) => [key, String(value)]));
  return `/p/${property}/visits?${query.toString()}`;
}

/** The page with the guests a number counts. */
export function guestsBehind(property: string, which: { visits_min?: number; visits_max?: number }): string {
  const query = new URLSearchParams(Object.entries(which).map(([key, value]) => [key, String(value)]));
  return `/p/${property}/guests?${query.toString()}`;
}
