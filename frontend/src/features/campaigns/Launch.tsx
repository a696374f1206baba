import { useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import type { Audience, Campaign, CampaignAct, CampaignDocument } from "@/api/campaignTypes";
import { programme } from "@/api/programme";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { costMost, sectionOf, type Lack } from "./document";
import { useActs, useArchive, useTestSend } from "./acts";
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
  const archive = useArchive(campaign);
  const test = useTestSend(campaign);
  const { say } = useSaying();
  const found = draft.saving === "saved" || draft.saving === "clean" ? campaign.findings : null;
  // A first text for a way that is not used is no news.
  const warnings = (found?.warnings ?? []).filter(({ code }) => code !== "not_used");
  const problems = missing.length === 0 ? (found?.problems ?? []) : [];
  const event = document.trigger.kind === "event";
  const ready = missing.length === 0 && problems.length === 0 && draft.saving !== "failed";
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
      if (await draft.keep()) await act.mutateAsync({ act: doing }).catch(() => undefined);
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
        {problems.length + warnings.length > 0 && (
          <ul className={styles.missing}>
            {problems.slice(0, 4).map((each) => <li key={each.pointer + each.code}><a className="bad" href={`#${sectionOf(each.pointer)}`}><Icon name="warn" size={12} />{say(each.says)}</a></li>)}
            {missing.length === 0 && warnings.slice(0, 3).map((each) => <li key={each.pointer + each.code}><a className={styles.mild} href={`#${sectionOf(each.pointer)}`}>{say(each.says)}</a></li>)}
          </ul>
        )}
        {draft.problem !== null && draft.saving === "failed" && <p className="bad small" role="alert">{problemText(draft.problem)}</p>}
        {doing && <Button type="primary" block size="large" disabled={!ready || (doing === "launch" && !event && audience?.contact === 0)} loading={act.isPending} onClick={() => sure(doing)}>{t(doing === "submit" ? "act.submit" : event ? "launch.event" : "launch.go", { n: count(audience?.contact ?? null) })}</Button>}
        <p className="cap t3" style={{ marginTop: 8 }}>{t(doing === "submit" ? "launch.submitIs" : "launch.is")}</p>
        <div className={styles.also}>
          <button type="button" className={styles.link} disabled={test.isPending} onClick={() => void draft.keep().then((kept) => kept && test.mutate(null))}>{t("launch.test")}</button>
          <button type="button" className={styles.link} disabled={archive.isPending} onClick={() => void modal.confirm({ title: t("archive.sure", { name: document.name }), content: t("archive.means"), okText: t("archive.do"), okButtonProps: { danger: true }, cancelText: t("cancel", { ns: "common" }), onOk: () => archive.mutateAsync().catch(() => undefined) })}>{t("archive.do")}</button>
        </div>
      </div>
    </section>
  );
}
