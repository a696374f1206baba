import { queryOptions } from "@tanstack/react-query";
import { api, ApiProblem } from "./client";
import type { Advice, ChainProgramme, Checked, Coherence, DryRun, Generated, ProgrammeDocument, ProgrammeState, ProgrammeVersion, RawDocument, Sharing, Template } from "./programmeTypes";

/** A programme's pages: `house` is the API path of a property, `chain` of a chain. */

export const programme = (house: string) =>
  queryOptions({ queryKey: [house, "programme"], queryFn: () => api.get<ProgrammeState>(`${house}/programme`) });

export const versions = (house: string) =>
  queryOptions({ queryKey: [house, "programme", "versions"], queryFn: async () => (await api.get<{ results: ProgrammeVersion[] }>(`${house}/programme/versions`)).results });

export const oneVersion = (house: string, number: number) =>
  queryOptions({ queryKey: [house, "programme", "versions", number], queryFn: () => api.get<ProgrammeVersion & { programme: RawDocument }>(`${house}/programme/versions/${number}`), staleTime: Infinity });

export const templates = (house: string) =>
  queryOptions({ queryKey: [house, "programme", "templates"], queryFn: async () => (await api.get<{ results: Template[] }>(`${house}/programme/templates`)).results, staleTime: Infinity });

export const coherence = (house: string) =>
  queryOptions({ queryKey: [house, "programme", "coherence"], queryFn: () => api.get<Coherence>(`${house}/programme/coherence`) });

export const advice = (house: string, shares: Record<string, number>, months: number) =>
  queryOptions({ queryKey: [house, "programme", "advice", shares, months], queryFn: () => api.get<Advice>(`${house}/programme/tier-advice`, { ...shares, months }) });

export const check = (house: string, programme: ProgrammeDocument) => api.post<Checked>(`${house}/programme/check`, { programme });
export const saveDraft = (house: string, programme: ProgrammeDocument) => api.put<unknown>(`${house}/programme/draft`, { programme });
/** A draft that was never saved, or is gone already, is gone. */
export async function dropDraft(house: string): Promise<void> {
  try {
    await api.delete<unknown>(`${house}/programme/draft`);
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 404) throw problem;
  }
}

export const dryRun = (house: string, programme: ProgrammeDocument) => api.put<DryRun>(`${house}/programme?dry_run=true`, { programme });
export const publish = (house: string, body: { programme: ProgrammeDocument; note: string; effective_on?: string }) => api.put<ProgrammeState>(`${house}/programme`, body);
export const generate = (house: string, body: Record<string, unknown>) => api.post<Generated>(`${house}/programme/generate`, body);

export const chainProgramme = (chain: string) =>
  queryOptions({ queryKey: [chain, "programme"], queryFn: () => api.get<ChainProgramme>(`${chain}/programme`) });
export const sharing = (chain: string) => queryOptions({ queryKey: [chain, "sharing"], queryFn: () => api.get<Sharing>(`${chain}/sharing`) });
