import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";
import { previewSegment } from "@/api/segments";
import { useSettled } from "@/lib/settled";
import { placeOf, ruleOf, unfilled, type DraftGroup } from "./rule";

const PAUSE_MS = 350;

/** The rule as it stands, a moment after the last touch, with how many it holds for and what is wrong with it. */
export function useLive(house: string, draft: DraftGroup) {
  const { i18n } = useTranslation();
  const settled = useSettled(draft, PAUSE_MS);
  const { rule, places } = useMemo(() => ruleOf(settled), [settled]);
  const found = useQuery({
    queryKey: [house, "segments", "preview", rule], queryFn: () => previewSegment(house, rule), enabled: rule !== null,
    placeholderData: keepPreviousData, gcTime: 60_000, retry: false,
  });
  const english = i18n.language === "en";
  const flaws = useMemo(() => {
    const told = new Map<string, string>();
    for (const finding of found.data?.findings ?? []) told.set(placeOf(finding.pointer, places) ?? draft.id, english ? finding.en : finding.zh);
    // A refusal whose pointers lead into what was sent: /rule/of/0/value.
    const problem = found.error instanceof ApiProblem ? found.error : null;
    for (const error of problem?.errors ?? []) told.set(placeOf((error.pointer ?? "").replace(/^\/rule/, ""), places) ?? draft.id, error.detail ?? "");
    return told;
  }, [found.data, found.error, places, english, draft.id]);
  return { rule, open: unfilled(draft), flaws, data: rule ? found.data : undefined, error: flaws.size > 0 ? null : found.error, counting: settled !== draft || found.isFetching, empty: rule === null };
}
export type Live = ReturnType<typeof useLive>;
