import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Heard, Interaction } from "@/api/guestDeskTypes";
import { Handling } from "@/components/capture/Handling";
import { marked } from "@/components/capture/marked";
import { useAdd } from "@/components/capture/useAdd";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./composer.module.css";

/** What the guest wrote complains of something: put down as a complaint by one touch, with who has it then and until when. */
export function HeardComplaint({ guest, text, heard }: { guest: string; text: string; heard: Heard }) {
  const { t } = useTranslation("guest-desk");
  const { may } = usePropertyScope();
  const { say } = useSaying();
  const problemText = useProblemText();
  const [kept, setKept] = useState<Interaction | null>(null);
  const add = useAdd();
  if (kept) return <div className={styles.heard} role="status"><span className="good row"><Icon name="check" />{t("heard.kept")}</span><Handling one={kept} guest={guest} changed={setKept} /></div>;
  return (
    <div className={styles.heard}>
      <p><b>{t("heard.like", { topic: say(heard.name) })}</b> <span className="small t2">{marked(text, heard.words).map(({ text: piece, hit }, index) => (hit ? <mark key={index}>{piece}</mark> : piece))}</span></p>
      {may("edit_guests") && <button type="button" className="btn small" disabled={add.isPending} onClick={() => add.mutate({ guest, wanted: { kind: "complaint", topic: heard.topic, text, touch: "message" } }, { onSuccess: setKept })}>{t("heard.keep")}</button>}
      {add.isError && <span className="bad cap" role="alert">{problemText(add.error)}</span>}
    </div>
  );
}
