import type { Shift } from "@/api/propertyTypes";

export const USUAL: readonly Shift[] = [
  { name: "早班", starts: "07:00", ends: "15:00", holder: null }, { name: "中班", starts: "15:00", ends: "23:00", holder: null }, { name: "夜班", starts: "23:00", ends: "07:00", holder: null },
];

const DAY = 24 * 60;
const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const isTime = (time: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);

/** Minutes of the day that no shift covers: check-ins then go to nobody. One that ends when it starts runs all day. */
export function uncovered(shifts: readonly Shift[]): number {
  const covered = new Set<number>();
  for (const { starts, ends } of shifts) {
    if (!isTime(starts) || !isTime(ends)) continue;
    const from = minute(starts);
    const length = (minute(ends) - from + DAY) % DAY || DAY;
    for (let at = 0; at < length; at += 1) covered.add((from + at) % DAY);
  }
  return DAY - covered.size;
}

/** What keeps the shifts from being saved. */
export function wrongIn(shifts: readonly Shift[]): "name" | "twice" | "time" | null {
  const names = shifts.map(({ name }) => name.trim());
  if (names.some((name) => !name)) return "name";
  if (new Set(names).size < names.length) return "twice";
  return shifts.every(({ starts, ends }) => isTime(starts) && isTime(ends)) ? null : "time";
}
