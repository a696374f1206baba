import { useQuery } from "@tanstack/react-query";
import { Button, Input, Modal, Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { colleagues as colleaguesQuery } from "@/api/deskRules";
import { TOUCHES, type Facts, type InteractionKind, type Touch } from "@/api/guestDeskTypes";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import type { Whom } from "@/components/value/GuestPicker";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./capture.module.css";
import { DuePicker } from "./Handling";
import { useAdd } from "./useAdd";

const KINDS: readonly InteractionKind[] = ["request", "complaint", "praise", "conversation", "habit", "review", "service"];
/** Those that somebody has to see to. */
const DONE_BY_SOMEBODY: readonly InteractionKind[] = ["complaint", "request"];
const FACTS_MOST = 8;
type Pair = [what: string, value: string];

const factsOf = (pairs: readonly Pair[]): Facts => Object.fromEntries(pairs.map(([what, value]) => [what.trim(), value.trim()] as const).filter(([what, value]) => what && value));

/** Puts down what passed with a guest: what it was and where, in words and in fields; who sees to it and until when. */
export function AddInteraction({ guest, close }: { guest: Whom; close: () => void }) {
  const { t } = useTranslation("complaints");
  const { api: house, timeZone } = usePropertyScope();
  const problemText = useProblemText();
  const [kind, setKind] = useState<InteractionKind>("request");
  const [touch, setTouch] = useState<Touch>("desk");
  const [text, setText] = useState("");
  const [pairs, setPairs] = useState<Pair[]>([]);
  const [owner, setOwner] = useState("");
  const [due, setDue] = useState<Date | null>(null);
  const [picking, setPicking] = useState(false);
  const add = useAdd();
  const sees = DONE_BY_SOMEBODY.includes(kind);
  const people = useQuery({ ...colleaguesQuery(house), enabled: sees });
  const keep = () => {
    const facts = factsOf(pairs);
    const wanted = { kind, touch, text: text.trim(), ...(Object.keys(facts).length > 0 && { facts }), ...(sees && owner && { owner }), ...(sees && due && { due_at: due.toISOString() }) };
    add.mutate({ guest: guest.id, wanted }, { onSuccess: close });
  };
  return (
    <Modal open title={t("add.title", { name: guest.name })} onCancel={close} footer={null} width={560} destroyOnHidden>
      <form className={styles.sheet} onSubmit={(event) => { event.preventDefault(); if (text.trim()) keep(); }}>
        <div className={styles.choices} role="group" aria-label={t("add.kind")}>
          {KINDS.map((each) => <button key={each} type="button" className={each === kind ? "chip on" : "chip"} aria-pressed={each === kind} onClick={() => setKind(each)}>{t(`kind.${each}`)}</button>)}
        </div>
        <Field id="add-text" label={t("add.text")}>
          <Input.TextArea id="add-text" autoFocus rows={3} maxLength={2000} value={text} placeholder={t(`add.like.${kind}`)} onChange={(event) => setText(event.target.value)} />
        </Field>
        <Field id="add-touch" label={t("add.touch")}>
          <Select<Touch> id="add-touch" value={touch} onChange={setTouch} options={TOUCHES.map((value) => ({ value, label: t(`touch.${value}`) }))} style={{ width: "100%" }} />
        </Field>
        <Pairs pairs={pairs} touch={touch} change={setPairs} />
        {sees && (
          <div className={styles.row2}>
            <Field id="add-owner" label={t("add.owner")}>
              <Select id="add-owner" value={owner} loading={people.isLoading} onChange={setOwner} options={[{ value: "", label: t(kind === "complaint" ? "add.byRule" : "nobody") }, ...(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]} style={{ width: "100%" }} />
            </Field>
            <Field id="add-due" label={t("add.due")}>
              <Popover trigger="click" open={picking} onOpenChange={setPicking} destroyOnHidden content={<DuePicker at={due?.toISOString() ?? null} timeZone={timeZone} keep={(at) => { setDue(at); setPicking(false); }} />}>
                <Button id="add-due" block>{due ? moment(due.toISOString(), timeZone) : t(kind === "complaint" ? "add.byRule" : "due.none")}</Button>
              </Popover>
            </Field>
          </div>
        )}
        {add.isError && <p className="bad small" role="alert">{problemText(add.error)}</p>}
        <div className={styles.ends}>
          <Button type="text" onClick={close}>{t("cancel", { ns: "common" })}</Button>
          <Button type="primary" htmlType="submit" loading={add.isPending} disabled={!text.trim()}>{t("capture.keep", { kind: t(`kind.${kind}`) })}</Button>
        </div>
      </form>
    </Modal>
  );
}

/** What is better kept in fields than in words: which dish, which machine, how many stars. */
function Pairs({ pairs, touch, change }: { pairs: Pair[]; touch: Touch; change: (pairs: Pair[]) => void }) {
  const { t, i18n } = useTranslation("complaints");
  const key = `add.facts.${touch}`;
  const offered = i18n.exists(`complaints:${key}`) ? t(key).split("|") : [];
  const left = offered.filter((what) => !pairs.some(([held]) => held === what));
  const put = (at: number, pair: Pair) => change(pairs.map((held, index) => (index === at ? pair : held)));
  return (
    <div className={styles.choices} role="group" aria-label={t("add.fields")}>
      {pairs.map(([what, value], index) => (
        <div key={index} className={styles.pair} style={{ flex: "1 1 100%" }}>
          <Input value={what} maxLength={40} aria-label={t("add.field")} placeholder={t("add.field")} onChange={(event) => put(index, [event.target.value, value])} />
          <Input autoFocus={what !== ""} value={value} maxLength={200} aria-label={what || t("add.value")} placeholder={t("add.value")} onChange={(event) => put(index, [what, event.target.value])} />
          <button type="button" className="tool" aria-label={t("add.off", { what: what || index + 1 })} onClick={() => change(pairs.filter((_, held) => held !== index))}><Icon name="cross" /></button>
        </div>
      ))}
      {pairs.length < FACTS_MOST && left.map((what) => <button key={what} type="button" className="chip add" onClick={() => change([...pairs, [what, ""]])}><Icon name="plus" />{what}</button>)}
      {pairs.length < FACTS_MOST && <button type="button" className="chip add" onClick={() => change([...pairs, ["", ""]])}><Icon name="plus" />{t("add.other")}</button>}
    </div>
  );
}
