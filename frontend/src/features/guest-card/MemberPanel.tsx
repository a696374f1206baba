import { useQuery } from "@tanstack/react-query";
import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { terms as termsQuery } from "@/api/value";
import type { MemberCard, PointsHeld, Terms } from "@/api/valueTypes";
import type { DeskAct } from "@/components/value/ActDrawer";
import { useSoon } from "@/components/value/useSoon";
import { actionsOf } from "@/components/value/EarnForm";
import { shortened } from "@/components/value/reckoning";
import { sum, useSaying } from "@/components/value/words";
import { Icon } from "@/components/Icon";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { BalanceLink } from "./BalanceLink";
import { apart } from "./progress";
import { Standing } from "./Standing";
import styles from "./member.module.css";

const LOTS = 4;

interface MemberPanelProps {
  card: MemberCard;
  act: (doing: DeskAct) => void;
  ledger: () => void;
}

/** What the guest is and holds by the programme: tier, points with their lots, stored value, coupons. */
export function MemberPanel({ card, act, ledger }: MemberPanelProps) {
  const { t } = useTranslation("member");
  const { nameOf } = useSaying();
  return (
    <section className="panel" aria-label={t("title")}>
      <header>
        <h2 className="h2">{t("title")}</h2>
        {card.tier && <span className="tag acc" style={{ marginTop: 2 }}>{nameOf(card.tier)}</span>}
        <span className="grow" />
        <BalanceLink guest={card.id} />
        <button type="button" className={styles.link} onClick={ledger}>{t("ledger")}</button>
      </header>
      <Standing card={card} />
      <Holdings card={card} />
      {card.points && <OfPoints points={card.points} />}
      {card.points && card.points.lots.length > 0 && <Lots card={card} ledger={ledger} />}
      <Acts card={card} act={act} />
    </section>
  );
}

function Holdings({ card }: { card: MemberCard }) {
  const { t } = useTranslation("member");
  const { nameOf } = useSaying();
  const { points, wallet, coupons } = card;
  const [coupon] = coupons ?? [];
  if (!points && !wallet && !coupons) return null;
  return (
    <div className={styles.tri}>
      {points && (
        <div>
          <span className="cap t3">{t("points")}</span>
          <b>{count(points.balance)}</b>
          <span className="cap t3">{t("base", { n: count(points.base) })}</span>
          <span className="cap t3">{t("bonus", { n: count(points.bonus) })}</span>
        </div>
      )}
      {wallet && (
        <div>
          <span className="cap t3">{t("wallet")}</span>
          <b>{sum(wallet.balance)}</b>
          <span className="cap t3">{t("principal", { n: wallet.principal.amount })}</span>
          <span className="cap t3">{t("gift", { n: wallet.gift.amount })}</span>
        </div>
      )}
      {coupons && (
        <div>
          <span className="cap t3">{t("coupons")}</span>
          <b>{t("nCoupons", { n: coupons.length, count: coupons.length })}</b>
          {coupon && <span className="cap t3">{nameOf(coupon)}</span>}
          {coupon?.expires_on && <span className="cap t3">{t("until", { on: coupon.expires_on.slice(5) })}</span>}
        </div>
      )}
    </div>
  );
}

/** What the points are worth, what ends soon, and what is owed. */
function OfPoints({ points }: { points: PointsHeld }) {
  const { t } = useTranslation("member");
  const [soon] = useSoon(points);
  if (!points.worth && !soon && points.owed === 0) return null;
  return (
    <p className={styles.held}>
      {points.worth && <span>{t("worthOf", { money: sum(points.worth) })}</span>}
      {soon && <span className="warn">{t("soon", { on: soon.on, n: count(soon.points) })}</span>}
      {points.owed > 0 && <span className="warn">{t("owed", { n: count(points.owed) })}</span>}
    </p>
  );
}

