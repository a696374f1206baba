import { useQuery } from "@tanstack/react-query";
import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { staff as staffQuery } from "@/api/staff";
import { terms as termsOf } from "@/api/value";
import type { WinBackWanted } from "@/api/winningTypes";
import { PhoneReveal } from "@/components/desk/PhoneReveal";
import { Field } from "@/components/Field";
import { useSaying } from "@/components/value/words";
import { useScope } from "@/session/scope";
import type { BoardRow } from "./sections";

interface DialogProps {
  row: BoardRow;
  close: () => void;
  done: (wanted: WinBackWanted) => void;
}

const TEXT_MOST = 300;
const NOTE_MOST = 200;

/** A greeting in one's own words. */
export function TextDialog({ row, close, done }: DialogProps) {
  const { t } = useTranslation("win-back");
  const [text, setText] = useState("");
  const said = text.trim();
  return (
    <Modal title={t("dialog.text", { name: row.guest.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (said) done({ act: "greet", text: said }); }}>
        <Field id="greeting" label={t("dialog.textIs")} hint={t("dialog.textHint")}>
          <Input.TextArea id="greeting" rows={4} maxLength={TEXT_MOST} showCount value={text} onChange={(event) => setText(event.target.value)} autoFocus />
        </Field>
        <div><Button type="primary" htmlType="submit" disabled={!said}>{t("act.greet")}</Button></div>
      </form>
    </Modal>
  );
}

/** Whom to ring, what was said on the phone, and that it was done. */
export function CallDialog({ row, close, done }: DialogProps) {
  const { t } = useTranslation("win-back");
  const { property, may } = useScope();
  const [note, setNote] = useState("");
  return (
    <Modal title={t("dialog.call", { name: row.guest.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); done({ act: "call", note: note.trim() }); }}>
        <p>
          <b className="b">{row.why}</b> <span className="t2">{row.detail}</span>
          <br />
          {property && may("see_full_phone") ? <PhoneReveal guest={row.guest.id} masked={t("dialog.phone")} /> : <Link to={`/p/${row.property.slug}/guests/${row.guest.id}`}>{t("dialog.card")}</Link>}
        </p>
        <Field id="call-note" label={t("dialog.note")} hint={t("dialog.noteHint")}>
          <Input.TextArea id="call-note" rows={3} maxLength={NOTE_MOST} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <div><Button type="primary" htmlType="submit">{t("act.called")}</Button></div>
      </form>
    </Modal>
  );
}

/** Which coupon is given; the gate and restraint have the last word. */
export function OfferDialog({ row, close, done }: DialogProps) {
  const { t } = useTranslation("win-back");
  const { nameOf } = useSaying();
  const terms = useQuery(termsOf(`/properties/${row.property.slug}`));
  const kinds = terms.data?.programme?.coupons ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const coupon = chosen ?? kinds[0]?.code ?? null;
  return (
    <Modal title={t("dialog.offer", { name: row.guest.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (coupon) done({ act: "offer", coupon }); }}>
        <p className="t2">{row.advice.says}</p>
        <Field id="offered" label={t("dialog.coupon")} hint={t("dialog.couponHint")}>
          <Select id="offered" value={coupon} onChange={choose} loading={terms.isPending} style={{ width: "100%" }} options={kinds.map((one) => ({ value: one.code, label: nameOf(one) }))} notFoundContent={t("dialog.noCoupon")} />
        </Field>
        <div><Button type="primary" htmlType="submit" disabled={!coupon}>{t("act.offer")}</Button></div>
      </form>
    </Modal>
  );
}

/** Hands the guest to a colleague; who may not see the staff takes the guest himself. */
export function StaffDialog({ row, close, done }: DialogProps) {
  const { t } = useTranslation("win-back");
  const { session, chain, may } = useScope();
  const mayList = may("manage_staff");
  const people = useQuery({ ...staffQuery(chain.slug), enabled: mayList });
  const others = (people.data?.results ?? []).filter(({ id, active }) => active && id !== session.staff.id);
  const [who, setWho] = useState<string>(session.staff.id);
  return (
    <Modal title={t("dialog.staff", { name: row.guest.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); done({ act: "assign", staff: who }); }}>
        <Field id="assigned-to" label={t("dialog.who")}>
          <Select
            id="assigned-to" value={who} onChange={setWho} loading={mayList && people.isPending} showSearch={{ optionFilterProp: "label" }} style={{ width: "100%" }}
            options={[{ value: session.staff.id, label: t("dialog.me", { name: session.staff.name }) }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          />
        </Field>
        <div><Button type="primary" htmlType="submit">{t("act.assign")}</Button></div>
      </form>
    </Modal>
  );
}
