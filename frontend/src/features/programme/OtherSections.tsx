import { useTranslation } from "react-i18next";
import { PERIODS } from "@/api/programmeTypes";
import { money, rate } from "@/lib/numbers";
import { useEditing, useSection } from "./editing";
import { Adds, FlawAt, Line, Lines, Money, Num, Option, Pick, Removes, Says, Text } from "./fields";
import styles from "./programme.module.css";
import { useName } from "./useName";
import { BENEFIT, freeCode, PUNCH } from "./whole";

/** A label over its control, while a thing is edited. */
export function Box({ label, children }: { label: string; children: React.ReactNode }) {
  return <span className={styles.box}>{label}<span>{children}</span></span>;
}

export function AboutSection() {
  const { t } = useTranslation("programme");
  const joins = (["first_stay", "sign_up"] as const).map((value) => ({ value, label: t(`choice.joins.${value}`) }));
  return (
    <Lines>
      <Line label={t("about.name")}><Text at={["name"]} width={240} label={t("about.name")} /></Line>
      <Line label={t("about.joins")}><Says k="says.joins" parts={{ joins: <Pick at={["joins"]} options={joins} width={200} /> }} /></Line>
    </Lines>
  );
}

const BENEFIT_KINDS = ["breakfast", "late_checkout", "afternoon_tea", "gift", "booking_hold", "discount", "upgrade", "line", "other"] as const;

export function BenefitsSection() {
  const { t } = useTranslation("programme");
  const { document, set } = useEditing();
  const { editing } = useSection();
  const { benefits, tiers } = document;
  const nameOf = useName();
  const kinds = BENEFIT_KINDS.map((value) => ({ value, label: t(`choice.benefit.${value}`) }));
  const periods = PERIODS.map((value) => ({ value, label: t(`per.${value}`) }));
  const drop = (index: number, code: string) => {
    set([], { ...document, benefits: benefits.filter((_, n) => n !== index), tiers: { ...tiers, levels: tiers.levels.map((level) => ({ ...level, benefits: level.benefits.filter((one) => one.benefit !== code) })) } });
  };
  const inTiers = (code: string) => tiers.levels.filter((level) => level.benefits.some((one) => one.benefit === code)).map(nameOf).join(t("and"));
  return (
    <>
      <FlawAt at={["benefits"]} />
      {benefits.length === 0 && !editing && <p className="t3">{t("benefits.none")}</p>}
      <ul className={styles.things}>
        {benefits.map((benefit, n) => {
          const at = ["benefits", n];
          return (
            <li key={benefit.code} className={styles.thing}>
              {editing ? (
                <div className={styles.form}>
                  <Box label={t("word.name")}><Text at={[...at, "name"]} width={128} /></Box>
                  <Box label={t("word.name_en")}><Text at={[...at, "name_en"]} width={128} /></Box>
                  <Box label={t("word.kind")}><Pick at={[...at, "kind"]} options={kinds} width={116} /></Box>
                  <Box label={t("word.price")}><Money at={[...at, "price"]} width={100} /></Box>
                  <Box label={t("word.cost")}><Money at={[...at, "cost"]} width={100} empty={t("asPrice")} /></Box>
                  <Box label={t("word.allowancePeriod")}><Pick at={[...at, "period"]} options={periods} width={116} /></Box>
                  <Box label={t("word.says")}><Text at={[...at, "says"]} width={240} max={200} empty={t("benefits.saysLike")} /></Box>
                </div>
              ) : (
                <div>
                  <b className="b">{nameOf(benefit)}</b>
                  <div className={styles.more}>
                    {t("benefits.worth", { price: money(benefit.price, 2) })}{benefit.cost !== null && <> · {t("benefits.costs", { cost: money(benefit.cost, 2) })}</>} · {inTiers(benefit.code) ? t("benefits.in", { tiers: inTiers(benefit.code), period: t(`per.${benefit.period}`) }) : <span className="warn">{t("benefits.unused")}</span>}{benefit.says && ` · ${benefit.says}`}
                  </div>
                </div>
              )}
              <Removes at={at} what={nameOf(benefit)} act={() => drop(n, benefit.code)} />
            </li>
          );
        })}
      </ul>
      <Adds at={["benefits"]} item={{ ...BENEFIT, code: freeCode("benefit", benefits), name: t("benefits.new"), name_en: "New benefit" }} label={t("benefits.add")} />
    </>
  );
}

