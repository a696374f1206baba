import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { programme } from "@/api/programme";
import { TONGUES, WAYS, type Audience, type Campaign, type Offer, type Tongue, type Variant, type Way, type WayTexts } from "@/api/campaignTypes";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { textOf } from "./document";
import { Preview } from "./Preview";
import type { SectionProps } from "./section";
import { TextBox } from "./TextBox";

interface SayProps extends SectionProps {
  campaign: Campaign;
  keep: () => Promise<boolean>;
  sample: Audience["sample"];
}

/** What is given and what is said: in each language, on each way, one or two of them tried against each other. */
export function SaySection({ document, set, campaign, keep, sample }: SayProps) {
  const { t } = useTranslation("campaigns");
  const [at, setAt] = useState<"A" | "B">("A");
  const [shownWay, setWay] = useState<Way>("wecom");
  const [tongue, setTongue] = useState<Tongue>("zh-CN");
  const { variants, channels } = document;
  const variant = variants.find(({ code }) => code === at) ?? variants[0];
  const ways = WAYS.filter((way) => channels.includes(way));
  const way = ways.includes(shownWay) ? shownWay : (ways[0] ?? "wecom");
  if (!variant) return null;
  const put = (part: Partial<Variant>) => set({ variants: variants.map((each) => (each.code === variant.code ? { ...each, ...part } : each)) });
  const write = (texts: WayTexts) => put({ texts: { ...variant.texts, [tongue]: { ...variant.texts[tongue], ...texts } } });
  const second = () => {
    set({ variants: [{ ...variant, code: "A", share: 0.5 }, { ...variant, code: "B", share: 0.5 }] });
    setAt("B");
  };
  const email = variant.texts[tongue]?.email;
  return (
    <Panel id="what" title={t("say.title")} says={t("say.says")}>
      <div className={styles.lines}>
        <div className={styles.sentence}>
          {variants.length === 1 ? <Button size="small" onClick={second}>{t("say.second")}</Button> : (
            <>
              <Segmented<"A" | "B"> value={variant.code} aria-label={t("say.which")} options={variants.map(({ code, share }) => ({ value: code, label: t("say.version", { code, share: Math.round(share * 100) }) }))} onChange={setAt} />
              <Button size="small" type="text" onClick={() => { set({ variants: variants.filter(({ code }) => code !== variant.code).map((each) => ({ ...each, code: "A" as const, share: 1 })) }); setAt("A"); }}>{t("say.only")}</Button>
            </>
          )}
          <span className="cap t3">{t(variants.length === 1 ? "say.secondIs" : "say.versionsIs")}</span>
        </div>
        <OfferLine variant={variant} put={put} pretext={document.pretext} setPretext={(pretext) => set({ pretext })} />
        {variants.length === 2 && (
          <div className={styles.sentence}>
            <span>{t("say.share", { code: variant.code })}</span>
            <InputNumber size="small" value={Math.round(variant.share * 100)} min={5} max={95} suffix="%" controls={false} aria-label={t("say.shareIs")} style={{ width: 68 }} onChange={(n) => { const share = (n ?? 50) / 100; set({ variants: variants.map((each) => ({ ...each, share: each.code === variant.code ? share : Math.round((1 - share) * 100) / 100 })) }); }} />
            <span className="cap t3">{t("say.shareRest")}</span>
          </div>
        )}
        <div className={styles.sentence}>
          <span>{t("say.by")}</span>
          <Checkbox.Group value={channels} aria-label={t("say.by")} options={WAYS.map((value) => ({ value, label: t(`way.${value}`) }))} onChange={(next) => set({ channels: WAYS.filter((one) => next.includes(one)) })} />
          <span className="cap t3">{t("say.first", { way: ways[0] ? t(`way.${ways[0]}`) : t("say.none") })}</span>
        </div>
        {ways.length > 0 && (
          <div className={styles.saying}>
            <div className={styles.writing}>
              <div className="between wraps">
                <Segmented<Way> value={way} aria-label={t("say.way")} options={ways.map((value) => ({ value, label: <Written text={textOf(variant, "zh-CN", value)}>{t(`way.${value}`)}</Written> }))} onChange={setWay} />
                <Segmented<Tongue> value={tongue} aria-label={t("say.tongue")} options={TONGUES.map((value) => ({ value, label: <Written text={value === "en" ? " " : textOf(variant, value, way)}>{t(`tongue.${value}`)}</Written> }))} onChange={setTongue} />
              </div>
              <TextBox
                key={`${variant.code}:${way}:${tongue}`} way={way} tongue={tongue} value={textOf(variant, tongue, way)} subject={way === "email" ? (email?.subject ?? "") : null} gives={variant.offer !== null}
                change={(text) => write(way === "email" ? { email: { subject: email?.subject ?? "", body: text } } : { [way]: { text } })}
                changeSubject={(subject) => write({ email: { subject, body: email?.body ?? "" } })}
              />
            </div>
            <Preview way={way} tongue={tongue} variant={variant} campaign={campaign} keep={keep} sample={sample} />
          </div>
        )}
      </div>
    </Panel>
  );
}

