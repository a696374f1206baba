import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PointsMoved, Terms } from "@/api/valueTypes";
import { Bones, EmptyState } from "@/components/States";
import { useProblemText } from "@/components/problems";
import { cents, centsOf, whole, yuan } from "@/lib/cents";
import { count } from "@/lib/numbers";
import { ActForm, type Change } from "./ActForm";
import { Done } from "./Done";
import { MoneyField, Options, PointsField } from "./fields";
import { useOffers, type Offer } from "./offers";
import { inYuan } from "./purse";
import { mostPoints, planBill, roundPoints, type BillTerms } from "./reckoning";
import type { WayProps } from "./RedeemForm";
import { usePointsChange, useRedeem } from "./spending";
import { Undo } from "./Undo";
import { useSpendable } from "./useSpendable";
import { price, sum, useSaying } from "./words";
import styles from "./value.module.css";

const billTerms = ({ points }: Terms): BillTerms => ({ points: points?.bill?.points ?? 1000, worth: centsOf(points?.bill?.money ?? "50.00"), maxPercent: points?.bill?.max_percent ?? 100 });

/** What the bill comes to as it is typed: one's own points are proposed, the family's only when somebody says so. */
function useBill(terms: Terms, mine: number, balance: number) {
  const [text, setText] = useState("");
  const [own, setOwn] = useState<string | null>(null);
  const rule = billTerms(terms);
  const bill = cents(text);
  const most = bill === null ? 0 : mostPoints(bill, balance, rule);
  const proposed = bill === null ? 0 : mostPoints(bill, mine, rule);
  const points = own === null ? proposed : whole(own);
  const tooMany = points !== null && points > balance;
  const plan = bill !== null && points && !tooMany ? planBill(bill, points, rule) : null;
  const type = (value: string) => {
    setText(value);
    setOwn(null);
  };
  return { text, type, own, setOwn, rule, bill, most, proposed, points, tooMany, plan };
}

/** Points off the bill, or for one of the offers: type or touch, read before and after, confirm. */
export function DeskWay({ card, terms, close }: WayProps) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const problemText = useProblemText();
  const { own: mine, all: balance, others } = useSpendable(card, terms);
  const bill = useBill(terms, mine, balance);
  const { offers, catalogue } = useOffers(card, terms, balance);
  const [id, setId] = useState<string | null>(null);
  const chosen = bill.text === "" ? (offers.find((one) => one.id === id) ?? null) : null;
  const asksBill = terms.points?.bill?.enabled ?? false;
  if (redeem.data) return <Redeemed done={redeem.data} offer={chosen} guest={card.id} changes={changes.moved(redeem.data)} close={close} />;
  if (!asksBill && catalogue.data && offers.length === 0) return <EmptyState title={t("reward.none")}>{t("reward.noneHint")}</EmptyState>;
  const stay = card.worth?.external_id;
  const submit = () => {
    if (chosen) redeem.send({ way: chosen.way, code: chosen.code, ...(chosen.way === "reward" && { quantity: 1 }) });
    else if (bill.plan && bill.bill !== null) redeem.send({ way: "bill", bill: yuan(bill.bill), points: bill.plan.points, ...(stay && { stay }) });
  };
  const confirm = chosen ? t("reward.confirm", { name: chosen.name }) : bill.plan ? t("bill.confirm", { money: inYuan(bill.plan.off) }) : t("redeem.do");
  return (
    <ActForm
      confirm={confirm} ready={chosen !== null || bill.plan !== null} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, chosen?.points ?? bill.plan?.points ?? null, others)} submit={submit}
    >
      {asksBill && <BillFields bill={bill} balance={balance} />}
      {bill.text === "" && (
        <div>
          {asksBill && offers.length > 0 && <h3 className={styles.or}>{t("redeem.or")}</h3>}
          {catalogue.isPending && <Bones height={240} lines={4} />}
          {catalogue.isError && <p className={styles.problem} role="alert">{problemText(catalogue.error)}</p>}
          <Options
            label={t("reward.choose")} value={id} choose={setId}
            options={offers.map((one) => ({
              value: one.id, title: one.name, about: one.about, not: one.not,
              aside: <><b>{t("nPoints", { n: count(one.points), count: one.points })}</b>{one.money && <small>+ {price(one.money)}</small>}</>,
            }))}
          />
        </div>
      )}
    </ActForm>
  );
}