/** Soonest to end first, as they are spent; what cannot be spent yet stands apart. */
function Lots({ card, ledger }: { card: MemberCard; ledger: () => void }) {
  const { t } = useTranslation("member");
  const { say } = useSaying();
  const { ready, pending } = apart(card.points?.lots ?? []);
  const { shown, more, points } = shortened(ready, LOTS);
  const soon = new Set(useSoon(card.points).map(({ on }) => on));
  return (
    <table className={`tbl dense ${styles.lots ?? ""}`} aria-label={t("lots.label")}>
      <thead>
        <tr><th scope="col" aria-sort="ascending">{t("lots.ends")} ↑</th><th scope="col">{t("lots.kind")}</th><th scope="col">{t("lots.from")}</th><th scope="col" className="num">{t("lots.left")}</th></tr>
      </thead>
      <tbody>
        {shown.map((lot) => {
          const ending = lot.expires_on !== null && soon.has(lot.expires_on);
          return (
            <tr key={lot.id}>
              <td>{lot.expires_on ?? t("lots.never")}{ending && <span className={styles.ending}>{t("lots.soon")}</span>}</td>
              <td><span className={lot.kind === "base" ? "tag acc" : "tag"}>{t(`kind.${lot.kind}`)}</span></td>
              <td className="t2 wrap">{say(lot.origin)}</td>
              <td className="num">{count(lot.points)}</td>
            </tr>
          );
        })}
        {more > 0 && (
          <tr><td colSpan={4}><button type="button" className={styles.link} onClick={ledger}>{t("lots.more", { n: more, points: count(points), count: more })}</button></td></tr>
        )}
        {pending.map((lot) => (
          <tr key={lot.id} className={styles.pending}>
            <td>{lot.matures_on ? t("lots.matures", { on: lot.matures_on.slice(5) }) : "–"}</td>
            <td><span className="tag">{t("kind.pending")}</span></td>
            <td className="t2 wrap">{say(lot.origin)}</td>
            <td className="num t2">{count(lot.points)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Everything that is seldom done, as far as the programme has it and this person may. */
function rarely(card: MemberCard, terms: Terms | null | undefined, may: (ability: "move_value" | "adjust_value") => boolean): Exclude<DeskAct["act"], "redeem" | "useCoupon">[] {
  if (!terms) return [];
  const moves = may("move_value");
  const hand = may("adjust_value");
  return [
    ...(moves && terms.wallet?.enabled ? ["topUp" as const] : []),
    ...(hand && terms.wallet?.enabled && Number(card.wallet?.principal.amount ?? 0) > 0 ? ["refund" as const] : []),
    ...(moves && terms.points?.enabled && actionsOf(terms).length > 0 ? ["earn" as const] : []),
    ...(hand && terms.points?.enabled ? ["adjust" as const] : []),
    ...(moves && terms.points?.transfer?.enabled ? ["transfer" as const] : []),
    ...(moves && terms.points?.family?.enabled ? ["family" as const] : []),
    ...(moves && terms.points?.purchase?.enabled ? ["purchase" as const] : []),
    ...(moves ? ["tier" as const] : []),
    ...(hand && terms.coupons?.length ? ["issue" as const] : []),
  ];
}

function Acts({ card, act }: { card: MemberCard; act: (doing: DeskAct) => void }) {
  const { t } = useTranslation("member");
  const { api: house, path, may } = usePropertyScope();
  const { data } = useQuery(termsQuery(house));
  const seldom = rarely(card, data?.programme, may);
  const waiting = card.second_approvals ?? 0;
  const redeems = may("move_value") && card.points !== null;
  const charges = may("move_value") && card.wallet !== null;
  if (!redeems && !charges && seldom.length === 0 && waiting === 0) return null;
  return (
    <footer className={styles.acts}>
      {waiting > 0 && (may("approve_value") ? <Link to={`${path}/member-tasks/approvals`}>{t("waiting", { n: waiting, count: waiting })}</Link> : <span>{t("waiting", { n: waiting, count: waiting })}</span>)}
      <span className="grow" />
      {redeems && <button type="button" className="btn" onClick={() => act({ act: "redeem" })}>{t("act.redeem")}</button>}
      {charges && <button type="button" className="btn" onClick={() => act({ act: "charge" })}>{t("act.charge")}</button>}
      {seldom.length > 0 && (
        <Dropdown trigger={["click"]} placement="topRight" menu={{ items: seldom.map((key) => ({ key, label: t(`act.${key}`) })), onClick: ({ key }) => act({ act: key as (typeof seldom)[number] }) }}>
          <button type="button" className="btn" aria-label={t("act.more")} title={t("act.more")}><Icon name="more" /></button>
        </Dropdown>
      )}
    </footer>
  );
}
