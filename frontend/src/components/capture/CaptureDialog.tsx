import { useQuery } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { findIn } from "@/api/guestDesk";
import type { Finding, Interaction, InteractionKind } from "@/api/guestDeskTypes";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { GuestPicker, type Whom } from "@/components/value/GuestPicker";
import { useSaying } from "@/components/value/words";
import { useSettled } from "@/lib/settled";
import { usePropertyScope } from "@/session/scope";
import styles from "./capture.module.css";
import { Handling } from "./Handling";
import { marked } from "./marked";
import { useAdd } from "./useAdd";

/** How long one pauses before the text is looked through. */
const PAUSE_MS = 250;

/** What one puts down where the house's words find nothing. */
const BY_HAND: readonly InteractionKind[] = ["complaint", "request", "praise", "conversation"];

interface CaptureProps {
  close: () => void;
  /** Whose chat it is, where that is known. */
  guest?: Whom;
}

/** A chat is pasted, what it complains of is found, and somebody looks after it: all on one sheet. */
export function CaptureDialog({ close, guest }: CaptureProps) {
  const { t } = useTranslation("complaints");
  const [round, setRound] = useState(0);
  return (
    <Modal open title={t("capture.title")} onCancel={close} footer={null} width={640} destroyOnHidden>
      <Capture key={round} close={close} guest={guest} again={() => setRound(round + 1)} />
    </Modal>
  );
}

function Capture({ close, guest, again }: { close: () => void; guest: Whom | undefined; again: () => void }) {
  const { t } = useTranslation("complaints");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const [text, setText] = useState("");
  const [whom, setWhom] = useState<Whom | null>(guest ?? null);
  const [chosen, setChosen] = useState<{ kind: InteractionKind; topic: string } | null>(null);
  const typed = text.trim();
  const said = useSettled(typed, PAUSE_MS);
  const { data, isError, error } = useQuery({ queryKey: [house, "find", said], queryFn: () => findIn(house, said), enabled: said !== "", staleTime: 60_000 });
  const found = data?.found ?? [];
  const [first] = found;
  const what = chosen ?? (first ? { kind: first.kind, topic: first.topic } : null);
  // What was heard is of the text as it was a moment ago: it is kept only once it has been looked through as it stands.
  const ready = whom !== null && what !== null && typed !== "" && (chosen !== null || said === typed);
  const add = useAdd();
  if (add.data && whom) return <Kept one={add.data} whom={whom} close={close} again={again} />;
  return (
    <form
      className={styles.sheet}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) add.mutate({ guest: whom.id, wanted: { kind: what.kind, ...(what.topic && { topic: what.topic }), text: typed, touch: "message" } });
      }}
    >
      <Field id="capture-text" label={t("capture.text")} hint={t("capture.hint")}>
        <Input.TextArea id="capture-text" autoFocus rows={5} maxLength={2000} value={text} placeholder={t("capture.like")} onChange={(event) => { setText(event.target.value); setChosen(null); }} />
      </Field>
      {said !== "" && data && <Found text={said} found={found} what={what} choose={setChosen} />}
      {isError && <p className="bad small" role="alert">{problemText(error)}</p>}
      {!guest && <GuestPicker label={t("capture.whose")} chosen={whom} choose={setWhom} />}
      {add.isError && <p className="bad small" role="alert">{problemText(add.error)}</p>}
      <div className={styles.ends}>
        <Button type="text" onClick={close}>{t("cancel", { ns: "common" })}</Button>
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={!ready}>{what ? t("capture.keep", { kind: t(`kind.${what.kind}`) }) : t("capture.keepIt")}</Button>
      </div>
    </form>
  );
}

interface FoundProps {
  text: string;
  found: Finding[];
  what: { kind: InteractionKind; topic: string } | null;
  choose: (what: { kind: InteractionKind; topic: string }) => void;
}

function Found({ text, found, what, choose }: FoundProps) {
  const { t } = useTranslation("complaints");
  const { say } = useSaying();
  const others = BY_HAND.filter((kind) => !found.some((one) => one.kind === kind));
  const due = found.find((one) => one.kind === what?.kind && one.topic === what.topic);
  return (
    <div className={styles.found} role="group" aria-label={t("capture.found")}>
      {found.length > 0 && <blockquote>{marked(text, found.flatMap(({ words }) => words)).map(({ text: piece, hit }, index) => (hit ? <mark key={index}>{piece}</mark> : piece))}</blockquote>}
      <p className="small t2">{found.length > 0 ? t("capture.heard", { n: found.length, count: found.length }) : t("capture.nothing")}</p>
      <div className="row wraps">
        {found.map((one) => {
          const on = what?.kind === one.kind && what.topic === one.topic;
          return <button key={`${one.kind}${one.topic}`} type="button" className={on ? "chip on" : "chip"} aria-pressed={on} onClick={() => choose({ kind: one.kind, topic: one.topic })}>{on && <Icon name="check" />}{t(`kind.${one.kind}`)} · {say(one.name)}</button>;
        })}
        {others.map((kind) => {
          const on = what?.kind === kind && what.topic === "";
          return <button key={kind} type="button" className={on ? "chip on" : "chip"} aria-pressed={on} onClick={() => choose({ kind, topic: "" })}>{on && <Icon name="check" />}{t(`kind.${kind}`)}</button>;
        })}
      </div>
      {due?.kind === "complaint" && <p className="cap t3">{t("capture.within", { n: due.due_hours, count: due.due_hours })}</p>}
    </div>
  );
}

/** Who has it now, and until when: to be changed here and then. */
function Kept({ one, whom, close, again }: { one: Interaction; whom: Whom; close: () => void; again: () => void }) {
  const { t } = useTranslation("complaints");
  const { path } = usePropertyScope();
  const [standing, setStanding] = useState(one);
  return (
    <div className={styles.sheet} role="status">
      <p className="b good row"><Icon name="check" />{t("capture.kept", { kind: t(`kind.${one.kind}`), name: whom.name })}</p>
      <blockquote className={styles.text}>{one.text}</blockquote>
      <Handling one={standing} guest={whom.id} changed={setStanding} />
      <div className={styles.ends}>
        <Link className="btn" to={`${path}/guests/${whom.id}`} onClick={close}>{t("capture.see")}</Link>
        <Button onClick={again}>{t("capture.again")}</Button>
        <Button type="primary" onClick={close}>{t("capture.ready")}</Button>
      </div>
    </div>
  );
}
