import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { tierMatches } from "@/api/value";
import type { TierClaim } from "@/api/valueTypes";
import { ReasonField } from "@/components/value/fields";
import { useAct } from "@/components/value/useAct";
import styles from "@/components/value/value.module.css";
import { WaitingList } from "@/components/value/WaitingList";
import { useSaying } from "@/components/value/words";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";

/** 等级匹配: guests who hold a tier elsewhere and proved it; somebody looks at the proof. */
export default function TierMatchesPage() {
  const { t } = useTranslation("member-tasks");
  const { api: house } = usePropertyScope();
  return (
    <section className="panel">
      <WaitingList query={tierMatches(house)} label={t("tab.tier-matches")} none={t("matches.none")} noneHint={t("matches.noneHint")} row={(one) => <Row one={one} />} />
    </section>
  );
}

function Row({ one }: { one: TierClaim }) {
  const { t } = useTranslation("member-tasks");
  const { path, timeZone, may } = usePropertyScope();
  const { nameOf } = useSaying();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const act = useAct<object>();
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState("");
  const decide = (accept: boolean) =>
    act.mutate({ path: `/tier-matches/${one.id}`, body: { accept, reason: reason.trim() } }, { onSuccess: () => void message.success(t(accept ? "matches.accepted" : "matches.refused", { name: one.guest.name, tier: nameOf(one.tier) })) });
  return (
    <>
      <div className={styles.task}>
        <div className="grow">
          <div><Link to={`${path}/guests/${one.guest.id}`} className="b">{one.guest.name}</Link> {t("matches.claims", { partner: one.partner, theirs: one.partner_tier, tier: nameOf(one.tier) })}</div>
          <div className="small t2">{t("matches.proof", { proof: one.proof })}</div>
          <div className="small t3">{t("approvals.by", { name: one.claimed_by, at: moment(one.claimed_at, timeZone) })}</div>
        </div>
        {may("adjust_value") && !refusing && (
          <div className={styles.does}>
            <Button disabled={act.isPending} aria-label={t("matches.refuseOf", { name: one.guest.name })} onClick={() => setRefusing(true)}>{t("matches.refuse")}</Button>
            <Button disabled={act.isPending} aria-label={t("matches.acceptOf", { name: one.guest.name })} onClick={() => decide(true)}>{t("matches.accept")}</Button>
          </div>
        )}
      </div>
      {refusing && (
        <form
          className={styles.explained}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) decide(false);
          }}
        >
          <ReasonField label={t("matches.why")} value={reason} change={setReason} usual={t("matches.usual").split("|")} />
          <div className="row">
            <Button danger htmlType="submit" disabled={!reason.trim()} loading={act.isPending}>{t("matches.refuseConfirm")}</Button>
            <Button type="text" onClick={() => setRefusing(false)}>{t("back", { ns: "common" })}</Button>
          </div>
        </form>
      )}
      {act.isError && <div className={styles.problem} role="alert">{problemText(act.error)}</div>}
    </>
  );
}