function BillFields({ bill, balance }: { bill: ReturnType<typeof useBill>; balance: number }) {
  const { t } = useTranslation("value");
  const { text, rule, most, proposed, own, points, plan } = bill;
  const full = bill.bill === null || most === 0 ? null : planBill(bill.bill, most, rule);
  const hint = full ? t("bill.most", { points: count(most), money: inYuan(full.off) }) : bill.bill === null ? t("bill.rule", { points: count(rule.points), money: inYuan(rule.worth) }) : t("bill.nothing");
  const problem = bill.tooMany ? t("notEnough", { n: count(balance) })
    : own !== null && own !== "" && points === null ? t("notWhole")
      : points !== null && points > 0 && bill.bill !== null && !plan ? t("bill.tooMany", { n: count(most) }) : undefined;
  return (
    <>
      <MoneyField label={t("bill.bill")} value={text} change={bill.type} focus hint={hint} problem={text !== "" && bill.bill === null ? t("notMoney") : undefined} />
      {text !== "" && (
        <>
          <PointsField label={t("bill.points")} unit={t("unit")} value={own ?? (proposed > 0 ? String(proposed) : "")} change={bill.setOwn} problem={problem} />
          {most > 0 && (
            <div className={styles.quick} role="group" aria-label={t("bill.points")}>
              {[...new Set([...roundPoints(most, rule), ...(proposed > 0 ? [proposed] : []), most])].sort((a, b) => a - b).map((one) => (
                <button key={one} type="button" className={points === one ? "chip on" : "chip"} aria-pressed={points === one} onClick={() => bill.setOwn(String(one))}>
                  {one === proposed ? t("bill.all", { n: count(one) }) : one === most ? t("bill.family", { n: count(one) }) : t("nPoints", { n: count(one), count: one })}
                </button>
              ))}
            </div>
          )}
          <dl className={styles.facts}>
            <div><dt>{t("bill.off")}</dt><dd>{plan ? inYuan(plan.off) : "–"}</dd></div>
            <div><dt>{t("bill.pay")}</dt><dd>{plan ? inYuan(plan.pay) : bill.bill !== null ? inYuan(bill.bill) : "–"}</dd></div>
          </dl>
        </>
      )}
    </>
  );
}

/** What came of it: money off and to pay, or a code, or a thing to hand over. */
function Redeemed({ done, offer, guest, changes, close }: { done: PointsMoved; offer: Offer | null; guest: string; changes: Change[]; close: () => void }) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const codes = done.coupon ? [done.coupon.code] : (done.fulfilment?.coupons ?? []);
  const facts = [
    ...(done.money_off ? [[t("bill.off"), sum(done.money_off)] as const] : []),
    ...(done.to_pay && (!offer || Number(done.to_pay.amount) > 0) ? [[t(offer ? "reward.collect" : "bill.pay"), sum(done.to_pay)] as const] : []),
    ...(offer?.draw ? [[t("game.drawn"), done.prize ? nameOf(done.prize) : t("game.nothing")] as const] : []),
    ...codes.map((code) => [t("coupon.code"), <span key={code} className={styles.code}>{code}</span>] as const),
    ...(done.from_family ? [[t("family.from"), t("nPoints", { n: count(done.from_family), count: done.from_family })] as const] : []),
    ...(done.fulfilment ? [[t("reward.next"), t(done.fulfilment.state === "open" ? "reward.handOver" : "reward.given")] as const] : []),
  ];
  const title = offer ? t(offer.way === "tier" ? "tierWay.done" : "reward.done", { name: offer.name }) : t("bill.done", { money: sum(done.money_off) });
  return <Done title={title} facts={facts} changes={changes} close={close}><TakeBack done={done} offer={offer} guest={guest} /></Done>;
}

/** A bill is taken back in the ledger, a reward where it is handed over; offers and tiers where they were brought about. */
function TakeBack({ done, offer, guest }: { done: PointsMoved; offer: Offer | null; guest: string }) {
  if (done.fulfilment?.state === "open") return <Undo path={`/fulfilments/${done.fulfilment.id}/cancel`} body={{}} />;
  return offer ? null : <Undo path={`/guests/${guest}/points/reverse`} body={{ posting: done.posting.id }} />;
}
