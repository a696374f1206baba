import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { campaign as campaignQuery, makeCampaign, suggestions } from "@/api/campaigns";
import { KINDS, type CampaignDocument, type Kind } from "@/api/campaignTypes";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { newDocument } from "./document";
import { Suggestions } from "./Suggestions";

const GROUPS: Record<string, readonly Kind[]> = {
  back: ["win_back", "dormant", "second_visit", "turn"], care: ["greeting", "birthday", "anniversary", "review", "sign_up"], club: ["near_tier", "before_loss", "points_ending", "punch_card", "coupon_ending"], own: ["other"],
};

/** Where a campaign starts: from what the numbers suggest, or from what it is for. */
export default function NewCampaignPage() {
  const { t, i18n } = useTranslation("campaigns");
  const { say } = useSaying();
  const { api, path } = usePropertyScope();
  const [params] = useSearchParams();
  const go = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const wanted = params.get("suggestion");
  const segment = params.get("segment");
  const found = useQuery(suggestions(api));
  const suggested = wanted ? found.data?.find(({ code }) => code === wanted) : undefined;
  const start = useMutation({
    mutationFn: (document: CampaignDocument) => makeCampaign(api, document),
    onSuccess: async (made) => {
      queries.setQueryData(campaignQuery(api, made.id).queryKey, made);
      await queries.invalidateQueries({ queryKey: [api, "campaigns", "list"] });
      await go(`${path}/campaigns/${made.id}`, { replace: true });
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const day = new Date().toLocaleDateString(i18n.language, { month: "short", day: "numeric" });
  const begin = (kind: Kind) => start.mutate(newDocument(kind, t("named", { kind: t(`kind.${kind}`), day }), segment));
  return (
    <>
      <PageHead title={t("make")} about={<Link to={`${path}/campaigns`}>{t("title")}</Link>} />
      {suggested && (
        <AnswerLine tone="calm" lead={`${suggested.name}${t("colon")}`} action={<Button type="primary" loading={start.isPending} onClick={() => start.mutate({ ...suggested.document, ...(segment && { audience: { ...suggested.document.audience, segment } }) })}>{t("suggest.start")}</Button>}>{say(suggested.why)}</AnswerLine>
      )}
      {segment && !suggested && <AnswerLine tone="calm">{t("forSegment")}</AnswerLine>}
      {!segment && !suggested && <Suggestions all wanted={wanted} />}
      <Panel title={t("start.title")} says={t("start.says")}>
        <div className={styles.starts}>
          {Object.entries(GROUPS).map(([group, kinds]) => (
            <section key={group}>
              <h3>{t(`start.${group}`)}</h3>
              <ul>
                {kinds.map((kind) => (
                  <li key={kind}><button type="button" disabled={start.isPending} onClick={() => begin(kind)}><b className="b">{t(`kind.${kind}`)}</b><span>{t(`kindIs.${kind}`)}</span></button></li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <p className="cap t3" style={{ marginTop: 12 }}>{t("start.foot", { n: KINDS.length })}</p>
      </Panel>
    </>
  );
}
