import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { fulfilments } from "@/api/value";
import type { Fulfilment } from "@/api/valueTypes";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { ReasonField } from "./fields";
import { useAct } from "./useAct";
import { WaitingList } from "./WaitingList";
import { useSaying } from "./words";
import styles from "./value.module.css";

/** 待交付: what guests have paid for with points and somebody has still to hand over. */
export function Fulfilments() {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  return <WaitingList query={fulfilments(house)} label={t("fulfil.title")} none={t("fulfil.none")} noneHint={t("fulfil.noneHint")} row={(one) => <Row one={one} />} />;
}

function Row({ one }: { one: Fulfilment }) {
  const { t } = useTranslation("value");
  const { path, timeZone, may } = usePropertyScope();
  const { nameOf } = useSaying();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [cancelling, setCancelling] = useState(false);
  const [reason, setReason] = useState("");
  const name = nameOf(one.reward);
  const confirm = useAct<object>(() => void message.success(t("fulfil.done", { name, guest: one.guest.name })));
  const cancel = useAct<object>(() => void message.success(t("fulfil.cancelled", { name })));
  const problem = confirm.error ?? cancel.error;
  return (
    <>
      <div className={styles.task}>
        <div className="grow">
          <div><span className="b">{name}</span>{one.quantity > 1 && <span className="t2"> {t("fulfil.times", { n: one.quantity })}</span>}</div>
          <div className="small t2"><Link to={`${path}/guests/${one.guest.id}`}>{one.guest.name}</Link> · {t("nPoints", { n: count(one.points), count: one.points })} · {moment(one.ordered_at, timeZone)}</div>
        </div>
        {may("move_value") && !cancelling && (
          <div className={styles.does}>
            {may("adjust_value") && <Button type="text" aria-label={t("fulfil.cancelOf", { name, guest: one.guest.name })} onClick={() => setCancelling(true)}>{t("fulfil.cancel")}</Button>}
            <Button loading={confirm.isPending} aria-label={t("fulfil.confirmOf", { name, guest: one.guest.name })} onClick={() => confirm.mutate({ path: `/fulfilments/${one.id}/confirm`, body: {} })}>{t("fulfil.confirm")}</Button>
          </div>
        )}
      </div>
      {cancelling && (
        <form
          className={styles.explained}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) cancel.mutate({ path: `/fulfilments/${one.id}/cancel`, body: { reason: reason.trim() } });
          }}
        >
          <ReasonField label={t("fulfil.cancelWhy")} value={reason} change={setReason} usual={t("fulfil.usual").split("|")} hint={t("fulfil.cancelHint")} />
          <div className="row">
            <Button danger htmlType="submit" disabled={!reason.trim()} loading={cancel.isPending}>{t("fulfil.cancelConfirm")}</Button>
            <Button type="text" onClick={() => setCancelling(false)}>{t("back", { ns: "common" })}</Button>
          </div>
        </form>
      )}
      {problem && <div className={styles.problem} role="alert">{problemText(problem)}</div>}
    </>
  );
}
