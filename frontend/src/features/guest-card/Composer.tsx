import { useMutation, useQuery } from "@tanstack/react-query";
import { Dropdown, Segmented } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { intents as intentsQuery, SLOW_MS } from "@/api/deskRules";
import type { Intent } from "@/api/deskRuleTypes";
import { replyUsed, suggestion } from "@/api/guestDesk";
import type { DeskCard, Reply, Spoken, Suggested } from "@/api/guestDeskTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { useCopy } from "@/lib/copying";
import { useHotkeys } from "@/lib/hotkeys";
import { useSettled } from "@/lib/settled";
import { usePropertyScope } from "@/session/scope";
import styles from "./composer.module.css";
import { HeardComplaint } from "./HeardComplaint";
import { ASKED_MOST, meant, messageIn, spokenBy } from "./speaking";

const PAUSE_MS = 250;
const LONGEST = 2000;

/** Whatever is pasted while nothing is being typed is what the guest wrote. */
function usePasted(take: (text: string) => void): void {
  useEffect(() => {
    const pasted = (event: ClipboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (at?.closest('input, textarea, [contenteditable="true"], [role="dialog"]')) return;
      const text = event.clipboardData?.getData("text/plain").trim();
      if (!text) return;
      event.preventDefault();
      take(text.slice(0, LONGEST));
    };
    document.addEventListener("paste", pasted);
    return () => document.removeEventListener("paste", pasted);
  }, [take]);
}

/** What the guest just asked, and the answer ready to be copied: it stands there as soon as the card is open. */
export function Composer({ card }: { card: Pick<DeskCard, "id" | "name" | "language"> }) {
  const { t } = useTranslation("guest-desk");
  const { api: house } = usePropertyScope();
  const [locale, setLocale] = useState<Spoken>(() => spokenBy(card.language, card.name));
  const [message, setMessage] = useState(() => ASKED_MOST[spokenBy(card.language, card.name)]);
  const [intent, setIntent] = useState<string | null>(null);
  const wrote = (text: string) => {
    setMessage(text);
    setIntent(null);
  };
  usePasted(wrote);
  const asked = { message: useSettled(message, PAUSE_MS).trim(), locale, intent };
  const { data, isError, error, refetch, isPlaceholderData } = useQuery({ ...suggestion(house, card.id, asked), enabled: asked.message !== "" });
  const speak = (to: Spoken) => {
    setLocale(to);
    setMessage(messageIn(to, message));
  };
  const stale = isPlaceholderData || asked.message !== message.trim();
  return (
    <section className={`panel ${styles.composer ?? ""}`} aria-label={t("composer.title")}>
      <header>
        <h2 className="h2 grow">{t("composer.title")}</h2>
        <Segmented<Spoken> size="small" value={locale} aria-label={t("composer.language")} options={[{ value: "zh-CN", label: t("composer.zh") }, { value: "en", label: "EN" }]} onChange={speak} />
      </header>
      <div className="body">
        <textarea
          className={styles.asked} lang={locale} rows={1} maxLength={LONGEST} value={message} aria-label={t("composer.asked")} placeholder={t("composer.like")} onFocus={(event) => event.target.select()} onChange={(event) => wrote(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey))) return;
            event.preventDefault();
            event.currentTarget.blur();
          }}
        />
        {isError ? <ErrorState problem={error} retry={() => void refetch()} /> : !data ? asked.message !== "" && <Bones height={220} lines={5} /> : <Answer key={card.id} guest={card.id} said={asked.message} data={data} locale={locale} stale={stale} choose={setIntent} />}
      </div>
    </section>
  );
}

interface AnswerProps {
  guest: string;
  /** What was asked, as it was sent. */
  said: string;
  data: Suggested;
  locale: Spoken;
  /** A newer answer is on its way: this one is not to be copied. */
  stale: boolean;
  choose: (intent: string) => void;
}

function Answer({ guest, said, data, locale, stale, choose }: AnswerProps) {
  const { t } = useTranslation("guest-desk");
  const { say } = useSaying();
  const steps = data.replies.toSorted((a, b) => a.step - b.step);
  return (
    <div className={stale ? styles.stale : undefined} aria-busy={stale}>
      <Meant data={data} choose={choose} />
      {data.complaint && <HeardComplaint key={said} guest={guest} text={said} heard={data.complaint} />}
      {steps.length === 0 && <Nothing data={data} locale={locale} />}
      {steps.map((reply) => (
        <div key={reply.step}>
          {reply.step > 1 && <p className={styles.then}>{t("composer.then")}</p>}
          <Ready key={reply.text} reply={reply} guest={guest} intent={data.intent?.code ?? ""} locale={locale} stale={stale} />
        </div>
      ))}
      {data.aside.length > 0 && <p className={styles.check}>{t("composer.aside")}{data.aside.map(({ text, from }, index) => <span key={text} title={say(from)}>{index > 0 && t("semicolon")}{text}</span>)}</p>}
      {data.check && <p className={styles.check}>{say(data.check)}</p>}
    </div>
  );
}

