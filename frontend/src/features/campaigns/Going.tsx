import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Campaign, CampaignAct } from "@/api/campaignTypes";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bubble } from "@/components/saying/Bubble";
import { EXAMPLE, parse, render, SMS_ENDING } from "@/components/saying/template";
import { moment } from "@/lib/dates";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { textOf } from "./document";
import { useActs, useArchive } from "./acts";
import { StateTag } from "./parts";
import { Targets } from "./Targets";
import { useTold } from "./useTold";
import { Waterfall } from "./Waterfall";

/** A campaign that waits for a yes, runs, rests or is over: what it does, and how it is stopped at once. */
export function Going({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const scope = usePropertyScope();
  const { path, timeZone } = scope;
  const { modal } = App.useApp();
  const act = useActs(campaign);
  const archive = useArchive(campaign);
  const { told } = useTold();
  const may = (one: CampaignAct) => campaign.may.includes(one);
  const n = count(campaign.audience_counts?.contact ?? null);
  const does = (one: CampaignAct, primary = false) => may(one) && <Button key={one} type={primary ? "primary" : "default"} loading={act.isPending && act.variables.act === one} disabled={act.isPending} onClick={() => act.mutate({ act: one })}>{t(`act.${one}`)}</Button>;
  const asks = (one: "stop" | "launch" | "approve", danger: boolean) => void modal.confirm({
    title: t(`sure.${one}Title`, { name: campaign.name, n }), content: t(`sure.${one}Means`, { waiting: count(campaign.progress.waiting), sum: campaign.spend.budget ? money(campaign.spend.budget) : "–" }), okText: t(`act.${one}`), okButtonProps: { danger },
    cancelText: t("cancel", { ns: "common" }), onOk: () => act.mutateAsync({ act: one }).catch(() => undefined),
  });
  return (
    <>
      <PageHead title={campaign.name} about={<><Link to={`${path}/campaigns`}>{t("title")}</Link> · {t(`kind.${campaign.kind}`)} <StateTag state={campaign.state} /></>}>
        {may("stop") && campaign.launched_at !== null && <Button danger disabled={act.isPending} icon={<Icon name="stop" />} onClick={() => asks("stop", true)}>{t("act.stop")}</Button>}
        {may("pause") && <Button disabled={act.isPending} icon={<Icon name="pause" />} onClick={() => act.mutate({ act: "pause" })}>{t("act.pause")}</Button>}
        {["stopped", "finished"].includes(campaign.state) && scope.may("edit_campaigns") && <Button loading={archive.isPending} onClick={() => archive.mutate()}>{t("archive.do")}</Button>}
        {does("resume", true)}
        {may("edit") && does("edit")}
        {does("submit", true)}
        {may("approve") && <Button disabled={act.isPending} onClick={() => act.mutate({ act: "approve", agree: false })}>{t("act.giveBack")}</Button>}
        {may("approve") && <Button type="primary" disabled={act.isPending} onClick={() => asks("approve", false)}>{t("act.approve")}</Button>}
        {may("launch") && <Button type="primary" disabled={act.isPending} onClick={() => asks("launch", false)}>{t("launch.go", { n })}</Button>}
        {campaign.launched_at && <Link className="btn" to={`${path}/campaigns/${campaign.id}/results`}>{t("results")}</Link>}
      </PageHead>
      <Answer campaign={campaign} />
      {campaign.launched_at && <Progress campaign={campaign} />}
      <div className={styles.bench}>
        <div className="stack">
          <Texts campaign={campaign} />
          {campaign.launched_at && <Targets campaign={campaign} />}
          <Panel title={t("going.about")}>
            <dl className={styles.sum}>
              <dt>{t("going.made")}</dt><dd>{campaign.made_by_name} · {moment(campaign.made_at, timeZone)}</dd>
              {campaign.approved_at && <><dt>{t("going.approved")}</dt><dd>{campaign.approved_by_name} · {moment(campaign.approved_at, timeZone)}</dd></>}
              {campaign.launched_at && <><dt>{t("going.launched")}</dt><dd>{moment(campaign.launched_at, timeZone)}</dd></>}
              {campaign.ended_at && <><dt>{t("going.ended")}</dt><dd>{moment(campaign.ended_at, timeZone)}</dd></>}
              <dt>{t("guard.holdout")}</dt><dd>{Math.round(campaign.holdout * 100)} % · {t("guard.windowShort", { n: campaign.window_days })}</dd>
              <dt>{t("when")}</dt><dd>{told(campaign)}</dd>
              <dt>{t("launch.offer")}</dt><dd>{campaign.variants.map(({ code, offer }) => `${campaign.variants.length > 1 ? `${code} ` : ""}${t(`offer.${offer?.kind ?? "none"}`)}`).join(t("comma"))}</dd>
            </dl>
          </Panel>
        </div>
        <aside className={styles.side}><Waterfall audience={campaign.audience_counts ?? undefined} error={null} counting={false} past={campaign.launched_at !== null} /></aside>
      </div>
    </>
  );
}

function Answer({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const { path, timeZone } = usePropertyScope();
  const { told } = useTold();
  const { unknown } = campaign.progress;
  if (unknown > 0) return <AnswerLine tone="act" lead={t("going.unknown", { n: unknown, count: unknown })} action={<Link className="btn" to={`${path}/messages?state=unknown&campaign=${campaign.id}`}>{t("going.settle")}</Link>}>{t("going.unknownIs")}</AnswerLine>;
  const says = t(`going.says.${campaign.state}`, { by: campaign.made_by_name, at: moment(campaign.ended_at, timeZone) });
  return <AnswerLine tone={campaign.state === "waiting" || campaign.state === "paused" ? "warn" : "calm"} lead={says}>{campaign.state === "running" ? (campaign.next_at ? t("going.next", { at: moment(campaign.next_at, timeZone) }) : told(campaign)) : ""}</AnswerLine>;
}

const BARS = ["delivered", "sent", "waiting", "unknown", "failed", "dropped"] as const;

function Progress({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const { path } = usePropertyScope();
  const { progress, spend } = campaign;
  const all = Math.max(1, BARS.reduce((sum, key) => sum + progress[key], 0));
  const gone = progress.sent + progress.delivered;
  const offers = campaign.variants.some(({ offer }) => offer !== null);
  return (
    <>
      <KpiStrip figures={4}>
        <Kpi label={t("going.chosen")} sub={t("going.chosenIs", { n: count(campaign.audience_counts?.holdout ?? null) })}><span className="figure">{count(progress.chosen)}<small>{t("people")}</small></span></Kpi>
        <Kpi label={t("went")} sub={t("going.delivered", { n: count(progress.delivered) })}><span className="figure">{count(gone)}<small>{t("people")}</small></span></Kpi>
        <Kpi label={t("spent")} sub={spend.budget ? t("ofBudget", { budget: money(spend.budget) }) : t("guard.unlimited")}><span className="figure">{money(spend.spent)}</span></Kpi>
        {offers ? <Kpi label={t("going.taken")} sub={spend.stock === null ? t("guard.unlimited") : t("going.ofStock", { n: count(spend.stock) })}><span className="figure">{count(spend.taken)}<small>{t("guard.sheets")}</small></span></Kpi> : <Kpi label={t("going.taken")} sub={t("going.noOffer")}><span className="figure">–</span></Kpi>}
      </KpiStrip>
      <Panel className="below" title={t("going.progress")} says={t("going.progressSays")}>
        <div className={styles.progress} role="img" aria-label={BARS.map((key) => `${t(`going.bar.${key}`)} ${progress[key]}`).join(", ")}>
          {BARS.filter((key) => progress[key] > 0).map((key) => <span key={key} className={styles[key]} style={{ flexGrow: progress[key] / all }} />)}
        </div>
        <ul className={styles.legend}>
          {BARS.map((key) => <li key={key}><span className={`${styles.swatch ?? ""} ${styles[key] ?? ""}`} aria-hidden="true" /><span className="t2">{t(`going.bar.${key}`)}</span> <Link className="opens b" to={`${path}/messages?campaign=${campaign.id}&state=${key}`}>{count(progress[key])}</Link></li>)}
        </ul>
      </Panel>
    </>
  );
}

function Texts({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useTranslation("campaigns");
  const { property } = usePropertyScope();
  return (
    <Panel title={t("say.title")} says={t("going.texts")}>
      <div className={styles.bubbles}>
        {campaign.variants.flatMap((variant) => campaign.channels.map((way) => {
          // In the reader's language where the campaign speaks it: Chinese is what every campaign has.
          const tongue = i18n.language === "en" && textOf(variant, "en", way) ? "en" : "zh-CN";
          const known = { ...EXAMPLE[tongue], property: property.name };
          const said = (template: string) => render(parse(template).parts, known).text;
          return <div key={`${variant.code}${way}`}>{campaign.variants.length > 1 && <p className="cap t3">{variant.code}</p>}<Bubble way={way} from={property.name} subject={said(variant.texts[tongue]?.email?.subject ?? "")} text={said(textOf(variant, tongue, way))} empty={t("preview.none")} ending={way === "sms" ? SMS_ENDING : undefined} /></div>;
        }))}
      </div>
    </Panel>
  );
}
