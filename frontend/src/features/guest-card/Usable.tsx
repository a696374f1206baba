import { useTranslation } from "react-i18next";
import type { BenefitHeld, BenefitUsed, CouponHeld, MemberCard } from "@/api/valueTypes";
import type { DeskAct } from "@/components/value/ActDrawer";
import { useAct } from "@/components/value/useAct";
import { price, useSaying } from "@/components/value/words";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import styles from "./member.module.css";

/** What the guest can use now: a benefit in one touch, a coupon on a bill. */
export function Usable({ card, act }: { card: MemberCard; act: (doing: DeskAct) => void }) {
  const { t } = useTranslation("member");
  const benefits = card.benefits ?? [];
  const coupons = card.coupons ?? [];
  if (benefits.length + coupons.length === 0) return null;
  return (
    <section className="panel" aria-label={t("usable.title")}>
      <header><h2 className="h2">{t("usable.title")}</h2></header>
      <ul className={styles.usable}>
        {benefits.map((one) => <Benefit key={one.code} one={one} card={card} />)}
        {coupons.map((one) => <Coupon key={one.code} one={one} use={() => act({ act: "useCoupon", coupon: one })} />)}
      </ul>
    </section>
  );
}

function Benefit({ one, card }: { one: BenefitHeld; card: MemberCard }) {
  const { t } = useTranslation("member");
  const { may } = usePropertyScope();
  const { nameOf } = useSaying();
  const problemText = useProblemText();
  const use = useAct<BenefitUsed>();
  const undo = useAct<object>(() => use.reset());
  const stay = card.worth?.external_id;
  const left = one.left === null ? t("usable.any") : one.left === 0 ? t("usable.none", { on: one.renews_on ?? "–" }) : t("usable.left", { n: one.left, count: one.left });
  const renews = one.left !== null && one.left > 0 && one.renews_on ? t("usable.renews", { on: one.renews_on.slice(5) }) : null;
  const problem = use.error ?? undo.error;
  return (
    <li>
      <span className="grow">
        <span className={styles.what}>{nameOf(one)}</span>
        <span className="cap t3">{[left, renews].filter(Boolean).join(t("comma"))}</span>
        {problem && <span className={styles.problem} role="alert">{problemText(problem)}</span>}
      </span>
      <span className="t2 nowrap">{price(one.price)}</span>
      {use.data ? (
        <span className={styles.used} role="status">
          <Icon name="check" />{t("usable.used")}
          {may("adjust_value") && <button type="button" className={styles.link} disabled={undo.isPending} aria-label={t("usable.undoOf", { name: nameOf(one) })} onClick={() => undo.mutate({ path: `/benefit-uses/${use.data.use.id}/undo`, body: { reason: t("usable.undoReason") } })}>{t("undo", { ns: "common" })}</button>}
        </span>
      ) : may("move_value") && (
        <button
          type="button" className="btn small" disabled={one.left === 0 || use.isPending} aria-label={t("usable.useOf", { name: nameOf(one) })}
          onClick={() => use.mutate({ path: `/guests/${card.id}/benefits/${one.code}/use`, body: { count: 1, ...(stay && { stay }) } })}
        >
          {t("usable.use")}
        </button>
      )}
    </li>
  );
}

function Coupon({ one, use }: { one: CouponHeld; use: () => void }) {
  const { t } = useTranslation("member");
  const { may } = usePropertyScope();
  const { say, nameOf } = useSaying();
  return (
    <li>
      <span className="grow">
        <span className={styles.what}>{nameOf(one)}</span>
        <span className="cap t3">{[say(one.says), one.expires_on && t("until", { on: one.expires_on.slice(5) })].filter(Boolean).join(t("comma"))}</span>
      </span>
      <span className="tag">{t("coupon")}</span>
      {may("move_value") && <button type="button" className="btn small" aria-label={t("usable.useOf", { name: nameOf(one) })} onClick={use}>{t("usable.use")}</button>}
    </li>
  );
}
