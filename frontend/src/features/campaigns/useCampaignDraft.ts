import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { campaign as campaignQuery, keepCampaign } from "@/api/campaigns";
import type { Campaign, CampaignDocument } from "@/api/campaignTypes";
import { documentOf, keepable, sent } from "./document";

const PAUSE_MS = 900;
export type Saving = "clean" | "waiting" | "saving" | "saved" | "lacking" | "failed";

/** A campaign that saves itself a moment after the last change. `kept` counts the saves: what depends on it is asked anew. */
export function useCampaignDraft(house: string, campaign: Campaign) {
  const queries = useQueryClient();
  const [document, setDocument] = useState<CampaignDocument>(() => documentOf(campaign));
  const [saving, setSaving] = useState<Saving>("clean");
  const [problem, setProblem] = useState<unknown>(null);
  const [kept, setKept] = useState(0);
  const unsaved = useRef<CampaignDocument | null>(null);
  const running = useRef<Promise<boolean> | null>(null);

  const keep = useCallback(async (): Promise<boolean> => {
    await running.current;
    const next = unsaved.current;
    if (!next) return true;
    if (!keepable(next)) { setSaving("lacking"); return false; }
    unsaved.current = null;
    setSaving("saving");
    const work = keepCampaign(house, campaign.id, sent(next)).then(
      (answer) => {
        queries.setQueryData(campaignQuery(house, campaign.id).queryKey, answer);
        setProblem(null);
        setSaving(unsaved.current ? "waiting" : "saved");
        setKept((n) => n + 1);
        return true;
      },
      (refused: unknown) => {
        unsaved.current ??= next;
        setProblem(refused);
        setSaving("failed");
        return false;
      },
    );
    running.current = work;
    return work;
  }, [house, campaign.id, queries]);

  const set = useCallback((part: Partial<CampaignDocument>) => {
    setDocument((old) => {
      const next = { ...old, ...part };
      unsaved.current = next;
      return next;
    });
    setSaving("waiting");
  }, []);

  useEffect(() => {
    if (saving !== "waiting") return;
    const timer = setTimeout(() => void keep(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [document, saving, keep]);

  useEffect(() => () => void keep(), [keep]);
  return { document, set, keep, saving, problem, kept };
}
export type CampaignDraft = ReturnType<typeof useCampaignDraft>;
