import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { scripts as scriptsQuery } from "@/api/guestDesk";
import { MOMENTS, type DeskCard, type Moment, type Script, type Scripts } from "@/api/guestDeskTypes";
import type { NoticeHeld } from "@/api/valueTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { todayIn } from "@/lib/dates";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";
import { momentOf } from "./speaking";

/** What to say when the guest arrives and leaves: at most three, the most valuable first; whether it was said costs one touch. */
export function Say({ card }: { card: DeskCard }) {
  const { t } = useTranslation("guest-desk");
  const { api: house, timeZone } = usePropertyScope();
  const [moment, setMoment] = useState<Moment>(() => momentOf(card.visit_history, todayIn(timeZone)));
  const { data, isError, error, refetch } = useQuery(scriptsQuery(house, card.id, moment));
  const notices = moment === "check_in" ? (card.notices ?? []) : [];
  return (
    <section className="panel" aria-label={t(`say.${moment}`)}>
      <header>
        <h2 className="h2 grow">{t(`say.${moment}`)}</h2>
        <Segmented<Moment> size="small" value={moment} aria-label={t("say.when")} options={MOMENTS.map((value) => ({ value, label: t(`say.short.${value}`) }))} onChange={setMoment} />
      </header>
      <div className="body">
        {isError ? <ErrorState problem={error} retry={() => void refetch()} /> : !data ? <Bones height={120} lines={3} /> : (
          <>
            {data.scripts.length > 0 && <ol className={styles.say}>{data.scripts.map((one) => <Line key={one.code} one={one} guest={card.id} stay={data.stay} moment={moment} />)}</ol>}
            {data.scripts.length + notices.length === 0 && <p className="t3 small">{t(data.stay === null ? "say.noStay" : "say.none")}</p>}
          </>
        )}
        {notices.length > 0 && <ul className={styles.tell} aria-label={t("say.tell")}>{notices.map((one) => <Notice key={one.id} one={one} />)}</ul>}
      </div>
    </section>
  );
}

interface LineProps {
  one: Script;
  guest: string;
  stay: string | null;
  moment: Moment;
}

function Line({ one, guest, stay, moment }: LineProps) {
  const { t } = useTranslation("guest-desk");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const key = scriptsQuery(house, guest, moment).queryKey;
  const mark = useMutation({
    mutationFn: (used: boolean) => api.post<Script>(`${house}/guests/${guest}/scripts/${one.code}`, { stay, moment, used }),
    onSuccess: ({ used }) => queries.setQueryData<Scripts>(key, (old) => old && { ...old, scripts: old.scripts.map((held) => (held.code === one.code ? { ...held, used } : held)) }),
  });
  const used = mark.isPending ? mark.variables : one.used;
  const words = say(one.says);
  return (
    <li className={used === null ? undefined : styles.said}>
      <span className="grow">
        <span>{words}</span>{one.value !== null && <b className="nowrap"> {money(one.value, one.value.endsWith(".00") ? 0 : 2)}</b>}
        {one.detail && <span className="cap t3">{say(one.detail)}</span>}
        {mark.isError && <span className="bad cap" role="alert">{problemText(mark.error)}</span>}
      </span>
      {may("serve_guests") && stay !== null ? (
        <span className={styles.marks}>
          <button type="button" className={used === true ? styles.yes : undefined} aria-pressed={used === true} disabled={mark.isPending} title={t("say.used")} aria-label={t("say.usedOf", { what: words })} onClick={() => mark.mutate(true)}><Icon name="check" /></button>
          <button type="button" className={used === false ? styles.no : undefined} aria-pressed={used === false} disabled={mark.isPending} title={t("say.notUsed")} aria-label={t("say.notUsedOf", { what: words })} onClick={() => mark.mutate(false)}><Icon name="cross" /></button>
        </span>
      ) : used !== null && <span className="tag">{t(used ? "say.used" : "say.notUsed")}</span>}
    </li>
  );
}

/** What the programme asks to be told: it stands until somebody has. */
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
        {told.isError && <span className="bad cap" role="alert">{problemText(told.error)}</span>}
      </span>
      {may("edit_guests") && <button type="button" className={styles.link} disabled={told.isPending} aria-label={t("tell.toldOf", { what: say(one.says) })} onClick={() => told.mutate()}>{t("tell.told")}</button>}
    </li>
  );
}
