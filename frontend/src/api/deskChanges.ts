import type { ArrivalCounts, DeskArrival, DeskTask, ShiftDay } from "./deskTypes";

/** What the board marks while one looks at it: rows that came, and rows that are no longer what they were. */

export type Change = "new" | "changed";
/** By stay: what happened, and until when it is marked (milliseconds since 1970). */
export type Changes = Record<string, { change: Change; until: number }>;

/** How long a row stays marked. */
export const MARKED_MS = 90_000;

/** What a reader would want to know of again. Who ticked a task off is no news to those who did. */
const shownOf = (row: DeskArrival): string =>
  JSON.stringify([
    row.status, row.check_in, row.check_out, row.room_no, row.room_type, row.source, row.requests, row.guest.name, row.tier?.code ?? null, row.description,
    row.tasks.filter(({ state }) => state !== "withdrawn").map(({ id, says }) => [id, says.zh]), row.complaints.map(({ id }) => id),
  ]);

export function changesOf(before: readonly DeskArrival[], after: readonly DeskArrival[], marked: Changes, now: number): Changes {
  const known = new Map(before.map((row) => [row.stay_id, row]));
  const changes: Changes = {};
  for (const row of after) {
    const was = known.get(row.stay_id);
    const earlier = marked[row.stay_id];
    if (!was) changes[row.stay_id] = { change: "new", until: now + MARKED_MS };
    else if (was !== row && shownOf(was) !== shownOf(row)) changes[row.stay_id] = { change: earlier?.change === "new" ? "new" : "changed", until: now + MARKED_MS };
    else if (earlier && earlier.until > now) changes[row.stay_id] = earlier;
  }
  return changes;
}

export const isSettled = ({ state }: Pick<DeskTask, "state">): boolean => state === "done" || state === "skipped";

/** What is to be done for a guest; what was withdrawn is not. */
export const tasksOf = (row: DeskArrival): DeskTask[] => row.tasks.filter(({ state }) => state !== "withdrawn");

/** The counts with the rows as they are now, so that a touch is counted at once. */
export function countsWith(counts: ArrivalCounts, rows: readonly DeskArrival[]): ArrivalCounts {
  const wanted = rows.map(tasksOf).filter((tasks) => tasks.length > 0);
  return { ...counts, to_prepare: wanted.length, prepared: wanted.filter((tasks) => tasks.every(isSettled)).length };
}

const put = (tasks: readonly DeskTask[], task: DeskTask): DeskTask[] => tasks.map((one) => (one.id === task.id ? task : one));

/** A board with one task as it is now; rows that do not have it are the rows they were. */
export const boardWith = <Board extends { rows: DeskArrival[] }>(board: Board, task: DeskTask): Board => ({
  ...board, rows: board.rows.map((row) => (row.tasks.some(({ id }) => id === task.id) ? { ...row, tasks: put(row.tasks, task) } : row)),
});

/** The same of a shift. */
export const shiftWith = <Shift extends Pick<ShiftDay, "tasks">>(shift: Shift, task: DeskTask): Shift => ({ ...shift, tasks: { ...shift.tasks, open: put(shift.tasks.open, task) } });

/** `07:00–15:00`; the server says the seconds as well. */
export const spanOf = ({ starts, ends }: { starts: string; ends: string }): string => `${starts.slice(0, 5)}–${ends.slice(0, 5)}`;
