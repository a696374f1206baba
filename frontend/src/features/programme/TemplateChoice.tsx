import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { templates } from "@/api/programme";
import type { ProgrammeDocument, Template } from "@/api/programmeTypes";
import { AnswerLine } from "@/components/PageHead";
import { Bones, ErrorState } from "@/components/States";
import { count, money } from "@/lib/numbers";
import styles from "./programme.module.css";
import { plain, whole } from "./whole";

interface TemplateChoiceProps {
  house: string;
  may: boolean;
  choose: (document: ProgrammeDocument) => void;
  busy: boolean;
}

/** No programme yet: three to start from, each with what it is for, or a plain one. */
export function TemplateChoice({ house, may, choose, busy }: TemplateChoiceProps) {
  const { t } = useTranslation("programme");
  const found = useQuery(templates(house));
  const bare = () => choose(plain({ programme: t("start.programme"), base: t("start.base"), next: t("start.next") }));
  return (
    <>
      <AnswerLine tone="calm">{t(may ? "start.says" : "start.saysOther")}</AnswerLine>
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : (
        <div className={styles.templates}>
          {found.data ? found.data.map((template) => <Offer key={template.code} template={template} may={may} busy={busy} choose={choose} />) : [1, 2, 3].map((n) => <div key={n} className={styles.template}><Bones height={260} lines={7} /></div>)}
        </div>
      )}
      {may && <p style={{ marginTop: 16 }}><Button onClick={bare} disabled={busy}>{t("start.plain")}</Button> <span className="cap t3">{t("start.plainIs")}</span></p>}
    </>
  );
}

function Offer({ template, may, busy, choose }: { template: Template; may: boolean; busy: boolean; choose: (document: ProgrammeDocument) => void }) {
  const { t, i18n } = useTranslation("programme");
  const english = i18n.language === "en";
  const document = whole(template.programme);
  const { tiers, points, wallet, coupons, punch_cards, rewards } = document;
  const nameOf = (one: { name: string; name_en: string }) => (english ? one.name_en : one.name);
  const top = wallet.offers.at(-1);
  const lines = [
    tiers.levels.map(nameOf).join(t("to")),
    points.enabled && (points.bill.enabled ? t("start.bill", { points: count(points.bill.points), money: money(points.bill.money) }) : t("start.points")),
    wallet.enabled && top && t("start.wallet", { pay: money(top.pay), gift: money(top.gift) }),
    ...punch_cards.map(nameOf),
    coupons.length > 0 && t("start.coupons", { n: coupons.length, count: coupons.length }),
    rewards.length > 0 && t("start.rewards", { n: rewards.length, count: rewards.length }),
  ].filter((line): line is string => typeof line === "string");
  return (
    <section className={styles.template}>
      <h2 className="h2">{nameOf(template)}</h2>
      <p className="t2">{english ? template.says_en : template.says}</p>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
      {may && <div className={styles.foot}><Button onClick={() => choose(document)} disabled={busy} aria-label={t("start.useOf", { name: nameOf(template) })}>{t("start.use")}</Button></div>}
    </section>
  );
}
