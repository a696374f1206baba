import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeInteraction } from "@/api/guestDesk";
import type { Interaction, InteractionChange } from "@/api/guestDeskTypes";
import { usePropertyScope } from "@/session/scope";

/** Says who sees to it, until when, and what came of it; every page of the house that shows it follows. */
export function useChange(guest: string, interaction: string, changed?: (one: Interaction) => void) {
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: InteractionChange) => changeInteraction(house, guest, interaction, change),
    onSuccess: (fresh) => {
      changed?.(fresh);
      void queries.invalidateQueries({ queryKey: [house] });
    },
  });
}
