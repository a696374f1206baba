import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { terms as termsQuery } from "@/api/value";
import type { CouponHeld, CouponUsed } from "@/api/valueTypes";
import { cents, yuan } from "@/lib/cents";
import { usePropertyScope } from "@/session/scope";
import { ActForm, type Change } from "./ActForm";
import { couponOff, leastBill, needsBill } from "./discount";
import { Done } from "./Done";
import { MoneyField, TextField } from "./fields";
import { inYuan } from "./purse";
import { useAct } from "./useAct";
import { sum, useSaying } from "./words";
import styles from "./value.module.css";

/** A coupon is used on a bill; it is used up by it, and its code never works again. */
export function UseCouponForm({ coupon, guest, stay, close, used }: { coupon: CouponHeld; guest?: string | undefined; stay?: string | undefined; close: () => void; used?: (() => void) | undefined }) {
  const { t } = useTranslation("value");
  const { api: house } = usePropertyScope();
  const { say, nameOf } = useSaying();
  const { data } = useQuery(termsQuery(house));
  const act = useAct<CouponUsed>(used);
  const [text, setText] = useState("");
  const [together, setTogether] = useState("");
  const kind = data?.programme?.coupons?.find((one) => one.code === coupon.kind);
  const asksBill = kind ? needsBill(kind) : true;
  const bill = asksBill ? cents(text) : 0;
  const off = bill === null || !kind ? null : couponOff(kind, bill);
  const small = kind && bill !== null && off === null;
  const done = act.data;
  const row = (before: number, after: number | null): Change[] => (asksBill ? [{ word: t("bill.bill"), before: inYuan(before), after: after === null ? null : inYuan(after), by: after === null ? null : inYuan(after - before) }] : []);
  if (done) {
    return (
      <Done
        title={t("coupon.used", { name: nameOf(coupon) })} close={close} changes={asksBill ? row(bill ?? 0, cents(done.to_pay.amount) ?? 0) : []}
        facts={asksBill ? [[t("bill.off"), sum(done.off)], [t("bill.pay"), sum(done.to_pay)]] : [[t("coupon.gives"), say(coupon.says)]]}
      />
    );
  }
  const others = together.split(/[\s,，、]+/).filter(Boolean);
  return (
    <ActForm
      confirm={off && others.length === 0 ? t("coupon.confirm", { money: inYuan(off) }) : t("coupon.use")} ready={bill !== null && !small} pending={act.isPending} problem={act.error}
      changes={others.length > 0 ? [] : row(bill ?? 0, off === null ? null : (bill ?? 0) - off)}
      submit={() => act.mutate({ path: `/coupons/${coupon.code}/redeem`, body: { bill: yuan(bill ?? 0), ...(guest && { guest }), ...(stay && { stay }), ...(others.length > 0 && { with: others }) } })}
    >
      <div className={styles.chosen}>
        <span className="grow"><span className="b">{nameOf(coupon)}</span><span className={styles.about}>{[say(coupon.says), coupon.expires_on && t("coupon.until", { on: coupon.expires_on })].filter(Boolean).join(" · ")}</span></span>
        <span className="t2 nowrap">{coupon.code}</span>
      </div>
      {asksBill && (
        <MoneyField
          label={t("bill.bill")} value={text} change={setText} focus
          problem={small ? t("coupon.least", { money: inYuan(leastBill(kind)) }) : text !== "" && bill === null ? t("notMoney") : undefined}
        />
      )}
      {asksBill && <TextField label={t("coupon.with")} value={together} change={setTogether} hint={t("coupon.withHint")} most={200} />}
    </ActForm>
  );
}
