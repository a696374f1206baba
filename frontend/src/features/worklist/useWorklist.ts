import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useMemo, useState } from "react";
import { api } from "@/api/client";
import { tasks as tasksQuery } from "@/api/property";
import type { Confirmed, Task, TaskPage, TaskState, Work } from "@/api/propertyTypes";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import { bodyOf, countsWithout, draftOf, inOrder, type Edit } from "./editing";

/** The list as it is being worked through: who is next, what was changed, what was just done and can be taken back. */
export function useWorklist(state: TaskState, assignee: string | null) {
  const { api: house } = usePropertyScope();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const query = useQuery(tasksQuery(house, state, assignee));
  const [edits, setEdits] = useState<Record<string, Edit>>({});
  const [told, setTold] = useState<Record<string, Work[]>>({});
  const [skipped, setSkipped] = useState<string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<Task | null>(null);
  const [undoing, setUndoing] = useState(false);

  const results = query.data?.results;
  const list = useMemo(() => inOrder(results ?? [], skipped, gone), [results, skipped, gone]);
  const current = list.find(({ id }) => id === chosen) ?? list[0];
  const following = list.filter(({ id }) => id !== current?.id);

  const refresh = useCallback(() => {
    void queries.invalidateQueries({ queryKey: [house, "tasks"] });
    void queries.invalidateQueries({ queryKey: [house, "guest"] });
  }, [queries, house]);

  const leave = (id: string, is: boolean) =>
    setGone((before) => {
      const after = new Set(before);
      if (is) after.add(id);
      else after.delete(id);
      return after;
    });

  const confirm = async (task: Task) => {
    const draft = draftOf(task, edits[task.id]);
    if (draft.missing.length > 0 || gone.has(task.id)) return;
    // The next one moves up at once: what was done can be undone, and what is refused comes back.
    leave(task.id, true);
    if (chosen === task.id) setChosen(null);
    try {
      const done = await api.post<Confirmed>(`${house}/remark-tasks/${task.id}/confirm`, bodyOf(task, draft));
      if (!done.complete) {
        setTold((before) => ({ ...before, [task.id]: done.missing }));
        setChosen(task.id);
        leave(task.id, false);
        return;
      }
      setLast(done.task);
      queries.setQueryData<TaskPage>(tasksQuery(house, state, assignee).queryKey, (before) =>
        before && { ...before, counts: countsWithout(before.counts, task), results: before.results.filter(({ id }) => id !== task.id) });
      refresh();
    } catch (problem) {
      leave(task.id, false);
      setChosen(task.id);
      message.error(problemText(problem));
    }
  };

  const undo = async (task: Task) => {
    setUndoing(true);
    try {
      await api.delete(`${house}/remark-tasks/${task.id}/confirm`);
      setLast(null);
      leave(task.id, false);
      setChosen(task.id);
      refresh();
    } catch (problem) {
      message.error(problemText(problem));
    } finally {
      setUndoing(false);
    }
  };

  const assign = async (task: Task, clerk: string | null) => {
    try {
      await api.patch(`${house}/remark-tasks/${task.id}`, { assignee: clerk });
      refresh();
    } catch (problem) {
      message.error(problemText(problem));
    }
  };

  return {
    query, current, following, last, undoing, told,
    draft: (task: Task) => draftOf(task, edits[task.id]),
    edit: (task: Task, change: Edit) => {
      setEdits((before) => ({ ...before, [task.id]: { ...before[task.id], ...change } }));
      setTold((before) => ({ ...before, [task.id]: [] }));
    },
    choose: (task: Task) => setChosen(task.id),
    skip: (task: Task) => {
      setSkipped((before) => [...before.filter((id) => id !== task.id), task.id]);
      setChosen(null);
    },
    confirm: (task: Task) => void confirm(task),
    undo: (task: Task) => void undo(task),
    assign: (task: Task, clerk: string | null) => void assign(task, clerk),
  };
}

export type Worklist = ReturnType<typeof useWorklist>;
