import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { walletOf } from "@/api/value";
import type { MemberCard, MoneyMoved, RefundCause, Refundable, Waiting } from "@/api/valueTypes";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { cents, centsOf, yuan } from "@/lib/cents";
import { usePropertyScope } from "@/session/scope";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { MoneyField, Options, ReasonField } from "./fields";
import { inYuan, METHODS, useMoneyChange, type Method } from "./purse";
import { PrintReceipt } from "./Receipt";
import { useAct } from "./useAct";
import { sum, useSaying } from "./words";
import styles from "./value.module.css";

/** Stored value back to the guest: the cause decides how much, and the sums stand there before anything is done. */
export function RefundForm({ card, close, done }: { card: MemberCard; close: () => void; done?: (() => void) | undefined }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(walletOf(house, card.id));
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={280} lines={6} /></div>;
  if (!data.refundable.some(({ allowed }) => allowed)) return <EmptyState title={t("refund.none")}>{t("refund.noneHint")}</EmptyState>;
  return <Chosen card={card} causes={data.refundable} close={close} told={done} />;
}

function Chosen({ card, causes, close, told }: { card: MemberCard; causes: readonly Refundable[]; close: () => void; told: (() => void) | undefined }) {
  const { t } = useTranslation("value");
  const { say } = useSaying();
  const changes = useMoneyChange();
  const act = useAct<MoneyMoved | Waiting>(told);
  const [cause, setCause] = useState<RefundCause | null>(causes.find(({ allowed }) => allowed)?.cause ?? null);
  const [text, setText] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [paid, setPaid] = useState<Method | "later">("wechat");
  const chosen = causes.find((one) => one.cause === cause);
  const most = centsOf(chosen?.most.amount ?? "0");
  const amount = text === null ? most : cents(text);
  const all = amount === most;
  const over = amount !== null && amount > most;
  const lost = all ? centsOf(chosen?.gift_lost.amount ?? "0") : 0;
  const done = act.data;
  if (done && "approval" in done) return <Done waits title={t("refund.waits", { money: inYuan(amount ?? 0) })} changes={[]} close={close} facts={[[t("reason"), reason]]}><p className={styles.hint}>{t("adjust.waitsHint")}</p></Done>;
  if (done) return <Done title={t("refund.done", { money: inYuan(amount ?? 0) })} changes={changes.moved(done)} close={close} facts={[[t("refund.cause"), t(`cause.${cause ?? "guest"}`)]]}><PrintReceipt posting={done.posting.id} /></Done>;
  return (
    <ActForm
      confirm={amount ? t("refund.confirm", { money: inYuan(amount) }) : t("refund.do")} ready={Boolean(amount) && !over && reason.trim() !== ""} pending={act.isPending} problem={act.error} danger
      changes={changes.planned(card, amount === null || over ? null : { principal: -amount, gift: -lost })}
      submit={() => act.mutate({ path: `/guests/${card.id}/wallet/refunds`, body: { ...(all ? { all: true } : { amount: yuan(amount ?? 0) }), cause, reason: reason.trim(), ...(paid !== "later" && { paid }) } })}
    >
      <Options
        label={t("refund.cause")} value={cause} choose={(value) => { setCause(value as RefundCause); setText(null); }}
        options={causes.map((one) => ({ value: one.cause, title: t(`cause.${one.cause}`), about: say(one.says), not: one.allowed ? null : say(one.says), aside: one.allowed && <><b>{sum(one.most)}</b>{Number(one.gift_lost.amount) > 0 && <small>{t("refund.lost", { money: sum(one.gift_lost) })}</small>}</> }))}
      />
      <MoneyField
        label={t("refund.amount")} value={text ?? yuan(most)} change={setText} hint={t("refund.most", { money: inYuan(most) })}
        problem={over ? t("refund.over", { money: inYuan(most) }) : text !== null && text !== "" && amount === null ? t("notMoney") : undefined}
      />
      <div className="field">
        <label>{t("refund.how")}</label>
        <Segmented<Method | "later"> block aria-label={t("refund.how")} value={paid} options={[...METHODS.map((value) => ({ value, label: t(`method.${value}`) })), { value: "later" as const, label: t("refund.later") }]} onChange={setPaid} />
        {paid === "later" && <div className="hint">{t("refund.laterHint")}</div>}
      </div>
      <ReasonField label={t("reason")} value={reason} change={setReason} usual={t("refund.usual").split("|")} />
    </ActForm>
  );
}
