import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { MemberCard, NoticeHeld } from "@/api/valueTypes";
import { sum, useSaying } from "@/components/value/words";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import styles from "./member.module.css";

/** What to say to the guest, and what membership gives on this stay: read before the guest stands there. */
export function AtArrival({ card }: { card: MemberCard }) {
  const notices = card.notices ?? [];
  if (notices.length === 0 && !card.worth) return null;
  return (
    <div className={notices.length > 0 && card.worth ? styles.pair : undefined}>
      {notices.length > 0 && <ToTell guest={card.id} notices={notices} />}
      {card.worth && <Worth card={card} />}
    </div>
  );
}

function ToTell({ notices }: { guest: string; notices: readonly NoticeHeld[] }) {
  const { t } = useTranslation("member");
  return (
    <section className="panel" aria-label={t("tell.title")}>
      <header><h2 className="h2">{t("tell.title")}</h2></header>
      <ol className={styles.tell}>{notices.map((one) => <Notice key={one.id} one={one} />)}</ol>
    </section>
  );
}

function Notice({ one }: { one: NoticeHeld }) {
  const { t } = useTranslation("member");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const told = useMutation({
    mutationFn: () => api.post(`${house}/notices/${one.id}/told`),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house] }),
  });
  return (
    <li>
      <span className="grow">
        {say(one.says)}
        {told.isError && <span className={styles.problem} role="alert">{problemText(told.error)}</span>}
      </span>
      {may("edit_guests") && <button type="button" className={styles.link} disabled={told.isPending} aria-label={t("tell.toldOf", { what: say(one.says) })} onClick={() => told.mutate()}>{t("tell.told")}</button>}
    </li>
  );
}

function Worth({ card }: { card: MemberCard }) {
  const { t } = useTranslation("member");
  const { say, nameOf } = useSaying();
  const { worth } = card;
  if (!worth) return null;
  return (
    <section className="panel" aria-label={t("worth.title")}>
      <header>
        <h2 className="h2 grow">{t("worth.title")}</h2>
        <b className={styles.total}>{sum(worth.total)}</b>
      </header>
      <ul className={styles.worth}>
        {worth.items.map((item) => (
          <li key={item.code}>
            <span className="grow">{nameOf(item)}<span className="cap t3">{say(item.says)}</span></span>
            <span className="nowrap">{sum(item.amount)}</span>
          </li>
        ))}
        {worth.items.length === 0 && <li className="t3">{t("worth.none")}</li>}
      </ul>
    </section>
  );
}
