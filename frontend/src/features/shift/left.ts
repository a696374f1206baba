import { isSettled } from "@/api/deskChanges";
import type { DeskTask, ShiftDay } from "@/api/deskTypes";

/** What is still open in a shift, by kind, in the order one would settle it. */
export const LEFT = ["complaints", "remarks", "tasks", "notes"] as const;
export type Left = Record<(typeof LEFT)[number], number>;

export function leftOf(data: Pick<ShiftDay, "tasks" | "complaints" | "departures" | "notes">): Left {
  return {
    complaints: data.complaints.length,
    remarks: data.departures.remarks_open,
    tasks: data.tasks.open.filter((task) => !isSettled(task)).length,
    notes: data.notes.filter(({ settled_at }) => !settled_at).length,
  };
}

export const sumOf = (left: Partial<Left>): number => LEFT.reduce((all, kind) => all + (left[kind] ?? 0), 0);

/** The tasks as the shift works through them: what was ticked off here stays in its place until one leaves the page. */
export function listed(open: readonly DeskTask[], here: readonly DeskTask[]): DeskTask[] {
  const known = new Set(open.map(({ id }) => id));
  return [...open, ...here.filter(({ id }) => !known.has(id))].toSorted((a, b) => a.room_no.localeCompare(b.room_no) || Number(a.id) - Number(b.id));
}

/** By department, those with most to do first. */
export function byDepartment(tasks: readonly DeskTask[]): [string, DeskTask[]][] {
  const groups = new Map<string, DeskTask[]>();
  for (const task of tasks) groups.set(task.department, [...(groups.get(task.department) ?? []), task]);
  return [...groups].toSorted(([, a], [, b]) => b.length - a.length);
}

/** Open notes first, the newest on top; then those ticked off. */
export const inOrder = <Note extends { settled_at: string | null; made_at: string }>(notes: readonly Note[]): Note[] =>
  notes.toSorted((a, b) => Number(a.settled_at !== null) - Number(b.settled_at !== null) || b.made_at.localeCompare(a.made_at));
