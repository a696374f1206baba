import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Receipt } from "@/api/valueTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { sum, useSaying } from "./words";
import styles from "./value.module.css";

/** Fetches the receipt of a movement and prints it alone, without the page around it. */
export function PrintReceipt({ posting }: { posting: string }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const receipt = useMutation({ mutationFn: () => api.get<Receipt>(`${house}/wallet/receipts/${posting}`) });
  return (
    <>
      <button type="button" className={`${styles.link ?? ""} row`} disabled={receipt.isPending} onClick={() => receipt.mutate()}>
        <Icon name="print" />{t("receipt.print")}
      </button>
      {receipt.isError && <span className="bad small" role="alert">{problemText(receipt.error)}</span>}
      {receipt.data && <Slip key={receipt.submittedAt} receipt={receipt.data} />}
    </>
  );
}

function Slip({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation("value");
  const { timeZone } = usePropertyScope();
  const { say } = useSaying();
  useEffect(() => {
    const root = document.documentElement;
    root.classList.add("slip");
    const away = () => root.classList.remove("slip");
    window.addEventListener("afterprint", away);
    window.print();
    return () => {
      window.removeEventListener("afterprint", away);
      away();
    };
  }, []);
  return createPortal(
    <div className={styles.slip}>
      <h1>{receipt.property_name}</h1>
      <p>{t("receipt.title", { kind: t(`receipt.${receipt.kind}`) })} {receipt.number}</p>
      <p>{receipt.guest_name} · {moment(receipt.at, timeZone)}</p>
      <dl>{receipt.lines.map((line, index) => <div key={index}><dt>{say(line.says)}</dt><dd>{sum(line.amount)}</dd></div>)}</dl>
      <dl>
        <div><dt>{t("principal")}</dt><dd>{sum(receipt.balance.principal)}</dd></div>
        <div><dt>{t("gift")}</dt><dd>{sum(receipt.balance.gift)}</dd></div>
        <div><dt>{t("receipt.balance")}</dt><dd>{sum(receipt.balance.balance)}</dd></div>
      </dl>
      <p>{t("receipt.by", { name: receipt.actor })}</p>
    </div>,
    document.body,
  );
}
