import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api as http } from "@/api/client";
import { message as messageQuery } from "@/api/messages";
import type { MessageInFull, Way } from "@/api/messageTypes";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { Bubble } from "./Bubble";
import { MessageTag } from "./MessageTag";
import styles from "./message.module.css";

const WAYS: readonly string[] = ["wecom", "sms", "email"];

/** One message: what the guest reads, how it stands and why, and everything the gate said on the way. */
export function MessageDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation("messages");
  const { api, path, property, timeZone, may } = usePropertyScope();
  const { say } = useSaying();
  const found = useQuery(messageQuery(api, id));
  const row = found.data;
  const at = (time: string | null) => moment(time, timeZone);
  const went: [string, string | null][] = row ? [["made", row.made_at], ["sent", row.sent_at], ["delivered", row.delivered_at], ["clicked", row.clicked_at], ["answered", row.answered_at], ["settled", row.settled_at]] : [];
  const way = [row?.channel, ...(row?.channels ?? [])].find(Boolean) ?? "wecom";
  return (
    <Drawer title={row ? <span>{row.title || t("one")} <MessageTag state={row.state} /></span> : t("one")} open onClose={close} size={560}>
      {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : !row ? <Bones height={360} lines={7} /> : (
        <div className="stack">
          {row.state === "unknown" ? <Settle row={row} close={close} /> : (
            <p className={styles.says}>{say(row.says)}{row.state === "waiting" && row.due_at && <span className="t2"> {t("looksAgain", { at: at(row.due_at) })}</span>}{row.error && <span className="cap t3"> {row.error}</span>}</p>
          )}
          <dl className={styles.facts}>
            <dt>{t("guest")}</dt><dd>{may("see_guests") ? <Link to={`${path}/guests/${row.guest.id}`}>{row.guest.name}</Link> : row.guest.name}</dd>
            {row.campaign && <><dt>{t("campaign")}</dt><dd>{may("see_campaigns") ? <Link to={`${path}/campaigns/${row.campaign}`}>{row.title || t("open")}</Link> : row.title}</dd></>}
            <dt>{t("kindIs")}</dt><dd>{t(`kind.${row.kind}`)}</dd>
            <dt>{t("by")}</dt><dd>{row.channel ? t(`way.${row.channel}`) : row.channels.map((each) => t(`way.${each}`)).join(" → ")}{row.vendor && <span className="t3"> · {t(`vendor.${row.vendor}`, { defaultValue: row.vendor })}</span>}</dd>
            {row.channel !== "" && <><dt>{t("cost")}</dt><dd>{money(row.cost, 2)}{row.channel === "sms" && <span className="t3"> · {t("parts", { n: row.parts, count: row.parts })}</span>}</dd></>}
            {went.filter(([, time]) => time).map(([key, time]) => [<dt key={`${key}t`}>{t(`at.${key}`)}</dt>, <dd key={key}>{at(time)}{key === "settled" && row.settled_by && <span className="t3"> · {row.settled_by}</span>}</dd>])}
          </dl>
          {row.text ? <Bubble way={(WAYS.includes(way) ? way : "wecom") as Way} from={property.name} subject={row.subject} text={row.text} empty="" /> : <p className="small t3">{t("notYetSaid")}</p>}
          <section>
            <h3 className={styles.head}>{t("judged")}</h3>
            {row.judgements.length === 0 ? <p className="small t3">{t("notJudged")}</p> : (
              <ol className={styles.line}>
                {row.judgements.map((judgement, index) => (
                  <li key={index} className={styles[judgement.verdict]}><span className="cap t3">{at(judgement.at)}</span><span>{say(judgement.says)}{judgement.until && <span className="t2"> {t("until", { at: at(judgement.until) })}</span>}</span></li>
                ))}
              </ol>
            )}
          </section>
        </div>
      )}
    </Drawer>
  );
}

/** Nobody knows whether it went: somebody looks at the vendor's and says so. It is never sent again by itself. */
function Settle({ row, close }: { row: MessageInFull; close: () => void }) {
  const { t } = useTranslation("messages");
  const { api, may } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const settle = useMutation({
    mutationFn: (went: boolean) => http.post(`${api}/messages/${row.id}/settle`, { went }),
    onSuccess: async (_, went) => {
      await queries.invalidateQueries({ queryKey: [api, "messages"] });
      await queries.invalidateQueries({ queryKey: [api, "campaigns"] });
      message.success(t(went ? "settle.went" : "settle.not"));
      close();
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  return (
    <div className={styles.settle} role="group" aria-label={t("settle.title")}>
      <p><b className="b">{t("settle.title")}</b> {t("settle.how", { vendor: t(`vendor.${row.vendor}`, { defaultValue: row.vendor }) })}</p>
      {may("send_messages") && <div className="row"><Button loading={settle.isPending && settle.variables} disabled={settle.isPending} onClick={() => settle.mutate(true)}>{t("settle.yes")}</Button><Button loading={settle.isPending && !settle.variables} disabled={settle.isPending} onClick={() => settle.mutate(false)}>{t("settle.no")}</Button></div>}
    </div>
  );
}
