import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { CouponFound } from "@/api/valueTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { UseCouponForm } from "@/components/value/UseCouponForm";
import valueStyles from "@/components/value/value.module.css";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import type { Recent } from "./recent";
import styles from "./vouchers.module.css";

/** A code is typed or scanned; what it is and whether it still counts stands there before it is used. */
export function CouponDesk({ remember }: { remember: (one: Omit<Recent, "id" | "at">) => void }) {
  const { t } = useTranslation("vouchers");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const { nameOf } = useSaying();
  const [text, setText] = useState("");
  const code = text.replace(/[^0-9a-z]/gi, "").toUpperCase();
  const found = useMutation({ mutationFn: () => api.get<CouponFound>(`${house}/coupons/${code}`) });
  const again = () => {
    setText("");
    found.reset();
  };
  const coupon = found.data;
  return (
    <section className={`panel ${valueStyles.inline ?? ""}`} aria-label={t("coupon.title")}>
      <header><h2 className="h2 grow">{t("coupon.title")}</h2>{coupon && <button type="button" className={valueStyles.link} onClick={again}>{t("coupon.another")}</button>}</header>
      {!coupon && (
        <form
          className={styles.ask}
          onSubmit={(event) => {
            event.preventDefault();
            if (code) found.mutate();
          }}
        >
          <Field id="coupon-code" label={t("coupon.code")} problem={found.isError ? problemText(found.error) : undefined} hint={t("coupon.hint")}>
            <div className="row">
              <Input id="coupon-code" size="large" value={text} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} onChange={(event) => setText(event.target.value)} />
              <Button size="large" htmlType="submit" disabled={!code} loading={found.isPending}>{t("coupon.find")}</Button>
            </div>
          </Field>
        </form>
      )}
      {coupon?.guest && <p className={styles.whose}>{t("coupon.whose")} <Whose id={coupon.guest.id} name={coupon.guest.name} /></p>}
      {coupon && coupon.state !== "open" && <p className={styles.over} role="alert">{t(`coupon.state.${coupon.state}`, { name: nameOf(coupon), on: coupon.expires_on ?? "" })}</p>}
      {coupon?.state === "open" && <UseCouponForm key={coupon.code} coupon={coupon} guest={coupon.guest?.id} close={again} used={() => remember({ guest: coupon.guest, what: t("recent.coupon", { name: nameOf(coupon), code: coupon.code }) })} />}
    </section>
  );
}

function Whose({ id, name }: { id: string; name: string }) {
  const { path } = usePropertyScope();
  return <Link to={`${path}/guests/${id}`}>{name}</Link>;
}
