import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cents, centsOf, whole, yuan } from "@/lib/cents";
import { count, money } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { MoneyField, PointsField } from "./fields";
import { mostPoints, planBill, roundPoints } from "./reckoning";
import type { WayProps } from "./RedeemForm";
import { usePointsChange, useRedeem } from "./spending";
import { Undo } from "./Undo";
import { sum } from "./words";
import styles from "./value.module.css";

const shown = (value: number): string => money(yuan(value), 2);

/** Points off the bill: type the bill, and the rest is proposed. */
export function BillWay({ card, terms, close }: WayProps) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const [text, setText] = useState("");
  const [own, setOwn] = useState<string | null>(null);
  const bill = cents(text);
  const rule = { points: terms.points?.bill?.points ?? 1000, worth: centsOf(terms.points?.bill?.money ?? "50.00"), maxPercent: terms.points?.bill?.max_percent ?? 100 };
  const balance = card.points?.balance ?? 0;
  const most = bill === null ? 0 : mostPoints(bill, balance, rule);
  const points = own === null ? most : whole(own);
  const plan = bill !== null && points ? planBill(bill, points, rule) : null;
  const tooMany = points !== null && points > balance;
  const done = redeem.data;
  if (done) {
    return (
      <Done
        title={t("bill.done", { money: sum(done.money_off) })} close={close} changes={changes.moved(done)}
        facts={[[t("bill.off"), sum(done.money_off)], [t("bill.pay"), sum(done.to_pay)]]}
      >
        <Undo guest={card.id} posting={done.posting.id} />
      </Done>
    );
  }
  const full = bill === null || most === 0 ? null : planBill(bill, most, rule);
  const hint = bill === null ? t("bill.rule", { points: count(rule.points), money: shown(rule.worth) })
    : full ? t("bill.most", { points: count(most), money: shown(full.off) })
      : t("bill.nothing");
  return (
    <ActForm
      confirm={plan ? t("bill.confirm", { money: shown(plan.off) }) : t("bill.do")} ready={plan !== null && !tooMany} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, plan && !tooMany ? plan.points : null)}
      submit={() => { if (bill !== null && plan) redeem.send({ way: "bill", bill: yuan(bill), points: plan.points }); }}
    >
      <MoneyField label={t("bill.bill")} value={text} change={(value) => { setText(value); setOwn(null); }} focus hint={hint} problem={text !== "" && bill === null ? t("notMoney") : undefined} />
      <PointsField
        label={t("bill.points")} unit={t("unit")} value={own ?? (most > 0 ? String(most) : "")} change={setOwn}
        problem={tooMany ? t("notEnough", { n: count(balance) }) : own !== null && own !== "" && points === null ? t("notWhole") : points !== null && bill !== null && !plan ? t("bill.tooMany", { n: count(most) }) : undefined}
      />
      {most > 0 && (
        <div className={styles.usual} role="group" aria-label={t("bill.points")}>
          {[...roundPoints(most, rule), most].map((one) => (
            <button key={one} type="button" className={points === one ? "chip on" : "chip"} aria-pressed={points === one} onClick={() => setOwn(String(one))}>
              {one === most ? t("bill.all", { n: count(one) }) : t("nPoints", { n: count(one), count: one })}
            </button>
          ))}
        </div>
      )}
      <dl className={styles.facts}>
        <div><dt>{t("bill.off")}</dt><dd>{plan ? shown(plan.off) : "–"}</dd></div>
        <div><dt>{t("bill.pay")}</dt><dd>{plan ? shown(plan.pay) : bill !== null ? shown(bill) : "–"}</dd></div>
      </dl>
    </ActForm>
  );
}
