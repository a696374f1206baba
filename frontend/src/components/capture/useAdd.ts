import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "@/api/client";
import { addInteraction } from "@/api/guestDesk";
import type { Interaction, InteractionWanted } from "@/api/guestDeskTypes";
import { Intent, isOpen } from "@/lib/intent";
import { usePropertyScope } from "@/session/scope";

/** Puts down what passed with a guest; sent again because no answer came, it stands there once. */
export function useAdd() {
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const [intent] = useState(() => new Intent());
  return useMutation<Interaction, Error, { guest: string; wanted: InteractionWanted }>({
    mutationFn: ({ guest, wanted }) => addInteraction(house, guest, wanted, intent.keyFor(`${guest} ${JSON.stringify(wanted)}`)),
    onSuccess: () => {
      intent.answered();
      void queries.invalidateQueries({ queryKey: [house] });
    },
    onError: (problem) => {
      if (!(problem instanceof ApiProblem && isOpen(problem.status))) intent.answered();
    },
  });
}
