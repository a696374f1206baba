import { Button, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MoneyMoved, RefundOwed } from "@/api/valueTypes";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import { METHODS, type Method } from "./purse";
import { useAct } from "./useAct";
import { sum } from "./words";
import styles from "./value.module.css";

/** A refund that was taken off the balance, and that the guest has not got yet. */
export function OwedRefund({ refund }: { refund: RefundOwed }) {
  const { t } = useTranslation("value");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const act = useAct<MoneyMoved>();
  const [method, setMethod] = useState<Method>("wechat");
  return (
    <div className={styles.bar}>
      <span className="warn grow">{t("refund.owed", { money: sum(refund.amount) })}</span>
      {may("adjust_value") && (
        <>
          <Select<Method> value={method} aria-label={t("refund.how")} options={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))} onChange={setMethod} style={{ minWidth: 96 }} />
          <Button loading={act.isPending} onClick={() => act.mutate({ path: `/wallet/refunds/${refund.id}/payout`, body: { method } })}>{t("refund.payOut")}</Button>
        </>
      )}
      {act.isError && <span className="bad small" role="alert">{problemText(act.error)}</span>}
    </div>
  );
}
