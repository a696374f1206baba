import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ElsewherePurse, MemberCard, SpentElsewhere } from "@/api/valueTypes";
import { cents, centsOf, whole, yuan } from "@/lib/cents";
import { usePhone } from "@/lib/media";
import { count, money, signed } from "@/lib/numbers";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { MoneyField, PointsField } from "./fields";
import { inYuan } from "./purse";
import { useAct } from "./useAct";
import styles from "./value.module.css";

/** A bill here, paid with points that another property of the chain holds; the two settle it between them. */
export function SpendElsewhereDrawer({ card, purse, close }: { card: MemberCard; purse: ElsewherePurse; close: () => void }) {
  const { t } = useTranslation("value");
  const phone = usePhone();
  return (
    <Drawer open destroyOnHidden placement="right" size={phone ? "100%" : 448} title={`${t("away.title", { name: purse.name })} · ${card.name}`} onClose={close} className={styles.drawer ?? ""}>
      <Form card={card} purse={purse} close={close} />
    </Drawer>
  );
}

function Form({ card, purse, close }: { card: MemberCard; purse: ElsewherePurse; close: () => void }) {
  const { t } = useTranslation("value");
  const act = useAct<SpentElsewhere>();
  const [text, setText] = useState("");
  const [own, setOwn] = useState<string | null>(null);
  const bill = cents(text);
  // The purse's own worth says what a point is worth there.
  const worth = centsOf(purse.worth);
  const most = bill === null || worth === 0 ? 0 : Math.min(purse.points, Math.ceil((bill * purse.points) / worth));
  const points = own === null ? most || null : whole(own);
  const tooMany = points !== null && points > purse.points;
  const change = (after: number | null) => [{ word: t("away.at", { name: purse.name }), before: count(purse.points), after: after === null ? null : count(after), by: after === null ? null : signed(after - purse.points, 0) }];
  const done = act.data;
  if (done) return <Done title={t("bill.done", { money: money(done.money_off, 2) })} close={close} changes={change(purse.points - done.points)} facts={[[t("bill.off"), money(done.money_off, 2)], [t("bill.pay"), money(done.to_pay, 2)]]} />;
  return (
    <ActForm
      confirm={points ? t("away.confirm", { n: count(points) }) : t("bill.do")} ready={bill !== null && points !== null && !tooMany} pending={act.isPending} problem={act.error}
      changes={change(points === null || tooMany ? null : purse.points - points)}
      submit={() => act.mutate({ path: `/guests/${card.id}/points/spend-elsewhere`, body: { home: purse.property, points, bill: yuan(bill ?? 0) } })}
    >
      <MoneyField label={t("bill.bill")} value={text} change={(value) => { setText(value); setOwn(null); }} focus hint={t("away.worth", { money: inYuan(worth) })} problem={text !== "" && bill === null ? t("notMoney") : undefined} />
      <PointsField
        label={t("bill.points")} unit={t("unit")} value={own ?? (most > 0 ? String(most) : "")} change={setOwn}
        problem={tooMany ? t("notEnough", { n: count(purse.points) }) : own !== null && own !== "" && points === null ? t("notWhole") : undefined}
      />
    </ActForm>
  );
}
