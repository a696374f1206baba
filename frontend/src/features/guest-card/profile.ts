import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { GuestNotes, KnownPreference, Proposal } from "@/api/guestDeskTypes";
import type { Profile } from "@/api/winningTypes";

/** What is known of a guest beyond the stays. */
export type DeskProfile = Omit<Profile, "preferences" | "proposals" | "notes"> & {
  preferences: KnownPreference[];
  proposals?: Proposal[];
  /** In words: habits, requests, problems. */
  notes?: GuestNotes;
};

export const profile = (house: string, guest: string) =>
  queryOptions({ queryKey: [house, "guest", guest, "profile"], queryFn: () => api.get<DeskProfile>(`${house}/guests/${guest}/profile`) });
