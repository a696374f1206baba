import type { SearchAnswer } from "@/api/types";

type Found = Pick<SearchAnswer["guests"][number], "in_house" | "room_no">;

/** Whoever lives in the room that was typed stands first: its number may end somebody's phone as well. */
export function roomFirst<Row extends Found>(rows: readonly Row[], typed: string): Row[] {
  const room = typed.toLowerCase();
  const lives = (row: Row) => row.in_house && row.room_no.toLowerCase() === room;
  return [...rows.filter(lives), ...rows.filter((row) => !lives(row))];
}
