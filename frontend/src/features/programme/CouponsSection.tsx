import { useTranslation } from "react-i18next";
import type { CouponKind } from "@/api/programmeTypes";
import { count, money } from "@/lib/numbers";
import { useEditing, useSection } from "./editing";
import { Adds, Day, FlawAt, Money, Num, Option, Pick, Removes, Says, Text } from "./fields";
import { Box } from "./OtherSections";
import styles from "./programme.module.css";
import { useName } from "./useName";
import { COUPON, freeCode } from "./whole";

const KINDS = ["fixed", "percent", "threshold", "upgrade", "free_night"] as const;

/** Kinds of coupons: what one is worth, how long, and how many there may be. */
export function CouponsSection() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { coupons } = document;
  const nameOf = useName();
  return (
    <>
      <FlawAt at={["coupons"]} />
      {coupons.length === 0 && !editing && <p className="t3">{t("coupons.none")}</p>}
      <ul className={styles.things}>
        {coupons.map((kind, n) => (
          <li key={kind.code} className={styles.thing}>
            {editing ? <CouponForm kind={kind} index={n} /> : <CouponWords kind={kind} />}
            <Removes at={["coupons", n]} what={nameOf(kind)} />
          </li>
        ))}
      </ul>
      <Adds at={["coupons"]} item={{ ...COUPON, code: freeCode("coupon", coupons), name: t("coupons.new"), name_en: "New coupon" }} label={t("coupons.add")} />
    </>
  );
}

type T = ReturnType<typeof useTranslation>["t"];

/** 满 40 减 4, 满 150 减 8. */
function gives(t: T, kind: CouponKind): string {
  const amount = money(kind.amount, kind.amount?.endsWith(".00") ? 0 : 2);
  switch (kind.kind) {
    case "fixed": return t("coupons.fixed", { amount });
    case "percent": return t(kind.amount === null ? "coupons.percent" : "coupons.percentMost", { n: kind.percent ?? 0, amount });
    case "threshold": return kind.steps.map(({ over, off }) => t("coupons.step", { over: money(over), off: money(off) })).join(t("and"));
    case "upgrade": return t("coupons.upgrade", { room: kind.room_type ?? t("coupons.anyRoom") });
    case "free_night": return t("coupons.freeNight", { amount });
  }
}

function CouponWords({ kind }: { kind: CouponKind }) {
  const { t } = useTranslation("programme");
  const nameOf = useName();
  const days = kind.valid_days === null ? null : t("coupons.days", { count: kind.valid_days, n: kind.valid_days });
  const until = kind.valid_until === null ? null : t("coupons.until", { day: kind.valid_until });
  const parts = [
    Number(kind.min_spend) > 0 && t("coupons.minSpend", { amount: money(kind.min_spend) }),
    [days, until].filter(Boolean).join(t("coupons.orFirst")) || t("coupons.noEnd"),
    t(kind.stackable ? "coupons.stacks" : "coupons.alone"),
    kind.stock !== null && t("coupons.stock", { n: count(kind.stock) }),
    kind.budget !== null && t("coupons.budget", { amount: money(kind.budget) }),
    kind.per_guest !== null && t("coupons.perGuest", { n: kind.per_guest }),
    kind.says,
  ].filter(Boolean);
  return (
    <div>
      <b className="b">{nameOf(kind)}</b>　{gives(t, kind)}
      <div className={styles.more}>{parts.join(" · ")}</div>
    </div>
  );
}

function CouponForm({ kind, index }: { kind: CouponKind; index: number }) {
  const { t } = useTranslation("programme");
  const { set } = useEditing();
  const at = ["coupons", index];
  const kinds = KINDS.map((value) => ({ value, label: t(`choice.coupon.${value}`) }));
  /** Another kind needs other figures: what does not belong goes, what is needed gets a start. */
  const choose = (next: (typeof KINDS)[number]) => set(at, {
    ...kind, kind: next,
    amount: next === "fixed" || next === "free_night" ? (kind.amount ?? "20.00") : null,
    percent: next === "percent" ? (kind.percent ?? 10) : null,
    steps: next === "threshold" ? (kind.steps.length ? kind.steps : [{ over: "40.00", off: "4.00" }]) : [],
    room_type: next === "upgrade" ? kind.room_type : null,
  });
  return (
    <div>
      <div className={styles.form}>
        <Box label={t("word.name")}><Text at={[...at, "name"]} width={128} /></Box>
        <Box label={t("word.name_en")}><Text at={[...at, "name_en"]} width={128} /></Box>
        <Box label={t("word.kind")}><Pick at={[...at, "kind"]} options={kinds} width={116} choose={choose} /></Box>
        {kind.kind === "percent" && <Box label={t("word.percent")}><Num at={[...at, "percent"]} unit="percentOff" min={0} max={100} /></Box>}
        {kind.kind !== "threshold" && kind.kind !== "upgrade" && <Box label={t(kind.kind === "percent" ? "coupons.most" : "word.amount")}><Money at={[...at, "amount"]} {...(kind.kind === "percent" && { empty: t("noCap") })} width={100} /></Box>}
        {kind.kind === "upgrade" && <Box label={t("word.room_type")}><Text at={[...at, "room_type"]} width={116} empty={t("coupons.anyRoom")} /></Box>}
        <Box label={t("word.min_spend")}><Money at={[...at, "min_spend"]} width={100} /></Box>
        <Box label={t("word.valid_days")}><Num at={[...at, "valid_days"]} unit="days" max={3660} empty={t("noEnd")} /></Box>
        <Box label={t("word.valid_until")}><Day at={[...at, "valid_until"]} empty={t("noEnd")} /></Box>
        <Box label={t("word.stock")}><Num at={[...at, "stock"]} empty={t("noCap")} /></Box>
        <Box label={t("word.budget")}><Money at={[...at, "budget"]} empty={t("noCap")} width={116} /></Box>
        <Box label={t("word.per_guest")}><Num at={[...at, "per_guest"]} empty={t("noCap")} /></Box>
        <Box label={t("word.cost")}><Money at={[...at, "cost"]} empty={t("coupons.asFace")} width={108} /></Box>
        <Box label={t("word.stackable")}><Option at={[...at, "stackable"]} label={t("word.stackable")} off={t("coupons.alone")}>{t("coupons.stacks")}</Option></Box>
        <Box label={t("word.says")}><Text at={[...at, "says"]} width={240} max={200} empty={t("coupons.saysLike")} /></Box>
      </div>
      {kind.kind === "threshold" && (
        <div>
          <FlawAt at={[...at, "steps"]} />
          {kind.steps.map((_, n) => (
            <div key={n} className={styles.item}>
              <span><Says k="says.step" parts={{ over: <Money at={[...at, "steps", n, "over"]} />, off: <Money at={[...at, "steps", n, "off"]} /> }} /></span>
              <Removes at={[...at, "steps", n]} what={t("coupons.stepWord")} />
            </div>
          ))}
          <Adds at={[...at, "steps"]} item={{ over: "150.00", off: "8.00" }} label={t("coupons.addStep")} />
        </div>
      )}
    </div>
  );
}
