import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { api as http } from "@/api/client";
import { campaign as campaignQuery } from "@/api/campaigns";
import type { Audience, Campaign, CampaignAct, CampaignDocument } from "@/api/campaignTypes";
import { programme } from "@/api/programme";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { costMost, type Lack } from "./document";
import type { CampaignDraft } from "./useCampaignDraft";
import { useTold } from "./useTold";

/** What an SMS costs where nobody said otherwise. */
const MESSAGE_YUAN = 0.05;

/** The most one of the programme's coupons takes off, where the programme says it in money. */
function faceOf(document: CampaignDocument, coupons: unknown): number | null {
  const kinds = Array.isArray(coupons) ? (coupons as { code: string; amount?: string | null }[]) : [];
  const faces = document.variants.map(({ offer }) => (offer === null ? 0 : offer.kind === "coupon" ? Number(kinds.find(({ code }) => code === offer.coupon)?.amount ?? Number.NaN) : Number.NaN));
  const most = Math.max(...faces);
  return Number.isFinite(most) ? most : null;
}

export function useCost(document: CampaignDocument, contact: number | undefined) {
  const { api } = usePropertyScope();
  const found = useQuery({ ...programme(api), enabled: document.variants.some(({ offer }) => offer !== null) });
  return contact === undefined ? null : costMost(document, contact, MESSAGE_YUAN, faceOf(document, found.data?.programme?.coupons));
}

/** Posts an act of the campaign; every page that shows it hears of it. */
export function useActs(campaign: Campaign) {
  const { api } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const { t } = useTranslation("campaigns");
  return useMutation({
    mutationFn: (act: CampaignAct) => http.post<Campaign>(`${api}/campaigns/${campaign.id}/${act}`),
    onSuccess: async (now, act) => {
      queries.setQueryData(campaignQuery(api, campaign.id).queryKey, now);
      await queries.invalidateQueries({ queryKey: [api, "campaigns", "list"] });
      message.success(t(`did.${act}`));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
}

interface LaunchProps {
  campaign: Campaign;
  draft: CampaignDraft;
  audience: Audience | undefined;
  missing: readonly Lack[];
}

/** The last look: what goes to how many for how much, what is still wanting, and the one button. */
export function Launch({ campaign, draft, audience, missing }: LaunchProps) {
  const { t } = useTranslation("campaigns");
  const { modal } = App.useApp();
  const problemText = useProblemText();
  const { told } = useTold();
  const { document } = draft;
  const cost = useCost(document, audience?.contact);
  const act = useActs(campaign);
  const event = document.trigger.kind === "event";
  const ready = missing.length === 0 && draft.saving !== "failed";
  const most = cost ? money(cost.yuan, cost.yuan % 1 ? 2 : 0) : null;
  const sure = (doing: CampaignAct) => void modal.confirm({
    title: t(event ? "sure.event" : "sure.launch", { n: count(audience?.contact ?? 0), name: document.name }), width: 480, okText: t(`act.${doing}`), cancelText: t("cancel", { ns: "common" }),
    content: (
      <ul className={styles.sure}>
        <li>{told(document)}</li>
        {audience && !event && <li>{t("sure.held", { n: count(audience.holdout), count: audience.holdout })}</li>}
        <li>{most ? t(cost?.capped ? "sure.capped" : "sure.most", { sum: most }) : t("sure.noLimit")}</li>
        <li>{t("sure.stop")}</li>
      </ul>
    ),
    onOk: async () => {
      if (await draft.keep()) await act.mutateAsync(doing).catch(() => undefined);
    },
  });
  const doing = (["launch", "submit"] as const).find((one) => campaign.may.includes(one));
  return (
    <section className="panel" aria-label={t("launch.title")}>
      <header><div className="grow"><h2 className="h2">{t("launch.title")}</h2></div></header>
      <div className="body">
        <dl className={styles.sum}>
          <dt>{t("when")}</dt><dd>{told(document)}</dd>
          <dt>{t("launch.offer")}</dt><dd>{document.variants.map(({ offer }) => t(`offer.${offer?.kind ?? "none"}`)).filter((word, index, words) => words.indexOf(word) === index).join(" / ")}</dd>
          <dt>{t("launch.most")}</dt><dd>{most ?? <span className="warn">{t("launch.noLimit")}</span>}{cost?.capped && <span className="cap t3"> {t("launch.capped")}</span>}</dd>
        </dl>
        {missing.length > 0 && (
          <ul className={styles.missing}>
            {missing.slice(0, 4).map((lack, index) => <li key={index}><a href={`#${lack.section}`}><Icon name="warn" size={12} />{t(`lack.${lack.code}`, { variant: lack.variant ?? "", way: lack.way ? t(`way.${lack.way}`) : "", tongue: lack.tongue ? t(`tongue.${lack.tongue}`) : "" })}</a></li>)}
          </ul>
        )}
        {draft.problem !== null && draft.saving === "failed" && <p className="bad small" role="alert">{problemText(draft.problem)}</p>}
        {doing && <Button type="primary" block size="large" disabled={!ready || (doing === "launch" && !event && audience?.contact === 0)} loading={act.isPending} onClick={() => sure(doing)}>{t(doing === "submit" ? "act.submit" : event ? "launch.event" : "launch.go", { n: count(audience?.contact ?? null) })}</Button>}
        <p className="cap t3" style={{ marginTop: 8 }}>{t(doing === "submit" ? "launch.submitIs" : "launch.is")}</p>
      </div>
    </section>
  );
}
