import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { NoProgrammeYet } from "./NoProgramme";
import { useTranslation } from "react-i18next";
import { terms as termsQuery } from "@/api/value";
import type { CouponHeld, MemberCard } from "@/api/valueTypes";
import { Bones, ErrorState } from "@/components/States";
import { usePhone } from "@/lib/media";
import { usePropertyScope } from "@/session/scope";
import { AdjustForm } from "./AdjustForm";
import { ChargeForm } from "./ChargeForm";
import { EarnForm } from "./EarnForm";
import { FamilyForm } from "./FamilyForm";
import { IssueCouponForm } from "./IssueCouponForm";
import { PurchaseForm } from "./PurchaseForm";
import { RedeemForm } from "./RedeemForm";
import { RefundForm } from "./RefundForm";
import { TierForm } from "./TierForm";
import { TopUpForm } from "./TopUpForm";
import { TransferForm } from "./TransferForm";
import { UseCouponForm } from "./UseCouponForm";
import styles from "./value.module.css";

/** What the desk does with what a guest holds. */
export type DeskAct =
  | { act: "redeem" | "earn" | "family" | "topUp" | "charge" | "refund" | "adjust" | "transfer" | "purchase" | "issue" | "tier" }
  | { act: "useCoupon"; coupon: CouponHeld };

/** One act, in a drawer over the card: fields, balance before and after, one button, and what came of it. */
export function ActDrawer({ doing, card, close, done }: { doing: DeskAct; card: MemberCard; close: () => void; done?: () => void }) {
  const { t } = useTranslation("value");
  const phone = usePhone();
  return (
    <Drawer open destroyOnHidden placement="right" size={phone ? "100%" : 448} title={`${t(`act.${doing.act}`)} · ${card.name}`} onClose={close} className={styles.drawer ?? ""}>
      <Form doing={doing} card={card} close={close} done={done} />
    </Drawer>
  );
}

function Form({ doing, card, close, done }: { doing: DeskAct; card: MemberCard; close: () => void; done: (() => void) | undefined }) {
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(termsQuery(house));
  if (doing.act === "redeem") return <RedeemForm card={card} close={close} />;
  if (doing.act === "useCoupon") return <UseCouponForm coupon={doing.coupon} guest={card.id} stay={card.worth?.external_id} close={close} used={done} />;
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={280} lines={6} /></div>;
  if (!data.programme) return <NoProgrammeYet />;
  const parts = { card, terms: data.programme, close, done };
  const forms = {
    topUp: <TopUpForm {...parts} />, charge: <ChargeForm {...parts} />, refund: <RefundForm {...parts} />, adjust: <AdjustForm {...parts} />, earn: <EarnForm {...parts} />, family: <FamilyForm {...parts} />,
    transfer: <TransferForm {...parts} />, purchase: <PurchaseForm {...parts} />, issue: <IssueCouponForm {...parts} />, tier: <TierForm {...parts} />,
  };
  return forms[doing.act];
}