const Written = ({ text, children }: { text: string; children: React.ReactNode }) => <span className="row" style={{ gap: 4 }}>{children}{text === "" && <span className={styles.lacks} aria-hidden="true" />}</span>;

interface Kind { code: string; name: string; name_en: string }
interface OfferProps {
  variant: Variant;
  put: (part: Partial<Variant>) => void;
  pretext: "birthday" | "anniversary" | null;
  setPretext: (pretext: "birthday" | "anniversary" | null) => void;
}

/** What the guest is given: nothing first, for most need nothing. */
function OfferLine({ variant, put, pretext, setPretext }: OfferProps) {
  const { t, i18n } = useTranslation("campaigns");
  const { api } = usePropertyScope();
  const found = useQuery(programme(api));
  const kinds = Array.isArray(found.data?.programme?.coupons) ? (found.data.programme.coupons as Kind[]) : [];
  const { offer } = variant;
  const give = (kind: string): void => {
    const offers: Record<string, Offer | null> = { none: null, coupon: { kind: "coupon", coupon: kinds[0]?.code ?? "" }, points: { kind: "points", points: 200 }, gap: { kind: "gap", nights: 1, most: 1000 } };
    put({ offer: offers[kind] ?? null });
  };
  return (
    <div>
      <div className={styles.sentence}>
        <span>{t("offer.give")}</span>
        <Select value={offer?.kind ?? "none"} aria-label={t("offer.give")} popupMatchSelectWidth={false} options={["none", "coupon", "points", "gap"].map((value) => ({ value, label: t(`offer.${value}`), disabled: value === "coupon" && kinds.length === 0 }))} onChange={give} />
        {offer?.kind === "coupon" && <Select value={offer.coupon || null} aria-label={t("offer.coupon")} popupMatchSelectWidth={false} placeholder={t("offer.which")} options={kinds.map((kind) => ({ value: kind.code, label: i18n.language === "en" && kind.name_en ? kind.name_en : kind.name }))} onChange={(coupon: string) => put({ offer: { kind: "coupon", coupon } })} />}
        {offer?.kind === "points" && <InputNumber value={offer.points} min={1} max={1_000_000} precision={0} controls={false} suffix={t("offer.pointsUnit")} aria-label={t("offer.points")} style={{ width: 120 }} onChange={(points) => put({ offer: { kind: "points", points: points ?? 1 } })} />}
        {offer?.kind === "gap" && (
          <>
            <span>{t("offer.gapTo")}</span><Select value={offer.nights} aria-label={t("offer.gapNights")} options={[1, 2].map((value) => ({ value: value as 1 | 2, label: t("offer.nights", { n: value, count: value }) }))} popupMatchSelectWidth={false} onChange={(nights: 1 | 2) => put({ offer: { ...offer, nights } })} />
            <span>{t("offer.atMost")}</span><InputNumber value={offer.most} min={1} max={1_000_000} precision={0} controls={false} suffix={t("offer.pointsUnit")} aria-label={t("offer.atMost")} style={{ width: 112 }} onChange={(most) => put({ offer: { ...offer, most: most ?? 1 } })} />
          </>
        )}
      </div>
      <p className={styles.hint}>{t(`offerIs.${offer?.kind ?? "none"}`)}</p>
      {offer && (
        <div className={styles.sentence}>
          <span>{t("offer.pretext")}</span>
          <Select value={pretext ?? "no"} aria-label={t("offer.pretext")} popupMatchSelectWidth={false} options={["no", "birthday", "anniversary"].map((value) => ({ value, label: t(`pretext.${value}`) }))} onChange={(value) => setPretext(value === "no" ? null : (value as "birthday" | "anniversary"))} />
          <span className="cap t3"><Icon name="gift" size={12} /> {t("offer.pretextIs")}</span>
        </div>
      )}
    </div>
  );
}
