import { queryOptions } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { ImportField, ImportJob, ImportKind, ImportState } from "@/api/propertyTypes";

export const isRunning = (state: ImportState | undefined): boolean => state === "queued" || state === "running";

/** One import, asked again every second while it runs: a reload goes on where it was. */
export const jobQuery = (house: string, id: string) =>
  queryOptions({
    queryKey: [house, "imports", id],
    queryFn: () => api.get<ImportJob>(`${house}/imports/${id}`),
    refetchInterval: ({ state: { data } }) => (isRunning(data?.state) ? 1000 : false),
  });

export const fieldsQuery = (house: string, kind: ImportKind) =>
  queryOptions({
    queryKey: [house, "import-fields", kind],
    queryFn: async () => (await api.get<{ results: ImportField[] }>(`${house}/imports/fields`, { kind })).results,
    staleTime: Infinity,
  });
