import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, PointsMoved, Terms } from "@/api/valueTypes";
import { count, signed } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { Options } from "./fields";
import { usePointsChange } from "./spending";
import { Undo } from "./Undo";
import { useAct } from "./useAct";
import { useActions } from "./words";

/** What guests did and the programme rewards, such as a review: the rules say how much. */
export const actionsOf = ({ points }: Terms) => (points?.earn ?? []).flatMap(({ per, action, points: given }) => (per === "action" && action ? [{ action, points: given }] : []));

export function EarnForm({ card, terms, close }: { card: MemberCard; terms: Terms; close: () => void }) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const act = useAct<PointsMoved>();
  const actions = actionsOf(terms);
  const [action, setAction] = useState<string | null>(actions.length === 1 ? (actions[0]?.action ?? null) : null);
  const chosen = actions.find((one) => one.action === action);
  const { actionOf } = useActions();
  const done = act.data;
  if (done) return <Done title={t("earn.done", { n: signed(done.points, 0) })} changes={changes.moved(done)} close={close}><Undo path={`/guests/${card.id}/points/reverse`} body={{ posting: done.posting.id }} /></Done>;
  return (
    <ActForm
      confirm={chosen ? t("earn.confirm", { n: count(chosen.points) }) : t("earn.choose")} ready={chosen !== undefined} pending={act.isPending} problem={act.error}
      changes={changes.planned(card, chosen ? -chosen.points : null)} submit={() => act.mutate({ path: `/guests/${card.id}/points/earn`, body: { action } })}
    >
      <Options
        label={t("earn.choose")} value={action} choose={setAction}
        options={actions.map((one) => ({ value: one.action, title: actionOf(one.action), aside: <b>{t("nPoints", { n: count(one.points), count: one.points })}</b> }))}
      />
    </ActForm>
  );
}
