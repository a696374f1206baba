import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Popover, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { deskCard } from "@/api/guestDesk";
import type { KnownPreference, Proposal } from "@/api/guestDeskTypes";
import { MOTIVES, type Motive, type PreferenceWord } from "@/api/winningTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { todayIn } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";
import { Kept } from "./Kept";
import { profile as profileQuery, type DeskProfile } from "./profile";

/** What the guest likes, where that is known from and since when; what the stays propose; and what was noted in words. */
export function Preferences({ guest }: { guest: string }) {
  const { t } = useTranslation("guest-desk");
  const { api: house, may } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(profileQuery(house, guest));
  const edits = may("edit_guests");
  return (
    <section className="panel" aria-label={t("likes.title")}>
      <header>
        <h2 className="h2 grow">{t("likes.title")}</h2>
        {data && edits && <AddLike guest={guest} data={data} />}
      </header>
      <div className="body">
        {isError ? <ErrorState problem={error} retry={() => void refetch()} /> : !data ? <Bones height={140} lines={4} /> : (
          <>
            {data.proposals?.map((one) => <Proposed key={one.id} one={one} guest={guest} />)}
            {data.preferences.length > 0 ? <ul className={styles.likes}>{data.preferences.map((one) => <Like key={one.code} one={one} guest={guest} />)}</ul> : <p className="t3 small">{t("likes.none")}</p>}
            <Kept notes={data.notes} />
            <Why guest={guest} data={data} />
          </>
        )}
      </div>
    </section>
  );
}

/** Keeps what the server says of the guest's likes; the card and the pages that show them follow. */
function useKeep(guest: string) {
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const { queryKey } = profileQuery(house, guest);
  return (change: Partial<DeskProfile>) => {
    queries.setQueryData<DeskProfile>(queryKey, (old) => old && { ...old, ...change });
    void queries.invalidateQueries({ queryKey: deskCard(house, guest).queryKey, exact: true });
  };
}

function useLike(guest: string) {
  const { api: house } = usePropertyScope();
  const keep = useKeep(guest);
  return useMutation({
    mutationFn: ({ code, value }: { code: string; value: string | null }) => {
      const path = `${house}/guests/${guest}/preferences/${encodeURIComponent(code)}`;
      return value === null ? api.delete<{ results: KnownPreference[] }>(path) : api.put<{ results: KnownPreference[] }>(path, { value });
    },
    onSuccess: ({ results }) => keep({ preferences: results }),
  });
}

function Like({ one, guest }: { one: KnownPreference; guest: string }) {
  const { t, i18n } = useTranslation("guest-desk");
  const { may, timeZone } = usePropertyScope();
  const { say } = useSaying();
  const problemText = useProblemText();
  const change = useLike(guest);
  const origin = one.origin && i18n.exists(`guest-desk:likes.origin.${one.origin}`) ? one.origin : "staff";
  const day = one.seen_on ?? one.noted_at.slice(0, 10);
  const whence = origin === "staff" && one.by_name ? one.by_name : t(`likes.origin.${origin}`);
  const when = day.slice(0, 4) === todayIn(timeZone).slice(0, 4) ? day.slice(5) : day.slice(0, 7);
  return (
    <li className={one.expired_on ? styles.doubtful : undefined}>
      <span className="grow">
        <span>{say(one)}</span>{one.value && <span className="t2"> {one.value}</span>}
        {one.expired_on && <span className="tag warn" title={t("likes.doubtfulSince", { on: one.expired_on })}>{t("likes.doubtful")}</span>}
        {change.isError && <span className="bad cap" role="alert">{problemText(change.error)}</span>}
      </span>
      <span className="cap t3 nowrap" title={[t(`likes.from.${origin}`), one.by_name, day].filter(Boolean).join(" · ")}>{whence} {when}</span>
      {may("edit_guests") && one.expired_on && <button type="button" className={styles.link} disabled={change.isPending} aria-label={t("likes.stillOf", { what: say(one) })} onClick={() => change.mutate({ code: one.code, value: one.value })}>{t("likes.still")}</button>}
      {may("edit_guests") && <button type="button" className={styles.off} disabled={change.isPending} aria-label={t("likes.off", { what: say(one) })} title={t("likes.off", { what: say(one) })} onClick={() => change.mutate({ code: one.code, value: null })}><Icon name="cross" size={12} /></button>}
    </li>
  );
}

