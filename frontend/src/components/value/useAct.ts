import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ApiProblem } from "@/api/client";
import { Intent, isOpen } from "@/lib/intent";
import { usePropertyScope } from "@/session/scope";

const TRIES = 2;
const WAIT_MS = 800;

interface Wanted {
  /** Below the property, such as `/guests/12/points/redeem`. */
  path: string;
  body: unknown;
}

/**
 * One act that moves value. Where no answer came it is sent again by itself, twice, and by hand as often as one
 * likes: all under the key of the act, so that it is done once.
 */
export function useAct<Answer>(done?: (answer: Answer) => void) {
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const [intent] = useState(() => new Intent());
  const act = useMutation({
    mutationFn: ({ path, body }: Wanted) => api.once<Answer>(house + path, body, intent.keyFor(`${path} ${JSON.stringify(body)}`)),
    retry: (tries, problem) => problem instanceof ApiProblem && isOpen(problem.status) && tries < TRIES,
    retryDelay: WAIT_MS,
    onSuccess: (answer) => {
      intent.answered();
      // Not waited for: what was done is shown at once, the pages behind it follow.
      void queries.invalidateQueries({ queryKey: [house] });
      done?.(answer);
    },
    onError: (problem) => {
      if (!(problem instanceof ApiProblem && isOpen(problem.status))) intent.answered();
    },
  });
  return act;
}
