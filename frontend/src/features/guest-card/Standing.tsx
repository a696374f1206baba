import { useTranslation } from "react-i18next";
import type { MemberCard, PunchHeld, Way } from "@/api/valueTypes";
import { barWidth } from "@/components/value/reckoning";
import { useSaying } from "@/components/value/words";
import { Icon } from "@/components/Icon";
import { count, money } from "@/lib/numbers";
import { nearestFirst } from "./progress";
import styles from "./member.module.css";

/** The tier in words, how far it is to keep it and to the next one, and the punch cards. */
export function Standing({ card }: { card: MemberCard }) {
  const { t } = useTranslation("member");
  const { say, nameOf } = useSaying();
  const { tier, punch_cards: cards } = card;
  return (
    <div className="body">
      {tier && (
        <p className={styles.why}>
          {say(tier.reason)}
          {tier.until && !say(tier.reason).includes(tier.until) && <> <span className="nowrap">{t("tierUntil", { on: tier.until })}</span></>}
        </p>
      )}
      {tier?.grace_until && <p className={`${styles.why ?? ""} warn`}><Icon name="warn" />{t("grace", { on: tier.grace_until })}</p>}
      {tier?.second_chance && (
        <p className={`${styles.why ?? ""} warn`}>
          <Icon name="warn" />
          <span>
            {tier.second_chance.offers.map(({ visits, gives_until: until }) => t("second.offer", { by: tier.second_chance?.until, n: Math.max(0, visits - (tier.second_chance?.have ?? 0)), tier: tier.second_chance && nameOf(tier.second_chance), until })).join(t("second.or"))}
          </span>
        </p>
      )}
      {tier?.elsewhere && <p className={styles.why}>{t("elsewhere", { property: tier.elsewhere.property_name, tier: nameOf({ name: tier.elsewhere.tier_name, name_en: tier.elsewhere.tier_name_en }) })}</p>}
      {tier?.keep && <Ways title={t("keep", { tier: nameOf(tier) })} ways={tier.keep.ways} by={tier.keep.by} />}
      {tier?.next && <Ways title={t("rise", { tier: nameOf(tier.next) })} ways={tier.next.ways} />}
      {tier?.next && tier.next.brings.length > 0 && <p className={styles.brings}>{t("brings", { tier: nameOf(tier.next), what: tier.next.brings.map(nameOf).join(t("and")) })}</p>}
      {cards?.map((one) => <Punched key={one.code} card={one} />)}
    </div>
  );
}

function Ways({ title, ways, by }: { title: string; ways: readonly Way[]; by?: string }) {
  const { t } = useTranslation("member");
  const [nearest, ...others] = nearestFirst(ways);
  const inWords = (way: Way, n: number) => (way.measure === "spend" ? money(n) : t(`way.${way.measure}`, { n: count(n), count: n }));
  if (!nearest) return null;
  const missing = nearest.missing > 0 ? t(by ? "way.by" : "way.since", { by: by ?? nearest.to ?? "", from: nearest.from, what: inWords(nearest, nearest.missing) }) : by ? t("way.reached", { by }) : t("way.reachedOnly");
  const have = nearest.measure === "spend" ? money(nearest.have) : count(nearest.have);
  return (
    <div className={styles.prog}>
      <div className="between">
        <span className={styles.progTitle}>{title} <span className="cap t3">{missing}</span></span>
        <b className="nowrap">{have} / {inWords(nearest, nearest.need)}</b>
      </div>
      <Bar have={nearest.have} need={nearest.need} says={`${title} ${missing}`} />
      {others.length > 0 && <span className="cap t3">{t("way.or", { what: others.map((way) => t(`way.more_${way.measure}`, { n: way.measure === "spend" ? money(way.missing) : count(way.missing), count: way.missing })).join(t("way.orJoin")) })}</span>}
    </div>
  );
}

function Punched({ card }: { card: PunchHeld }) {
  const { t } = useTranslation("member");
  const { nameOf } = useSaying();
  const left = card.missing;
  const gives = left === 0 ? t("punch.full", { gives: nameOf(card.gives) }) : t(`punch.${card.counts}`, { n: left, count: left, gives: nameOf(card.gives) });
  return (
    <div className={styles.prog}>
      <div className="between">
        <span className={styles.progTitle}>{nameOf(card)} <span className="cap t3">{gives}</span></span>
        <b className="nowrap">{card.have} / {t(`way.${card.counts}`, { n: card.need, count: card.need })}</b>
      </div>
      <Bar have={card.have} need={card.need} says={`${nameOf(card)} ${gives}`} />
    </div>
  );
}

function Bar({ have, need, says }: { have: number; need: number; says: string }) {
  return (
    <svg className={styles.bar} width="100%" height="6" role="img" aria-label={says}>
      <rect className={styles.track} width="100%" height="6" rx="3" />
      <rect className={styles.full} width={`${barWidth(have, need)}%`} height="6" rx="3" />
    </svg>
  );
}