/** What repeated requests speak for, or against: yes or no, one touch. */
function Proposed({ one, guest }: { one: Proposal; guest: string }) {
  const { t } = useTranslation("guest-desk");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const settle = useMutation({
    mutationFn: (confirm: boolean) => api.post(`${house}/guests/${guest}/proposals/${one.id}`, { confirm }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house] }),
  });
  const words = say(one.says);
  return (
    <div className={styles.proposed}>
      <span className="grow" title={one.evidence.map(({ day, words: said }) => `${day} ${said}`).join("\n")}>{words}</span>
      {may("edit_guests") && (
        <span className="row nowrap">
          <button type="button" className="btn small" disabled={settle.isPending} aria-label={t("proposal.yesOf", { what: words })} onClick={() => settle.mutate(true)}>{t(one.drops ? "proposal.drop" : "proposal.yes")}</button>
          <button type="button" className={styles.link} disabled={settle.isPending} aria-label={t("proposal.noOf", { what: words })} onClick={() => settle.mutate(false)}>{t(one.drops ? "proposal.stay" : "proposal.no")}</button>
        </span>
      )}
      {settle.isError && <span className="bad cap" role="alert">{problemText(settle.error)}</span>}
    </div>
  );
}

/** One of the house's words by one touch, or one's own with what belongs to it: 空调, 24 度. */
function AddLike({ guest, data }: { guest: string; data: DeskProfile }) {
  const { t } = useTranslation("guest-desk");
  const { say } = useSaying();
  const problemText = useProblemText();
  const [open, setOpen] = useState(false);
  const [word, setWord] = useState("");
  const [value, setValue] = useState("");
  const add = useLike(guest);
  const left = data.offered.filter(({ code }) => !data.preferences.some((one) => one.code === code));
  const put = (code: string, said: string) => add.mutate({ code, value: said }, { onSuccess: () => { setOpen(false); setWord(""); setValue(""); } });
  const own = (one: PreferenceWord) => say(one) === word.trim();
  const content = (
    <div className={styles.adding}>
      <div className="row wraps">{left.map((one) => <button key={one.code} type="button" className="chip" disabled={add.isPending} onClick={() => put(one.code, "")}>{say(one)}</button>)}</div>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (word.trim()) put(data.offered.find(own)?.code ?? word.trim(), value.trim());
        }}
      >
        <Input autoFocus value={word} maxLength={24} aria-label={t("likes.word")} placeholder={t("likes.wordLike")} onChange={(event) => setWord(event.target.value)} />
        <Input value={value} maxLength={120} aria-label={t("likes.value")} placeholder={t("likes.valueLike")} onChange={(event) => setValue(event.target.value)} />
        <Button htmlType="submit" disabled={!word.trim()} loading={add.isPending}>{t("likes.keep")}</Button>
      </form>
      {add.isError && <p className="bad cap" role="alert">{problemText(add.error)}</p>}
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={content} placement="bottomRight" destroyOnHidden>
      <button type="button" className={styles.link} aria-expanded={open}><Icon name="plus" size={12} /> {t("likes.add")}</button>
    </Popover>
  );
}

/** Why this guest comes at all: proposed by the stays, settled by people. */
function Why({ guest, data }: { guest: string; data: DeskProfile }) {
  const { t } = useTranslation("lifecycle");
  const { api: house, may } = usePropertyScope();
  const problemText = useProblemText();
  const keep = useKeep(guest);
  const set = useMutation({
    mutationFn: (motive: Motive | "") => api.patch<DeskProfile>(`${house}/guests/${guest}/profile`, { motive: motive || null }),
    onSuccess: (fresh) => keep(fresh),
  });
  const suggested = data.motive === "" && data.motive_suggested !== "" ? data.motive_suggested : null;
  return (
    <div className={styles.why}>
      <span className="t3">{t("motive.title")}</span>
      {may("edit_guests") ? (
        <Select<Motive | "">
          size="small" variant="filled" value={data.motive} popupMatchSelectWidth={false} loading={set.isPending} aria-label={t("motive.title")} onChange={(motive) => set.mutate(motive)}
          options={[{ value: "" as const, label: t("motive.unknown") }, ...MOTIVES.map((value) => ({ value, label: t(`motive.${value}`) }))]}
        />
      ) : <b className="b">{data.motive ? t(`motive.${data.motive}`) : t("motive.unknown")}</b>}
      {suggested && <span className="cap t3">{t("motive.suggested", { motive: t(`motive.${suggested}`) })}{may("edit_guests") && <button type="button" className={styles.link} onClick={() => set.mutate(suggested)}>{t("motive.take")}</button>}</span>}
      {set.isError && <span className="bad cap" role="alert">{problemText(set.error)}</span>}
    </div>
  );
}
