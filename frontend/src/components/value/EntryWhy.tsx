import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { LedgerUnit } from "@/api/value";
import type { Explained, MemberCard, PointsEntry, WalletEntry } from "@/api/valueTypes";
import { useProblemText } from "@/components/problems";
import { Bones } from "@/components/States";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { ReasonField } from "./fields";
import { Expired } from "./Reinstate";
import { useAct } from "./useAct";
import { useSaying } from "./words";
import styles from "./value.module.css";

/** Of stored value, charges and top-ups are corrected; refunds and endings have their own way. */
const WALLET_KINDS = new Set(["wallet_charge", "wallet_top_up"]);

interface WhyProps {
  card: MemberCard;
  unit: LedgerUnit;
  entry: PointsEntry | WalletEntry;
}

/** How the balance of that day came about; and the way to take the movement back. */
export function EntryWhy({ card, unit, entry }: WhyProps) {
  const { t } = useTranslation("value");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const [reversing, setReversing] = useState(false);
  const canReverse = "by_hand" in entry ? entry.by_hand : !entry.reversed_by && !entry.corrects && WALLET_KINDS.has(entry.kind);
  const explained = useQuery({
    queryKey: [house, "explain", card.id, unit, entry.on],
    queryFn: () => api.get<Explained>(`${house}/guests/${card.id}/points/explain`, { on: entry.on }), enabled: unit === "points",
  });
  return (
    <div className={styles.explained}>
      <span className="t2">{t("ledger.posting", { id: entry.posting_id, on: entry.on })}</span>
      {"note" in entry && entry.note && <span>{t("reason")}{t("colon")}{entry.note}</span>}
      {"stay" in entry && entry.stay && <span className="t2">{t("charge.stay", { stay: entry.stay })}</span>}
      {"expired" in entry && entry.expired.length > 0 && <Expired card={card} lots={entry.expired} />}
      {unit === "points" && explained.isPending && <Bones height={60} lines={2} />}
      {explained.data && (
        <>
          <b>{t("ledger.explained", { on: entry.on, n: count(explained.data.balance) })}</b>
          <ol>{explained.data.says.map((words, index) => <li key={index}>{say(words)}</li>)}</ol>
        </>
      )}
      {canReverse && may("adjust_value") && !reversing && (
        <div><Button size="small" onClick={() => setReversing(true)}>{t("reverse.do")}</Button></div>
      )}
      {reversing && <Reverse card={card} unit={unit} posting={entry.posting_id} close={() => setReversing(false)} />}
    </div>
  );
}

function Reverse({ card, unit, posting, close }: { card: MemberCard; unit: LedgerUnit; posting: string; close: () => void }) {
  const { t } = useTranslation("value");
  const problemText = useProblemText();
  const act = useAct<object>((answer) => { if (!("approval" in answer)) close(); });
  const [reason, setReason] = useState("");
  return (
    <form
      className={styles.small}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) act.mutate({ path: `/guests/${card.id}/${unit}/reverse`, body: { posting, reason: reason.trim() } });
      }}
    >
      <ReasonField label={t("reverse.why")} value={reason} change={setReason} usual={t("reverse.usual").split("|")} hint={t("reverse.hint")} />
      {act.isError && <span className="bad small" role="alert">{problemText(act.error)}</span>}
      {act.data && "approval" in act.data && <span className="warn small" role="status">{t("undo.waits")}</span>}
      <div className="row">
        <Button danger htmlType="submit" disabled={!reason.trim()} loading={act.isPending}>{t("reverse.confirm")}</Button>
        <Button type="text" onClick={close}>{t("cancel", { ns: "common" })}</Button>
      </div>
    </form>
  );
}
