import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, PointsMoved, Terms, Waiting } from "@/api/valueTypes";
import { Icon } from "@/components/Icon";
import { whole } from "@/lib/cents";
import { count, signed } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { PointsField, ReasonField } from "./fields";
import { usePointsChange } from "./spending";
import { useAct } from "./useAct";
import styles from "./value.module.css";

type Way = "give" | "take";

/** Points by hand, with a reason; a large correction moves nothing until a second person agrees. */
export function AdjustForm({ card, terms, close }: { card: MemberCard; terms: Terms; close: () => void }) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const act = useAct<PointsMoved | Waiting>();
  const [way, setWay] = useState<Way>("give");
  const [kind, setKind] = useState<"base" | "bonus">("bonus");
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const points = whole(text);
  const balance = card.points?.balance ?? 0;
  const most = terms.two_persons?.points ?? 10_000;
  const large = points !== null && points >= most;
  const has = card.points?.[kind] ?? 0;
  const tooMany = way === "take" && points !== null && points > has;
  const by = points === null || tooMany ? null : way === "give" ? points : -points;
  const done = act.data;
  if (done && "approval" in done) return <Done waits title={t("adjust.waits", { n: signed(by ?? 0, 0) })} changes={changes.planned(card, 0)} close={close} facts={[[t("reason"), reason]]}><p className={styles.hint}>{t("adjust.waitsHint")}</p></Done>;
  if (done) return <Done title={t("adjust.done", { n: signed(done.points, 0) })} changes={changes.moved(done)} close={close} facts={[[t("reason"), reason]]} />;
  return (
    <ActForm
      confirm={by === null ? t("adjust.do") : t(large ? "adjust.ask" : "adjust.confirm", { n: signed(by, 0) })} ready={by !== null && reason.trim() !== ""} pending={act.isPending} problem={act.error}
      changes={changes.planned(card, by === null ? null : -by)} submit={() => act.mutate({ path: `/guests/${card.id}/points/adjust`, body: { points: by, kind, reason: reason.trim() } })}
      note={large && <p className={styles.note}><Icon name="warn" />{t("adjust.large", { n: count(most) })}</p>}
    >
      <Segmented<Way> block aria-label={t("adjust.way")} value={way} options={[{ value: "give", label: t("adjust.give") }, { value: "take", label: t("adjust.take") }]} onChange={setWay} />
      <Segmented<"base" | "bonus"> block aria-label={t("adjust.kind")} value={kind} options={[{ value: "bonus", label: t("kind.bonus") }, { value: "base", label: t("kind.base") }]} onChange={setKind} />
      <PointsField
        label={t("adjust.points")} unit={t("unit")} value={text} change={setText} focus hint={t(kind === "base" ? "adjust.counts" : "adjust.countsNot")}
        problem={tooMany ? t("notEnough", { n: count(has) }) : text !== "" && points === null ? t("notWhole") : undefined}
      />
      <ReasonField label={t("reason")} value={reason} change={setReason} usual={t("adjust.usual").split("|")} hint={t("reasonHint")} />
      {balance === 0 && way === "take" && <p className={styles.hint}>{t("notEnough", { n: "0" })}</p>}
    </ActForm>
  );
}
