import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { changesOf, type Changes } from "./deskChanges";
import type { Arrivals, Departures, DeskTask, Exercise, ExerciseVerdict, HandNote, ShiftDay, SurpriseRule, TrainingExample, TrainingRow, Turn, Unchanged } from "./deskTypes";

/** The day at the desk, as several pages ask for it. `house` is the API path of the property. */

/** How often the board asks whether something came. */
const ASK_MS = 10_000;

/** The arrivals, and which of them are new or have changed while one looked. */
export interface Board extends Arrivals {
  changes: Changes;
}

/** Who comes on a day. It asks by itself, tells the server what it has, and keeps what did not change. */
export const arrivals = (house: string, day: string) => {
  const queryKey = [house, "desk", "arrivals", day] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ client }): Promise<Board> => {
      const before = client.getQueryData<Board>(queryKey);
      const answer = await api.get<Arrivals | Unchanged>(`${house}/desk/arrivals`, { day, since: before?.version });
      const now = Date.now();
      if (answer.unchanged) {
        if (before) return { ...before, as_of: answer.as_of, changes: changesOf(before.rows, before.rows, before.changes, now) };
        const whole = await api.get<Arrivals>(`${house}/desk/arrivals`, { day });
        return { ...whole, changes: {} };
      }
      return { ...answer, changes: before ? changesOf(before.rows, answer.rows, before.changes, now) : {} };
    },
    // The network of a hotel is known by asking it, not by what the browser believes of it.
    networkMode: "always",
    refetchInterval: ASK_MS,
    staleTime: 0,
  });
};

export const departures = (house: string, day: string) =>
  queryOptions({
    queryKey: [house, "desk", "departures", day],
    queryFn: () => api.get<Departures>(`${house}/desk/departures`, { day }),
    refetchInterval: 60_000,
  });

/** The shift that has the desk now, or the one asked for; which day it belongs to, the server knows. */
export const shiftDay = (house: string, shift: string | null) =>
  queryOptions({
    queryKey: [house, "desk", "shift", shift],
    queryFn: () => api.get<ShiftDay>(`${house}/desk/shift`, { shift }),
    refetchInterval: 30_000,
  });

export const settleTask = (house: string, id: string, state: "open" | "done" | "skipped") =>
  api.post<DeskTask>(`${house}/desk/tasks/${id}`, { state });

export const writeNote = (house: string, body: { text: string; guest?: string; shift?: string; day?: string }) =>
  api.post<HandNote>(`${house}/desk/notes`, body);
export const changeNote = (house: string, id: string, body: { settled?: boolean; text?: string }) =>
  api.patch<HandNote>(`${house}/desk/notes/${id}`, body);
export const handOver = (house: string, day: string, shift: string) => api.post<Turn>(`${house}/desk/hand-over`, { day, shift });
export const takeOver = (house: string, day: string, shift: string) => api.post<Turn>(`${house}/desk/take-over`, { day, shift });

export const surpriseRules = (house: string) =>
  queryOptions({
    queryKey: [house, "desk", "surprise-rules"],
    queryFn: async () => (await api.get<{ results: SurpriseRule[] }>(`${house}/desk/surprise-rules`)).results,
  });

export const training = (house: string, from: string, to: string) =>
  queryOptions({
    queryKey: [house, "training", from, to],
    queryFn: async () => (await api.get<{ rows: TrainingRow[] }>(`${house}/training`, { from, to })).rows,
  });

/** Of the last seven days, of one person or of all that may be seen. */
export const trainingExamples = (house: string, staff: string | null) =>
  queryOptions({
    queryKey: [house, "training", "examples", staff],
    queryFn: async () => (await api.get<{ results: TrainingExample[] }>(`${house}/training/examples`, { staff })).results,
  });

export const exercise = (house: string, n: number) => api.get<Exercise>(`${house}/training/exercise`, { n });
export const answerCase = (house: string, body: { case: string; choice: string }) => api.post<ExerciseVerdict>(`${house}/training/exercise`, body);
