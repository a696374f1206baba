import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { firstRunQuery } from "@/api/business";
import type { FirstRun, StepCode } from "@/api/businessTypes";
import { api } from "@/api/client";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";

interface Change {
  skip?: StepCode[];
  unskip?: StepCode[];
  report_seen?: true;
  hidden?: boolean;
}

/** Keeps on the server how far the first run is. */
export function useFirstRunChange() {
  const { chain } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (change: Change) => api.patch<FirstRun>(`/chains/${chain.slug}/first-run`, change),
    onSuccess: (run) => queries.setQueryData(firstRunQuery(chain.slug).queryKey, run),
    onError: (problem) => message.error(problemText(problem)),
  });
}
