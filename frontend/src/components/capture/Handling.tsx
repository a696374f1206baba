import { useQuery } from "@tanstack/react-query";
import { App, Button, Dropdown, Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { colleagues as colleaguesQuery } from "@/api/deskRules";
import type { Interaction } from "@/api/guestDeskTypes";
import { DueTag } from "@/components/desk/DueTag";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { now } from "@/lib/clock";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./capture.module.css";
import { instantOf, untilOf, untilsLeft, wallOf } from "./until";
import { useChange } from "./useChange";

interface HandlingProps {
  one: Interaction;
  guest: string;
  /** What it is now, for whoever holds it and asks no list. */
  changed?: (one: Interaction) => void;
}

/** Who sees to it and until when, both to be changed where they stand; what came of it once it is settled. */
export function Handling({ one, guest, changed }: HandlingProps) {
  const { t } = useTranslation("complaints");
  const { timeZone } = usePropertyScope();
  if (!one.open) {
    if (!one.settled_at) return null;
    return <p className={styles.came}><Icon name="check" /><span>{t("settled.on", { at: moment(one.settled_at, timeZone), name: one.settled_name || "–" })}{one.outcome && <>{t("colon")}{one.outcome}</>}</span><Reopen one={one} guest={guest} changed={changed} /></p>;
  }
  return <div className={styles.handling}><Owner one={one} guest={guest} changed={changed} /><Due one={one} guest={guest} changed={changed} /></div>;
}

/** It was not settled after all. */
function Reopen({ one, guest, changed }: Part) {
  const { t } = useTranslation("complaints");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const change = useChange(guest, one.id, changed);
  if (!may("edit_guests")) return null;
  return <span className="nowrap"><button type="button" className={styles.again} disabled={change.isPending} onClick={() => change.mutate({ settled: false })}>{t("settled.again")}</button>{change.isError && <span className="bad cap" role="alert">{problemText(change.error)}</span>}</span>;
}

interface Part {
  one: Interaction;
  guest: string;
  changed: ((one: Interaction) => void) | undefined;
}

function Owner({ one, guest, changed }: Part) {
  const { t } = useTranslation("complaints");
  const { api: house, may } = usePropertyScope();
  const problemText = useProblemText();
  const [asked, setAsked] = useState(false);
  const people = useQuery({ ...colleaguesQuery(house), enabled: asked });
  const change = useChange(guest, one.id, changed);
  const name = one.owner_name === "" ? t("nobody") : one.owner_name;
  if (!may("edit_guests")) return <span className={one.owner_name ? "t2" : "warn"}>{name}</span>;
  const items = people.data?.filter(({ id }) => id !== one.owner).map((each) => ({ key: each.id, label: each.name })) ?? [{ key: "", label: t("loading", { ns: "common" }), disabled: true }];
  return (
    <>
      <Dropdown trigger={["click"]} onOpenChange={(open) => { if (open) setAsked(true); }} menu={{ items, onClick: ({ key }) => change.mutate({ owner: key }), style: { maxHeight: 320, overflowY: "auto" } }}>
        <button type="button" className={`${styles.change ?? ""} ${one.owner_name ? "" : "warn"}`} aria-label={t("owner.change", { name })} disabled={change.isPending}><Icon name="person" />{name}<Icon name="down" /></button>
      </Dropdown>
      {change.isError && <span className="bad cap" role="alert">{problemText(change.error)}</span>}
      {people.isError && <span className="bad cap" role="alert">{problemText(people.error)}</span>}
    </>
  );
}

function Due({ one, guest, changed }: Part) {
  const { t } = useTranslation("complaints");
  const { timeZone, may } = usePropertyScope();
  const problemText = useProblemText();
  const [open, setOpen] = useState(false);
  const change = useChange(guest, one.id, changed);
  const shown = one.due_at ? <DueTag at={one.due_at} /> : <span className="t3">{t("due.none")}</span>;
  if (!may("edit_guests")) return shown;
  const keep = (at: Date | null) => {
    setOpen(false);
    if (at) change.mutate({ due_at: at.toISOString() });
  };
  return (
    <>
      <Popover trigger="click" placement="bottomLeft" open={open} onOpenChange={setOpen} destroyOnHidden content={<DuePicker at={one.due_at} timeZone={timeZone} keep={keep} />}>
        <button type="button" className={styles.change} aria-label={t("due.change")} disabled={change.isPending}><Icon name="clock" />{shown}</button>
      </Popover>
      {change.isError && <span className="bad cap" role="alert">{problemText(change.error)}</span>}
    </>
  );
}

export function DuePicker({ at, timeZone, keep }: { at: string | null; timeZone: string; keep: (at: Date | null) => void }) {
  const { t } = useTranslation("complaints");
  const present = now();
  const [wall, setWall] = useState(at ? wallOf(new Date(at), timeZone) : "");
  return (
    <div className={styles.due}>
      <div className="row wraps">{untilsLeft(present, timeZone).map((choice) => <button key={choice} type="button" className="chip" onClick={() => keep(untilOf(choice, present, timeZone))}>{t(`due.${choice}`)}</button>)}</div>
      <form className="row" onSubmit={(event) => { event.preventDefault(); keep(instantOf(wall, timeZone)); }}>
        <Input type="datetime-local" value={wall} aria-label={t("due.at")} onChange={(event) => setWall(event.target.value)} />
        <Button htmlType="submit" disabled={instantOf(wall, timeZone) === null}>{t("due.keep")}</Button>
      </form>
    </div>
  );
}

/** Settled in two touches: the button, and Enter after what came of it. */
export function Settle({ one, guest }: { one: Interaction; guest: string }) {
  const { t } = useTranslation("complaints");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const [outcome, setOutcome] = useState<string | null>(null);
  const { message } = App.useApp();
  const change = useChange(guest, one.id, () => void message.success(t("settle.said")));
  if (!one.open || !may("edit_guests")) return null;
  if (outcome === null) return <Button size="small" onClick={() => setOutcome("")}>{t("settle.do")}</Button>;
  return (
    <form
      className={styles.settle}
      onSubmit={(event) => {
        event.preventDefault();
        if (outcome.trim()) change.mutate({ settled: true, outcome: outcome.trim() });
      }}
    >
      <Input
        autoFocus value={outcome} maxLength={500} aria-label={t("settle.outcome")} placeholder={t(one.kind === "complaint" ? "settle.like" : "settle.likeRequest")} onChange={(event) => setOutcome(event.target.value)}
        onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); setOutcome(null); } }}
      />
      <Button type="primary" htmlType="submit" disabled={!outcome.trim()} loading={change.isPending}>{t("settle.done")}</Button>
      <Button type="text" onClick={() => setOutcome(null)}>{t("cancel", { ns: "common" })}</Button>
      {change.isError && <span className="bad cap" role="alert">{problemText(change.error)}</span>}
    </form>
  );
}
