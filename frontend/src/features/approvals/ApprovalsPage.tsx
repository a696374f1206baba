import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { approvals } from "@/api/value";
import type { Approval } from "@/api/valueTypes";
import { useAct } from "@/components/value/useAct";
import styles from "@/components/value/value.module.css";
import { WaitingList } from "@/components/value/WaitingList";
import { useSaying } from "@/components/value/words";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";

/** 待审批: large corrections move nothing until a second person has agreed. */
export default function ApprovalsPage() {
  const { t } = useTranslation("member-tasks");
  const { api: house } = usePropertyScope();
  return (
    <section className="panel">
      <WaitingList query={approvals(house)} label={t("tab.approvals")} none={t("approvals.none")} noneHint={t("approvals.noneHint")} row={(one) => <Row one={one} />} />
    </section>
  );
}

function Row({ one }: { one: Approval }) {
  const { t } = useTranslation("member-tasks");
  const { path, timeZone, may } = usePropertyScope();
  const { say } = useSaying();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const act = useAct<object>();
  const decide = (approve: boolean) =>
    act.mutate({ path: `/approvals/${one.id}`, body: { approve } }, { onSuccess: () => void message.success(t(approve ? "approvals.approved" : "approvals.refused", { name: one.guest.name })) });
  return (
    <>
      <div className={styles.task}>
        <div className="grow">
          <div><Link to={`${path}/guests/${one.guest.id}`} className="b">{one.guest.name}</Link> <span>{say(one.says)}</span></div>
          <div className="small t2">{t("approvals.why", { reason: one.reason })} · {t("approvals.by", { name: one.asked_by.name, at: moment(one.asked_at, timeZone) })}</div>
        </div>
        {one.mine ? <span className="tag">{t("approvals.mine")}</span> : may("approve_value") && (
          <div className={styles.does}>
            <Button disabled={act.isPending} aria-label={t("approvals.refuseOf", { name: one.guest.name })} onClick={() => decide(false)}>{t("approvals.refuse")}</Button>
            <Button disabled={act.isPending} aria-label={t("approvals.approveOf", { name: one.guest.name })} onClick={() => decide(true)}>{t("approvals.approve")}</Button>
          </div>
        )}
      </div>
      {act.isError && <div className={styles.problem} role="alert">{problemText(act.error)}</div>}
    </>
  );
}
