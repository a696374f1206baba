import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, MoneyMoved, Terms } from "@/api/valueTypes";
import { cents, yuan } from "@/lib/cents";
import { sum } from "./words";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { MoneyField, ReasonField } from "./fields";
import { inYuan, purseOf, useMoneyChange } from "./purse";
import { PrintReceipt } from "./Receipt";
import { splitCharge } from "./reckoning";
import { Undo } from "./Undo";
import { useAct } from "./useAct";

/** Pays with stored value: the sum, and for what. */
export function ChargeForm({ card, terms, close, done: told }: { card: MemberCard; terms: Terms; close: () => void; done?: (() => void) | undefined }) {
  const { t } = useTranslation("value");
  const changes = useMoneyChange();
  const act = useAct<MoneyMoved>(told);
  const usual = t("charge.usual").split("|");
  const [text, setText] = useState("");
  const [what, setWhat] = useState(usual[0] ?? "");
  const purse = purseOf(card.wallet);
  const amount = cents(text);
  const short = amount !== null && amount > purse.principal + purse.gift;
  const split = amount !== null && !short ? splitCharge(amount, purse, terms.wallet?.spends ?? "proportion") : null;
  const done = act.data;
  if (done) {
    return (
      <Done
        title={t("charge.done", { money: inYuan(amount ?? 0) })} close={close} changes={changes.moved(done)}
        facts={[[t("charge.what"), what], [t("charge.fromPrincipal"), sum(done.principal)], [t("charge.fromGift"), sum(done.gift)]]}
      >
        <div className="row wraps"><PrintReceipt posting={done.posting.id} /><Undo path={`/guests/${card.id}/wallet/reverse`} body={{ posting: done.posting.id }} /></div>
      </Done>
    );
  }
  const stay = card.worth?.external_id;
  return (
    <ActForm
      confirm={amount ? t("charge.confirm", { money: inYuan(amount) }) : t("charge.do")} ready={split !== null && Boolean(amount) && what.trim() !== ""} pending={act.isPending} problem={act.error}
      changes={changes.planned(card, split && { principal: -split.principal, gift: -split.gift })}
      submit={() => act.mutate({ path: `/guests/${card.id}/wallet/charges`, body: { amount: yuan(amount ?? 0), what: what.trim(), ...(stay && { stay }) } })}
    >
      <MoneyField
        label={t("charge.amount")} value={text} change={setText} focus hint={t("charge.has", { money: inYuan(purse.principal + purse.gift) })}
        problem={short ? t("charge.short", { money: inYuan(amount - purse.principal - purse.gift) }) : text !== "" && amount === null ? t("notMoney") : undefined}
      />
      <ReasonField label={t("charge.what")} value={what} change={setWhat} usual={usual} hint={stay && t("charge.stay", { stay })} />
    </ActForm>
  );
}
