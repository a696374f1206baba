import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CouponHeld, MemberCard, Terms } from "@/api/valueTypes";
import { EmptyState } from "@/components/States";
import { ActForm } from "./ActForm";
import { Done } from "./Done";
import { Options, ReasonField } from "./fields";
import { useAct } from "./useAct";
import { useSaying } from "./words";
import styles from "./value.module.css";

/** A coupon given by hand, with a reason. */
export function IssueCouponForm({ card, terms, close }: { card: MemberCard; terms: Terms; close: () => void }) {
  const { t } = useTranslation("value");
  const { nameOf } = useSaying();
  const act = useAct<CouponHeld>();
  const kinds = terms.coupons ?? [];
  const [kind, setKind] = useState<string | null>(kinds.length === 1 ? (kinds[0]?.code ?? null) : null);
  const [reason, setReason] = useState("");
  const chosen = kinds.find((one) => one.code === kind);
  const has = card.coupons?.length ?? 0;
  const done = act.data;
  if (kinds.length === 0) return <EmptyState title={t("issue.none")}>{t("issue.noneHint")}</EmptyState>;
  const change = [{ word: t("coupons"), before: String(has), after: String(has + 1), by: "+1" }];
  if (done && chosen) {
    return (
      <Done
        title={t("issue.done", { name: nameOf(chosen) })} close={close} changes={change}
        facts={[[t("coupon.code"), <span key="code" className={styles.code}>{done.code}</span>], ...(done.expires_on ? [[t("coupon.ends"), done.expires_on] as const] : [])]}
      />
    );
  }
  return (
    <ActForm
      confirm={chosen ? t("issue.confirm", { name: nameOf(chosen) }) : t("issue.choose")} ready={chosen !== undefined && reason.trim() !== ""} pending={act.isPending} problem={act.error}
      changes={chosen ? change : [{ word: t("coupons"), before: String(has), after: null }]}
      submit={() => act.mutate({ path: `/guests/${card.id}/coupons`, body: { kind, reason: reason.trim() } })}
    >
      <Options
        label={t("issue.choose")} value={kind} choose={setKind}
        options={kinds.map((one) => ({ value: one.code, title: nameOf(one), about: [t(`couponKind.${one.kind}`), one.valid_days && t("issue.days", { n: one.valid_days, count: one.valid_days })].filter(Boolean).join(" · ") }))}
      />
      <ReasonField label={t("reason")} value={reason} change={setReason} usual={t("issue.usual").split("|")} />
    </ActForm>
  );
}
