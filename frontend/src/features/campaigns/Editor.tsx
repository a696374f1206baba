import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { countAudience } from "@/api/campaigns";
import type { Campaign } from "@/api/campaignTypes";
import { PageHead } from "@/components/PageHead";
import { now } from "@/lib/clock";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { lacks } from "./document";
import { GuardSection } from "./GuardSection";
import { Launch } from "./Launch";
import { StateTag } from "./parts";
import { SaySection } from "./SaySection";
import { useCampaignDraft } from "./useCampaignDraft";
import { Waterfall } from "./Waterfall";
import { WhenSection } from "./WhenSection";
import { WhoSection } from "./WhoSection";

/** A campaign while it is written: who, what, when, how carefully; beside it whom that reaches and what is still wanting. */
export function Editor({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const { api, path } = usePropertyScope();
  const draft = useCampaignDraft(api, campaign);
  const { document, set, saving } = draft;
  const audience = useQuery({ queryKey: [api, "campaigns", "audience", campaign.id, draft.kept], queryFn: () => countAudience(api, campaign.id), placeholderData: (before) => before, retry: false });
  const missing = lacks(document, now().toISOString());
  return (
    <>
      <PageHead title={t("editing")} about={<><Link to={`${path}/campaigns`}>{t("title")}</Link> · {t(`kind.${document.kind}`)} <StateTag state={campaign.state} /></>}>
        <span className="cap t3" role="status">{t(`saving.${saving}`)}</span>
      </PageHead>
      <div className={styles.bench}>
        <div className="stack">
          <div className={styles.title}>
            <label className="hidden-text" htmlFor="campaign-name">{t("name")}</label>
            <Input id="campaign-name" size="large" value={document.name} maxLength={60} placeholder={t("nameLike")} onChange={(event) => set({ name: event.target.value })} />
          </div>
          <WhoSection document={document} set={set} />
          <SaySection document={document} set={set} campaign={campaign} keep={draft.keep} sample={audience.data?.sample ?? []} />
          <WhenSection document={document} set={set} />
          <GuardSection document={document} set={set} contact={audience.data?.contact ?? null} />
        </div>
        <aside className={styles.side}>
          <Waterfall audience={audience.data} error={audience.error} counting={audience.isFetching || saving === "waiting" || saving === "saving"} retry={() => void audience.refetch()} />
          <Launch campaign={campaign} draft={draft} audience={audience.data} missing={missing} />
        </aside>
      </div>
    </>
  );
}
