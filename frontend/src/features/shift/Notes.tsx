import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { changeNote, writeNote } from "@/api/desk";
import type { HandNote, ShiftDay } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones } from "@/components/States";
import { now } from "@/lib/clock";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import tasks from "@/components/desk/tasks.module.css";
import { inOrder } from "./left";
import styles from "./shift.module.css";

/** What the next shift must know: written in one line, ticked off when it is done. */
export function Notes({ data }: { data: ShiftDay | undefined }) {
  const { t } = useTranslation("shift");
  const { may } = usePropertyScope();
  const notes = inOrder(data?.notes ?? []);
  const open = notes.filter(({ settled_at }) => !settled_at).length;
  return (
    <Panel title={t("notes.title")} says={data && (open ? t("notes.says", { n: open, count: open }) : t("notes.none"))} flush>
      {!data ? <div style={{ padding: "0 20px" }}><Bones height={160} lines={4} /></div> : (
        <>
          {may("serve_guests") && <Compose day={data.day} shift={data.shift.name} />}
          <ul className={styles.notes}>{notes.map((note) => <Note key={note.id} note={note} />)}</ul>
        </>
      )}
    </Panel>
  );
}

function Compose({ day, shift }: { day: string; shift: string }) {
  const { t } = useTranslation("shift");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [text, setText] = useState("");
  const write = useMutation({
    mutationFn: () => writeNote(house, { text: text.trim(), day, shift }),
    onSuccess: (note) => {
      setText("");
      queries.setQueriesData<ShiftDay>({ queryKey: [house, "desk", "shift"] }, (before) => before && { ...before, notes: [note, ...before.notes.filter(({ id }) => id !== note.id)] });
    },
  });
  const ready = text.trim() !== "" && !write.isPending;
  return (
    <form
      className={styles.compose} onSubmit={(event) => {
        event.preventDefault();
        if (ready) write.mutate();
      }}
    >
      <Input.TextArea
        rows={2} maxLength={500} value={text} aria-label={t("notes.write")} placeholder={t("notes.like")} onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => {
          if (event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (ready) write.mutate();
        }}
      />
      <Button htmlType="submit" disabled={!ready} loading={write.isPending}>{t("notes.keep")}</Button>
      {write.isError && <p className="bad small" role="alert">{problemText(write.error)}</p>}
    </form>
  );
}

function Note({ note }: { note: HandNote }) {
  const { t } = useTranslation("shift");
  const { api: house, path, timeZone, may, session } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const put = (next: HandNote) =>
    queries.setQueriesData<ShiftDay>({ queryKey: [house, "desk", "shift"] }, (before) => before && { ...before, notes: before.notes.map((one) => (one.id === next.id ? next : one)) });
  const settle = useMutation({
    mutationFn: (settled: boolean) => changeNote(house, note.id, { settled }),
    onMutate: (settled) => put({ ...note, settled_at: settled ? now().toISOString() : null, settled_name: settled ? session.staff.name : "" }),
    onSuccess: put,
    onError: (problem) => {
      put(note);
      message.error(problemText(problem));
    },
  });
  const done = note.settled_at !== null;
  return (
    <li>
      <button type="button" role="checkbox" aria-checked={done} className={`${tasks.check ?? ""} ${done ? (tasks.settled ?? "") : ""}`} disabled={!may("serve_guests")} onClick={() => settle.mutate(!done)}>
        <span className={tasks.box} aria-hidden="true">{done && <Icon name="check" />}</span>
        <span className={tasks.what}>
          <span className={tasks.says}>{note.text}</span>
          <span className={tasks.why}>{[note.made_name, note.shift, moment(note.made_at, timeZone), done && t("notes.settled", { name: note.settled_name })].filter(Boolean).join(" · ")}</span>
        </span>
      </button>
      {note.guest && <Link to={`${path}/guests/${note.guest.id}`} className={styles.about}>{note.guest.name}</Link>}
    </li>
  );
}