/** Why there is nothing to copy: nobody wrote it in this language, and whoever may writes it from here. */
function Nothing({ data, locale }: { data: Suggested; locale: Spoken }) {
  const { t } = useTranslation("guest-desk");
  const { path, may } = usePropertyScope();
  const { nameOf } = useSaying();
  if (!data.unwritten || !data.intent) return <p className="t2 small">{t("composer.noReply")}</p>;
  return (
    <p className="t2 small" role="status">
      {t(`composer.unwritten.${locale}`, { intent: nameOf(data.intent) })}
      {may("manage_desk") ? <Link to={`${path}/desk-rules/replies?${new URLSearchParams({ intent: data.intent.code, locale }).toString()}`}>{t("composer.write")}</Link> : t("composer.askToWrite")}
    </p>
  );
}

const inUse = (all: Intent[]): Intent[] => all.filter(({ active }) => active);

/** What the message was taken for; somebody who knows better says so. */
function Meant({ data, choose }: { data: Suggested; choose: (intent: string) => void }) {
  const { t } = useTranslation("guest-desk");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const [opened, setOpened] = useState(false);
  const all = useQuery({ ...intentsQuery(house), select: inUse, staleTime: SLOW_MS, enabled: opened });
  const { named, near } = meant(data);
  const rest = (all.data ?? []).filter(({ code }) => code !== data.intent?.code && !near.some((one) => one.code === code));
  const is = named.length > 0 ? named.map(nameOf).join(t("and")) : t("composer.unknown");
  const items = [...near, ...rest].map((one) => ({ key: one.code, label: nameOf(one) }));
  return (
    <div className={styles.meant}>
      <Dropdown trigger={["click"]} onOpenChange={(open) => { if (open) setOpened(true); }} menu={{ items, onClick: ({ key }) => choose(key), style: { maxHeight: 360, overflowY: "auto" } }}>
        <button type="button" className="chip" aria-label={t("composer.change", { intent: is })}>{is}<Icon name="down" /></button>
      </Dropdown>
      {data.intent && !data.sure && <span className="cap warn">{t("composer.unsure")}</span>}
      {data.intent && !data.sure && near.filter(({ code }) => !named.some((one) => one.code === code)).slice(0, 2).map((one) => <button key={one.code} type="button" className="chip add" onClick={() => choose(one.code)}>{nameOf(one)}</button>)}
      {data.unanswered.length > 0 && <span className="cap warn" role="status">{t("composer.unanswered", { what: data.unanswered.map(nameOf).join(t("and")) })}</span>}
    </div>
  );
}

interface ReadyProps {
  reply: Reply;
  guest: string;
  intent: string;
  locale: Spoken;
  stale: boolean;
}

/** One text: to be changed where it stands, with the facts it is made of, and copied by a key. */
function Ready({ reply, guest, intent, locale, stale }: ReadyProps) {
  const { t } = useTranslation("guest-desk");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const problemText = useProblemText();
  const [text, setText] = useState(reply.text);
  const { copied, copy } = useCopy();
  const used = useMutation({ mutationFn: () => replyUsed(house, { guest, intent, step: reply.step, locale, edited: text !== reply.text }) });
  const first = reply.step === 1;
  const take = () => {
    if (stale || text.trim() === "") return;
    copy(text);
    if (may("serve_guests") && intent !== "") used.mutate();
  };
  useHotkeys(first ? { c: take } : { "Shift+c": take });
  return (
    <div className={first ? styles.first : styles.second}>
      <textarea className={styles.text} rows={2} maxLength={LONGEST} value={text} lang={locale} aria-label={t(first ? "composer.reply" : "composer.replyThen")} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === "Escape") event.currentTarget.blur(); }} />
      <div className={styles.under}>
        <p className={styles.facts}>
          {reply.facts.length > 0 && <span title={reply.facts.map(({ label, value, from }) => t("composer.factIs", { what: say(label), value, from: say(from) })).join("\n")}>{t("composer.facts", { what: reply.facts.map(({ label }) => say(label)).join(t("and")) })}</span>}
          {reply.left_out.length > 0 && <span>{t("composer.leftOut", { what: reply.left_out.map(({ label }) => say(label)).join(t("and")) })}</span>}
          {text !== reply.text && <button type="button" className={styles.link} onClick={() => setText(reply.text)}>{t("composer.asWas")}</button>}
        </p>
        <button type="button" className={first ? "btn primary" : "btn small"} disabled={stale || text.trim() === ""} aria-label={t(first ? "composer.copy" : "composer.copyThen")} aria-keyshortcuts={first ? "c" : "Shift+C"} onClick={take}>
          <Icon name={copied ? "check" : "copy"} />
          <span aria-live="polite">{t(copied ? "copied" : "copy", { ns: "common" })}</span>
          <kbd className={styles.key}>{first ? "C" : "⇧C"}</kbd>
        </button>
      </div>
      {used.isError && <p className="cap bad" role="alert">{t("composer.notCounted")} {problemText(used.error)}</p>}
    </div>
  );
}
