import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api as http } from "@/api/client";
import { campaign as campaignQuery } from "@/api/campaigns";
import type { Campaign, CampaignAct } from "@/api/campaignTypes";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";

export interface Doing {
  act: CampaignAct;
  /** Of an approval: false gives it back. */
  agree?: boolean;
}

/** Posts an act of the campaign; every page that shows it hears of it. */
export function useActs(campaign: Campaign) {
  const { t } = useTranslation("campaigns");
  const { api } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: ({ act, agree = true }: Doing) => http.post<Campaign>(`${api}/campaigns/${campaign.id}/${act}`, act === "approve" ? { agree, version: campaign.version } : undefined),
    onSuccess: async (now, { act, agree }) => {
      queries.setQueryData(campaignQuery(api, campaign.id).queryKey, now);
      await queries.invalidateQueries({ queryKey: [api, "campaigns", "list"] });
      message.success(t(`did.${act === "approve" && agree === false ? "giveBack" : act}`));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
}

export function useArchive(campaign: Campaign) {
  const { t } = useTranslation("campaigns");
  const { api, path } = usePropertyScope();
  const queries = useQueryClient();
  const go = useNavigate();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: () => http.delete(`${api}/campaigns/${campaign.id}`),
    onSuccess: async () => {
      await go(`${path}/campaigns`);
      await queries.invalidateQueries({ queryKey: [api, "campaigns"], refetchType: "active" });
      message.success(t("archive.done"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
}

/** To one's own mailbox, with a guest's facts or made-up ones. */
export function useTestSend(campaign: Campaign) {
  const { t } = useTranslation("campaigns");
  const { api } = usePropertyScope();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (guest: string | null) => http.post<{ to: string }>(`${api}/campaigns/${campaign.id}/test-send`, { guest }),
    onSuccess: ({ to }) => message.success(t("launch.tested", { to })),
    onError: (problem) => message.error(problemText(problem)),
  });
}
