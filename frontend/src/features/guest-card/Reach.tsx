import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api as http } from "@/api/client";
import { reach as reachQuery } from "@/api/messages";
import type { Reach as Reached } from "@/api/messageTypes";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { MessageLog } from "@/components/saying/MessageLog";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./reach.module.css";

type Channel = Reached["channels"][number];
interface Word {
  channel: string;
  given: boolean;
}

/** How the guest may be written to, by which way and when. */
export function Reach({ guest }: { guest: string }) {
  const { t } = useTranslation("reach");
  const { api, may } = usePropertyScope();
  const found = useQuery(reachQuery(api, guest));
  const edits = may("edit_guests");
  return (
    <Panel title={t("title")} says={found.data ? <Says reach={found.data} /> : ""}>
      {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : found.data ? <Ways guest={guest} reach={found.data} edits={edits} /> : <Bones height={140} lines={4} />}
    </Panel>
  );
}

/** What was sent to the guest, what waits, and why something was not. */
export function Sent({ guest }: { guest: string }) {
  const { t } = useTranslation("reach");
  return (
    <Panel flush title={t("log.title")} says={t("log.says")}>
      <MessageLog ofGuest asked={{ guest, limit: 10 }} empty={<EmptyState title={t("log.none")} />} />
    </Panel>
  );
}

const able = (each: Channel): boolean => each.reachable && each.agreed && !each.opted_out;

function Says({ reach }: { reach: Reached }) {
  const { t } = useTranslation("reach");
  const ways = reach.channels.filter(able).map(({ channel }) => t(`way.${channel}`));
  if (reach.minor) return <span className="warn">{t("says.minor")}</span>;
  return <>{ways.length ? t("says.by", { ways: ways.join(t("comma")) }) : t("says.none")}</>;
}

function Ways({ guest, reach, edits }: { guest: string; reach: Reached; edits: boolean }) {
  const { t } = useTranslation("reach");
  const { api, timeZone } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [asking, setAsking] = useState<Word | null>(null);
  const [wording, setWording] = useState("");
  const put = useMutation({
    mutationFn: (body: object) => http.put<Reached>(`${api}/guests/${guest}/reach`, body),
    onSuccess: async (now) => {
      queries.setQueryData(reachQuery(api, guest).queryKey, now);
      await queries.invalidateQueries({ queryKey: [api, "messages"] });
      setAsking(null);
      setWording("");
      message.success(t("saved"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const out = reach.opt_outs.find(({ channel }) => channel === "");
  const said = () => {
    if (!asking) return;
    const opted = reach.opt_outs.filter(({ channel }) => channel === asking.channel || (channel === "" && asking.given));
    put.mutate(asking.given ? { consents: [{ channel: asking.channel, given: true, wording }], opt_outs: opted.map(({ channel }) => ({ channel, ended: true, wording })) } : { opt_outs: [{ channel: asking.channel, wording }] });
  };
  return (
    <>
      <ul className={styles.ways}>
        {reach.channels.map((each) => (
          <li key={each.channel}>
            <span className="b">{t(`way.${each.channel}`)}</span>
            <span className={able(each) ? "good small" : "t3 small"}>{able(each) && <Icon name="check" size={12} />}{each.opted_out ? t("is.out") : !each.reachable ? t("is.noAddress") : each.agreed ? t("is.may") : t("is.noConsent")}</span>
            {edits && (able(each)
              ? <button type="button" className={styles.link} onClick={() => setAsking({ channel: each.channel, given: false })}>{t("do.out")}</button>
              : (each.opted_out || !each.agreed) && <button type="button" className={styles.link} onClick={() => setAsking({ channel: each.channel, given: true })}>{t("do.agree")}</button>)}
          </li>
        ))}
      </ul>
      {asking && (
        <form className={styles.ask} onSubmit={(event) => { event.preventDefault(); said(); }}>
          <label htmlFor="reach-wording">{t(asking.given ? "ask.agree" : "ask.out", { way: t(`way.${asking.channel || "all"}`) })}</label>
          <Input id="reach-wording" autoFocus value={wording} maxLength={200} placeholder={t(asking.given ? "ask.agreeLike" : "ask.outLike")} onChange={(event) => setWording(event.target.value)} />
          <div className="row"><Button type="primary" size="small" htmlType="submit" danger={!asking.given} disabled={asking.given && wording.trim() === ""} loading={put.isPending}>{t(asking.given ? "do.agree" : "do.out")}</Button><Button size="small" type="text" onClick={() => setAsking(null)}>{t("cancel", { ns: "common" })}</Button></div>
        </form>
      )}
      {reach.opt_outs.length > 0 && <ul className={styles.outs}>{reach.opt_outs.map((each) => <li key={`${each.channel}${each.at}`}>{t("optedOut", { way: t(`way.${each.channel || "all"}`), at: moment(each.at, timeZone), through: t(`through.${each.through}`, { defaultValue: each.through }) })}{each.wording && <span className="t3"> “{each.wording}”</span>}</li>)}</ul>}
      {edits && !out && !asking && <button type="button" className={styles.link} style={{ marginTop: 8 }} onClick={() => setAsking({ channel: "", given: false })}>{t("do.allOut")}</button>}
      <div className={styles.prefers}>
        <span className="t3">{t("prefers")}</span>
        {edits ? (
          <>
            <Select size="small" value={reach.preferred_channel ?? ""} aria-label={t("preferredWay")} popupMatchSelectWidth={false} options={[{ value: "", label: t("anyWay") }, ...reach.channels.map(({ channel }) => ({ value: channel, label: t(`way.${channel}`) }))]} onChange={(channel: string) => put.mutate({ preferred_channel: channel || null })} />
            <Select size="small" value={reach.preferred_hour ?? -1} aria-label={t("preferredHour")} popupMatchSelectWidth={false} options={[{ value: -1, label: t("anyHour") }, ...Array.from({ length: 24 }, (_, n) => ({ value: n, label: `${String(n).padStart(2, "0")}:00` }))]} onChange={(hour: number) => put.mutate({ preferred_hour: hour < 0 ? null : hour })} />
          </>
        ) : <span>{[reach.preferred_channel && t(`way.${reach.preferred_channel}`), reach.preferred_hour !== null && `${reach.preferred_hour}:00`].filter(Boolean).join(" ") || t("anyWay")}</span>}
      </div>
    </>
  );
}
