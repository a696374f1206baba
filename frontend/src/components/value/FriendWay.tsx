import { useState } from "react";
import { useTranslation } from "react-i18next";
import { whole } from "@/lib/cents";
import { count } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { PointsField, TextField } from "./fields";
import { GuestPicker, type Whom } from "./GuestPicker";
import type { WayProps } from "./RedeemForm";
import { usePointsChange, useRedeem } from "./spending";
import { Undo } from "./Undo";
import { sum } from "./words";

/** A member's points pay for a friend's stay. */
export function FriendWay({ card, terms, close }: WayProps) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const redeem = useRedeem(card);
  const [friend, setFriend] = useState<Whom | null>(null);
  const [stay, setStay] = useState("");
  const [text, setText] = useState("");
  const points = whole(text);
  const balance = card.points?.balance ?? 0;
  const cap = terms.points?.friend?.cap;
  const tooMany = points !== null && points > balance;
  const done = redeem.data;
  if (done) {
    return (
      <Done title={t("friend.done", { name: friend?.name })} close={close} changes={changes.moved(done)} facts={done.money_off ? [[t("bill.off"), sum(done.money_off)]] : []}>
        <Undo path={`/guests/${card.id}/points/reverse`} body={{ posting: done.posting.id }} />
      </Done>
    );
  }
  return (
    <ActForm
      confirm={friend ? t("friend.confirm", { name: friend.name }) : t("friend.do")} ready={friend !== null && stay.trim() !== "" && points !== null && !tooMany} pending={redeem.isPending} problem={redeem.error}
      changes={changes.planned(card, tooMany ? null : points)} submit={() => redeem.send({ way: "friend", points, stay: stay.trim(), friend: friend?.id })}
    >
      <GuestPicker label={t("friend.whom")} chosen={friend} choose={setFriend} except={card.id} focus />
      <TextField label={t("friend.stay")} value={stay} change={setStay} hint={t("friend.stayHint")} most={64} />
      <PointsField
        label={t("friend.points")} unit={t("unit")} value={text} change={setText} hint={cap ? t("friend.cap", { n: count(cap) }) : undefined}
        problem={tooMany ? t("notEnough", { n: count(balance) }) : text !== "" && points === null ? t("notWhole") : undefined}
      />
    </ActForm>
  );
}