export function WalletSection() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { wallet } = document;
  const spends = (["proportion", "gift_last"] as const).map((value) => ({ value, label: t(`choice.spends.${value}`) }));
  return (
    <Lines>
      <Line label={t("wallet.on")}><Option at={["wallet", "enabled"]} label={t("wallet.on")} off={t("wallet.off")}>{t("wallet.isOn")}</Option></Line>
      {wallet.enabled && (
        <>
          <Line label={t("wallet.offers")} at={["wallet", "offers"]}>
            {wallet.offers.length === 0 && !editing && <span className="t3">{t("wallet.noOffers")}</span>}
            <ul className={editing ? undefined : styles.reads}>
              {wallet.offers.map((offer, n) => {
                const [pay, gift] = [Number(offer.pay), Number(offer.gift)];
                return (
                  <li key={n} className={styles.item}>
                    <span><Says k="says.offer" parts={{ pay: <Money at={["wallet", "offers", n, "pay"]} />, gift: <Money at={["wallet", "offers", n, "gift"]} /> }} /> <span className="cap t3">{t("wallet.effective", { rate: rate(pay + gift > 0 ? gift / (pay + gift) : null) })}</span></span>
                    <Removes at={["wallet", "offers", n]} what={t("wallet.offer")} />
                  </li>
                );
              })}
            </ul>
            <Adds at={["wallet", "offers"]} item={{ pay: "1000.00", gift: "300.00" }} label={t("wallet.addOffer")} />
          </Line>
          <Line label={t("wallet.any")}><Option at={["wallet", "any_amount"]} label={t("wallet.any")} off={t("wallet.noAny")}>{t("wallet.isAny")}</Option></Line>
          <Line label={t("wallet.spendsLabel")}><Pick at={["wallet", "spends"]} options={spends} width={220} /></Line>
          <Line label={t("wallet.lasting")}><Says k="says.gift" parts={{ months: <Num at={["wallet", "gift_months"]} unit="months" max={120} empty={t("wallet.noEnd")} width={120} /> }} /></Line>
          <Line label={t("wallet.refund")}><Says k="says.refund" parts={{ days: <Num at={["wallet", "refund_days"]} unit="days" min={7} max={365} /> }} /></Line>
          <Line label={t("wallet.limits")}><Says k="says.limits" parts={{ named: <Money at={["wallet", "named_max"]} />, unnamed: <Money at={["wallet", "unnamed_max"]} /> }} /></Line>
          <Line label={t("wallet.warn")}><Says k="says.warnTotal" parts={{ total: <Money at={["wallet", "warn_total"]} empty={t("wallet.noWarn")} width={140} /> }} /></Line>
        </>
      )}
    </Lines>
  );
}

export function PunchSection() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { punch_cards, coupons } = document;
  const nameOf = useName();
  const gifts = coupons.map((kind) => ({ value: kind.code, label: nameOf(kind) }));
  const counts = (["visits", "nights"] as const).map((value) => ({ value, label: t(`measure.${value}`) }));
  const tells = (["month", "quarter", "no"] as const).map((value) => ({ value, label: t(`choice.tell.${value}`) }));
  return (
    <>
      <FlawAt at={["punch_cards"]} />
      {punch_cards.length === 0 && !editing && <p className="t3">{t("punch.none")}</p>}
      <ul className={styles.things}>
        {punch_cards.map((card, n) => {
          const at = ["punch_cards", n];
          return (
            <li key={card.code} className={styles.thing}>
              <div>
                <b className="b">{editing ? <Text at={[...at, "name"]} width={150} /> : nameOf(card)}</b> {editing && <Text at={[...at, "name_en"]} width={150} />}
                <div className={styles.sentence}>
                  <Says k="says.punch" parts={{ every: <Num at={[...at, "every"]} />, counts: <Pick at={[...at, "counts"]} options={counts} width={108} />, coupon: <Pick at={[...at, "coupon"]} options={gifts} width={150} /> }} />{" "}
                  <span className="cap t3">{t("punch.effective", { rate: rate(card.every > 0 ? 1 / (card.every + 1) : null) })}</span>
                  <div className={editing ? undefined : styles.more}><Says k="says.punchTell" parts={{ tell: <Pick at={[...at, "tell"]} options={tells} width={124} />, months: <Num at={[...at, "months"]} unit="months" max={120} empty={t("punch.noEnd")} width={110} /> }} /></div>
                </div>
              </div>
              <Removes at={at} what={nameOf(card)} />
            </li>
          );
        })}
      </ul>
      {gifts.length === 0 && editing ? <p className="cap t3">{t("punch.needs")}</p> : <Adds at={["punch_cards"]} item={{ ...PUNCH, code: freeCode("punch", punch_cards), name: t("punch.new"), name_en: "Stay 8, get 1", coupon: gifts[0]?.value ?? "" }} label={t("punch.add")} />}
    </>
  );
}

export function TwoPersonsSection() {
  const { t } = useTranslation("programme");
  return (
    <Lines>
      <Line label={t("two.points")}><Says k="says.twoPoints" parts={{ n: <Num at={["two_persons", "points"]} unit="points" width={110} label={t("two.points")} /> }} /></Line>
      <Line label={t("two.money")}><Says k="says.twoMoney" parts={{ n: <Money at={["two_persons", "money"]} label={t("two.money")} /> }} /></Line>
    </Lines>
  );
}
