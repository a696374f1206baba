import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, PointsMoved, Terms } from "@/api/valueTypes";
import { whole } from "@/lib/cents";
import { count } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { PointsField } from "./fields";
import { GuestPicker, type Whom } from "./GuestPicker";
import { usePointsChange } from "./spending";
import { Undo } from "./Undo";
import { useAct } from "./useAct";

/** Points to another guest; they keep the day on which they end. */
export function TransferForm({ card, terms, close }: { card: MemberCard; terms: Terms; close: () => void }) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const act = useAct<PointsMoved>();
  const [to, setTo] = useState<Whom | null>(null);
  const [text, setText] = useState("");
  const points = whole(text);
  const balance = card.points?.balance ?? 0;
  const tooMany = points !== null && points > balance;
  const done = act.data;
  if (done) return <Done title={t("transfer.done", { n: count(Math.abs(done.points)), name: to?.name })} changes={changes.moved(done)} close={close}><Undo path={`/guests/${card.id}/points/reverse`} body={{ posting: done.posting.id }} /></Done>;
  return (
    <ActForm
      confirm={to && points ? t("transfer.confirm", { n: count(points), name: to.name }) : t("transfer.do")} ready={to !== null && points !== null && !tooMany} pending={act.isPending} problem={act.error}
      changes={changes.planned(card, tooMany ? null : points)} submit={() => act.mutate({ path: `/guests/${card.id}/points/transfer`, body: { to: to?.id, points } })}
    >
      <GuestPicker label={t("transfer.whom")} chosen={to} choose={setTo} except={card.id} focus />
      <PointsField
        label={t("transfer.points")} unit={t("unit")} value={text} change={setText} hint={terms.points?.transfer?.cap ? t("transfer.cap", { n: count(terms.points.transfer.cap) }) : undefined}
        problem={tooMany ? t("notEnough", { n: count(balance) }) : text !== "" && points === null ? t("notWhole") : undefined}
      />
    </ActForm>
  );
}
