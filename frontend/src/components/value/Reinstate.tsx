import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, PointsEntry, PointsMoved, Waiting } from "@/api/valueTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { BeforeAfter } from "./ActForm";
import { ReasonField } from "./fields";
import { usePointsChange } from "./spending";
import { useAct } from "./useAct";
import styles from "./value.module.css";

type Ended = PointsEntry["expired"][number];

/** The lots that ended in one night, and the way to bring each back. */
export function Expired({ card, lots }: { card: MemberCard; lots: readonly Ended[] }) {
  const { t } = useTranslation("value");
  return (
    <>
      <b>{t("reinstate.lots")}</b>
      <ul className={styles.lots}>
        {lots.map((lot) => <Lot key={lot.lot} card={card} lot={lot} />)}
      </ul>
    </>
  );
}

function Lot({ card, lot }: { card: MemberCard; lot: Ended }) {
  const { t } = useTranslation("value");
  const { may } = usePropertyScope();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className="row wraps">
        <span className="grow">{t("reinstate.lot", { on: lot.earned_on, n: count(lot.points), count: lot.points, kind: t(`reinstate.kind.${lot.kind}`) })}</span>
        {!open && lot.left <= 0 && <span className="tag">{t("reinstate.was")}</span>}
        {!open && lot.left > 0 && may("adjust_value") && <Button size="small" onClick={() => setOpen(true)}>{t("reinstate.do")}</Button>}
      </div>
      {open && <Reinstate card={card} lot={lot} close={() => setOpen(false)} />}
    </li>
  );
}

/** Brings back what is gone of one lot, with a reason; much of it waits for a second person. */
function Reinstate({ card, lot, close }: { card: MemberCard; lot: Ended; close: () => void }) {
  const { t } = useTranslation("value");
  const problemText = useProblemText();
  const changes = usePointsChange();
  const act = useAct<PointsMoved | Waiting>();
  const [reason, setReason] = useState("");
  const done = act.data;
  if (done) {
    return (
      <div className={styles.small}>
        <p className="row" role="status"><Icon name={"approval" in done ? "warn" : "check"} />{"approval" in done ? t("reinstate.waits") : t("reinstate.done", { n: count(done.points), count: done.points })}</p>
        {!("approval" in done) && <BeforeAfter changes={changes.moved(done)} />}
      </div>
    );
  }
  return (
    <form
      className={styles.small}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() && !act.isPending) act.mutate({ path: `/guests/${card.id}/points/reinstate`, body: { lot: lot.lot, reason: reason.trim() } });
      }}
    >
      <ReasonField label={t("reinstate.why")} value={reason} change={setReason} usual={t("reinstate.usual").split("|")} hint={t("reinstate.hint")} />
      <BeforeAfter changes={changes.planned(card, -lot.left)} />
      {act.isError && <span className="bad small" role="alert">{problemText(act.error)}</span>}
      <div className="row">
        <Button type="primary" htmlType="submit" disabled={!reason.trim()} loading={act.isPending}>{t("reinstate.confirm", { n: count(lot.left), count: lot.left })}</Button>
        <Button type="text" onClick={close}>{t("cancel", { ns: "common" })}</Button>
      </div>
    </form>
  );
}
