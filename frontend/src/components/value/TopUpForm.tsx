import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, MoneyMoved, Terms } from "@/api/valueTypes";
import { Icon } from "@/components/Icon";
import { cents, centsOf, yuan } from "@/lib/cents";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { MoneyField, Options, TextField } from "./fields";
import { inYuan, METHODS, purseOf, useMoneyChange, type Method } from "./purse";
import { PrintReceipt } from "./Receipt";
import { useAct } from "./useAct";
import styles from "./value.module.css";

const OTHER = "other";

/** Pay so much, get so much on top: the offers are buttons, another amount where the programme takes it. */
export function TopUpForm({ card, terms, close, done: told }: { card: MemberCard; terms: Terms; close: () => void; done?: (() => void) | undefined }) {
  const { t } = useTranslation("value");
  const changes = useMoneyChange();
  const act = useAct<MoneyMoved>(told);
  const offers = terms.wallet?.offers ?? [];
  const [choice, setChoice] = useState<string | null>(offers.length === 0 ? OTHER : null);
  const [text, setText] = useState("");
  const [method, setMethod] = useState<Method>("wechat");
  const [reference, setReference] = useState("");
  const offer = offers.find(({ pay }) => pay === choice);
  const pay = choice === OTHER ? cents(text) : offer ? centsOf(offer.pay) : null;
  const gift = offer ? centsOf(offer.gift ?? "0") : 0;
  const most = centsOf(terms.wallet?.named_max ?? "0");
  const purse = purseOf(card.wallet);
  const over = pay !== null && most > 0 && purse.principal + purse.gift + pay + gift > most;
  const done = act.data;
  if (done) {
    return (
      <Done title={t("topUp.done", { money: inYuan(pay ?? 0) })} close={close} changes={changes.moved(done)} facts={[[t("principal"), `+${inYuan(pay ?? 0)}`], ...(gift > 0 ? [[t("gift"), `+${inYuan(gift)}`] as const] : []), [t("topUp.method"), t(`method.${method}`)]]}>
        <PrintReceipt posting={done.posting.id} />
      </Done>
    );
  }
  const body = { pay: yuan(pay ?? 0), method, ...(gift > 0 && { gift_offer: offer?.pay }), ...(reference.trim() && { reference: reference.trim() }) };
  return (
    <ActForm
      confirm={pay ? t("topUp.confirm", { money: inYuan(pay) }) : t("topUp.do")} ready={pay !== null && pay > 0} pending={act.isPending} problem={act.error}
      changes={changes.planned(card, pay === null ? null : { principal: pay, gift })} submit={() => act.mutate({ path: `/guests/${card.id}/wallet/top-ups`, body })}
      note={over && <p className={styles.note}><Icon name="warn" />{t("topUp.over", { money: inYuan(most) })}</p>}
    >
      <Options
        label={t("topUp.offer")} value={choice} choose={setChoice} columns={2}
        options={[
          ...offers.map((one) => ({ value: one.pay, title: t("topUp.pay", { money: inYuan(centsOf(one.pay)).replace(".00", "") }), about: centsOf(one.gift ?? "0") > 0 ? t("topUp.gives", { money: inYuan(centsOf(one.gift ?? "0")).replace(".00", "") }) : t("topUp.noGift") })),
          ...(terms.wallet?.any_amount ? [{ value: OTHER, title: t("topUp.other"), about: t("topUp.noGift") }] : []),
        ]}
      />
      {choice === OTHER && <MoneyField label={t("topUp.amount")} value={text} change={setText} focus problem={text !== "" && pay === null ? t("notMoney") : undefined} />}
      <div className="field">
        <label>{t("topUp.method")}</label>
        <Segmented<Method> block aria-label={t("topUp.method")} value={method} options={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))} onChange={setMethod} />
      </div>
      <TextField label={t("topUp.reference")} value={reference} change={setReference} hint={t("topUp.referenceHint")} most={64} />
    </ActForm>
  );
}
