import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WinBackWanted } from "@/api/winningTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { actOf, HOLD_MS, mayDo, reaches, SNOOZES, wordOf, type Act } from "./acts";
import { CallDialog, OfferDialog, StaffDialog, TextDialog } from "./Dialogs";
import type { BoardRow } from "./sections";
import type { Acts, Doing } from "./useActs";
import styles from "./winBack.module.css";

interface ActingProps {
  row: BoardRow;
  acts: Acts;
  primary: boolean;
}

type Asking = "text" | "call" | "staff" | "offer" | null;

/** One touch does what is advised; the other ways stand behind the dots. */
export function Acting({ row, acts, primary }: ActingProps) {
  const { t } = useTranslation("win-back");
  const { may } = useScope();
  const [asking, setAsking] = useState<Asking>(null);
  const act = actOf(row);
  const mine = (one: Act) => mayDo(one, may);
  if (!mine("greet")) return null;
  const begin = (wanted: WinBackWanted) => {
    setAsking(null);
    acts.begin(row, wanted);
  };
  const items = [
    ...(row.reachable.length > 0 ? [{ key: "text", label: t("act.textOwn") }] : []),
    { key: "call", label: t("act.called") },
    { key: "staff", label: t("act.assign") },
    { type: "divider" as const },
    ...SNOOZES.map((days) => ({ key: `snooze-${days}`, label: t("act.snooze", { n: days, count: days }) })),
    { key: "leave", label: t("act.leave") },
  ];
  const choose = (key: string) => {
    if (key === "text" || key === "call" || key === "staff") setAsking(key);
    else begin(key === "leave" ? { act: "leave" } : { act: "snooze", days: Number(key.split("-")[1]) });
  };
  const rings = act === "call" || !mine(act) || (reaches(act) && row.reachable.length === 0);
  const word = t(`act.${rings ? "call" : wordOf(row)}`);
  const dialog = { row, close: () => setAsking(null), done: begin };
  return (
    <span className={styles.acts}>
      <Button size="small" type={primary && !rings ? "primary" : "default"} onClick={() => (rings ? setAsking("call") : act === "offer" ? setAsking("offer") : begin({ act }))} aria-label={t("act.of", { act: word, name: row.guest.name })}>{word}</Button>
      <Dropdown menu={{ items, onClick: ({ key }) => choose(key) }} trigger={["click"]} placement="bottomRight">
        <button type="button" className="tool" aria-label={t("act.more", { name: row.guest.name })} title={t("act.others")}><Icon name="more" /></button>
      </Dropdown>
      {asking === "text" && <TextDialog {...dialog} />}
      {asking === "call" && <CallDialog {...dialog} />}
      {asking === "offer" && <OfferDialog {...dialog} />}
      {asking === "staff" && <StaffDialog {...dialog} />}
    </span>
  );
}

interface ToldProps {
  row: BoardRow;
  doing: Doing;
  acts: Acts;
}

/** What was done, and what the gate said to it, in place of the row's advice. */
export function Told({ row, doing, acts }: ToldProps) {
  const { t } = useTranslation("win-back");
  const problemText = useProblemText();
  const { wanted, state } = doing;
  if (state === "held") {
    return (
      <span className={styles.told} role="status">
        <span className="grow">{t(`soon.${wanted.act}`, { n: HOLD_MS / 1000, days: wanted.days })}</span>
        <button type="button" className={styles.link} onClick={() => acts.undo(row)} aria-label={t("act.undo", { name: row.guest.name })}><Icon name="undo" />{t("undo", { ns: "common" })}</button>
      </span>
    );
  }
  if (state === "failed") {
    return (
      <span className={styles.told} role="alert">
        <span className="grow bad">{problemText(doing.problem)}</span>
        <button type="button" className={styles.link} onClick={() => void acts.again(row, wanted)}>{t("retry", { ns: "common" })}</button>
        <button type="button" className={styles.link} onClick={() => acts.undo(row)}>{t("act.drop")}</button>
      </span>
    );
  }
  return <span className={styles.told} role="status">{doing.answer ? <Verdict doing={doing} /> : t("act.doing")}</span>;
}

const ICONS = { send: "check", wait: "clock", drop: "cross" } as const;

/** The gate's verdict in its own words; what reaches nobody is said in ours. */
function Verdict({ doing: { wanted, answer } }: { doing: Doing }) {
  const { t } = useTranslation("win-back");
  const { timeZone } = useScope();
  if (!answer) return null;
  const { message, hidden_until: until } = answer;
  if (!message) return <><Icon name="check" /><span className="grow t2">{t(`done.${wanted.act}`)}{until && t("hidden", { until })}</span></>;
  const at = message.at && message.verdict === "wait" ? moment(message.at, timeZone) : null;
  return (
    <>
      <Icon name={ICONS[message.verdict]} />
      <span className={`grow ${message.verdict === "drop" ? "warn" : "t2"}`}>
        {message.says || t(`verdict.${message.verdict}`)}
        {at && !message.says.includes(at.slice(-5)) && t("at", { at })}
      </span>
    </>
  );
}
