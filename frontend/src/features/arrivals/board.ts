import { isSettled, tasksOf } from "@/api/deskChanges";
import type { DeskArrival, DeskTask } from "@/api/deskTypes";
import type { Words } from "@/api/valueTypes";

/** What the board shows of its rows: who is expected, who is here, for whom a department has something to do. */

export interface DepartmentWork {
  code: string;
  name: Words;
  open: number;
  done: number;
}

/** The departments that have something to do, those with most left first. */
export function departmentsOf(rows: readonly DeskArrival[]): DepartmentWork[] {
  const found = new Map<string, DepartmentWork>();
  for (const task of rows.flatMap(tasksOf)) {
    const work = found.get(task.department) ?? { code: task.department, name: task.department_name, open: 0, done: 0 };
    if (isSettled(task)) work.done += 1;
    else work.open += 1;
    found.set(task.department, work);
  }
  return [...found.values()].toSorted((a, b) => b.open - a.open || b.done - a.done);
}

/** The rows a department has to do with, each with its own tasks only; all of them without a department. */
export function rowsFor(rows: readonly DeskArrival[], department: string | null): DeskArrival[] {
  if (!department) return [...rows];
  return rows
    .map((row) => ({ ...row, tasks: tasksOf(row).filter((task) => task.department === department) }))
    .filter(({ tasks }) => tasks.length > 0);
}

export const expected = (rows: readonly DeskArrival[]): DeskArrival[] => rows.filter(({ status }) => status === "booked");
export const here = (rows: readonly DeskArrival[]): DeskArrival[] => rows.filter(({ status }) => status === "in_house");

/** In pages of so many, none of them empty; one page where there is nothing. */
export function pagesOf<Row>(rows: readonly Row[], size: number): Row[][] {
  const pages: Row[][] = [];
  for (let at = 0; at < rows.length; at += Math.max(1, size)) pages.push(rows.slice(at, at + Math.max(1, size)));
  return pages.length > 0 ? pages : [[]];
}

/** How many rows of this height stand below a head, one at least. */
export const rowsThatFit = (height: number, head: number, row: number): number => Math.max(1, Math.floor((height - head) / row));

/** What goes onto paper for one department, in the order of its rooms' arrival. */
export interface Sheet {
  department: DepartmentWork | null;
  rows: DeskArrival[];
}

/** One sheet for the desk, or one for each department that has something to do. */
export function sheetsOf(rows: readonly DeskArrival[], what: "all" | "departments", chosen: string | null): Sheet[] {
  if (what === "all") return [{ department: null, rows: rowsFor(rows, chosen) }];
  return departmentsOf(rows)
    .filter(({ code }) => !chosen || code === chosen)
    .map((department) => ({ department, rows: rowsFor(rows, department.code) }));
}

/** What is left to do, for a list on paper: what is done has its box ticked there. */
export const ticked = (task: DeskTask): string => (task.state === "done" ? "☑" : task.state === "skipped" ? "☒" : "☐");
