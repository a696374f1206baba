import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { settleTask, type Board } from "@/api/desk";
import { boardWith, shiftWith } from "@/api/deskChanges";
import type { DeskTask, ShiftDay } from "@/api/deskTypes";
import { useProblemText } from "@/components/problems";
import { now } from "@/lib/clock";
import { usePropertyScope } from "@/session/scope";

interface Settling {
  task: DeskTask;
  state: "open" | "done" | "skipped";
}

export type Settle = (task: DeskTask, state: Settling["state"]) => void;

/** Ticks a task off, or takes that back: shown at once wherever it stands, put back where the server refuses. */
export function useSettle(): Settle {
  const { api: house, session } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const desk = { queryKey: [house, "desk"] };
  const put = (task: DeskTask) => {
    queries.setQueriesData<Board>({ queryKey: [house, "desk", "arrivals"] }, (board) => board && boardWith(board, task));
    queries.setQueriesData<ShiftDay>({ queryKey: [house, "desk", "shift"] }, (shift) => shift && shiftWith(shift, task));
  };
  const settle = useMutation({
    mutationFn: ({ task, state }: Settling) => settleTask(house, task.id, state),
    onMutate: async ({ task, state }) => {
      const open = state === "open";
      put({ ...task, state, settled_at: open ? null : now().toISOString(), settled_name: open ? "" : session.staff.name });
      // What was asked before this touch does not know of it yet.
      await queries.cancelQueries(desk);
    },
    onSuccess: (task) => {
      put(task);
      void queries.invalidateQueries({ queryKey: [house, "guest", task.guest] });
      void queries.invalidateQueries({ queryKey: [house, "desk", "shift"] });
    },
    onError: (problem, { task }) => {
      put(task);
      message.error(problemText(problem));
      void queries.invalidateQueries(desk);
    },
  });
  return (task, state) => settle.mutate({ task, state });
}
