import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MemberCard, PointsMoved, Terms } from "@/api/valueTypes";
import { centsOf, whole } from "@/lib/cents";
import { count } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { PointsField } from "./fields";
import { inYuan, METHODS, type Method } from "./purse";
import { usePointsChange } from "./spending";
import { Undo } from "./Undo";
import { useAct } from "./useAct";
import styles from "./value.module.css";

/** Points for money: bonus points, which count for no tier. */
export function PurchaseForm({ card, terms, close }: { card: MemberCard; terms: Terms; close: () => void }) {
  const { t } = useTranslation("value");
  const changes = usePointsChange();
  const act = useAct<PointsMoved>();
  const [text, setText] = useState("");
  const [method, setMethod] = useState<Method>("wechat");
  const rule = terms.points?.purchase;
  const step = rule?.points ?? 100;
  const points = whole(text);
  const uneven = points !== null && points % step !== 0;
  const costs = points === null || uneven ? null : (points / step) * centsOf(rule?.money ?? "0");
  const done = act.data;
  if (done) return <Done title={t("purchase.done", { n: count(done.points) })} changes={changes.moved(done)} close={close} facts={[[t("purchase.collect"), inYuan(costs ?? 0)], [t("topUp.method"), t(`method.${method}`)]]}><Undo path={`/guests/${card.id}/points/reverse`} body={{ posting: done.posting.id }} /></Done>;
  return (
    <ActForm
      confirm={costs === null ? t("purchase.do") : t("purchase.confirm", { money: inYuan(costs) })} ready={costs !== null} pending={act.isPending} problem={act.error}
      changes={changes.planned(card, costs === null || points === null ? null : -points)} submit={() => act.mutate({ path: `/guests/${card.id}/points/purchase`, body: { points, method } })}
    >
      <PointsField
        label={t("purchase.points")} unit={t("unit")} value={text} change={setText} focus hint={t("purchase.rule", { points: count(step), money: inYuan(centsOf(rule?.money ?? "0")) })}
        problem={uneven ? t("purchase.uneven", { n: count(step) }) : text !== "" && points === null ? t("notWhole") : undefined}
      />
      <div className="field">
        <label>{t("topUp.method")}</label>
        <Segmented<Method> block aria-label={t("topUp.method")} value={method} options={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))} onChange={setMethod} />
      </div>
      <dl className={styles.facts}><div><dt>{t("purchase.collect")}</dt><dd>{costs === null ? "–" : inYuan(costs)}</dd></div></dl>
    </ActForm>
  );
}
