import { Button, DatePicker, Drawer, Input } from "antd";
import dayjs from "dayjs";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";
import type { Flaw, ProgrammeDocument } from "@/api/programmeTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { AnswerLine } from "@/components/PageHead";
import { changesOf } from "./changes";
import { ChangeList } from "./ChangeList";
import styles from "./programme.module.css";

interface PublishProps {
  document: ProgrammeDocument;
  base: ProgrammeDocument | null;
  open: boolean;
  close: () => void;
  flaws: readonly Flaw[];
  /** Whether it was tried out as it stands here. */
  tried: boolean;
  tryOut: () => void;
  note: string;
  setNote: (note: string) => void;
  day?: { value: string; today: string; change: (day: string) => void };
  /** What else is decided with it: the chain's choice of properties. */
  children?: React.ReactNode;
  publish: () => void;
  busy: boolean;
  problem: unknown;
  word: string;
}

/** 发布: what changes, from which day, and why; the dry run is one touch away. */
export function PublishDrawer(props: PublishProps) {
  const { document, base, open, close, flaws, tried, tryOut, note, setNote, day, publish, busy, problem, word } = props;
  const { t } = useTranslation("programme");
  const problemText = useProblemText();
  const changes = useMemo(() => (base ? changesOf(base, document) : []), [base, document]);
  const told = problem instanceof ApiProblem ? problem.errors : [];
  const footer = (
    <div className="row wraps" style={{ justifyContent: "flex-end" }}>
      {problem !== null && problem !== undefined && <span className="bad small grow" role="alert">{problemText(problem)}</span>}
      <Button onClick={close}>{t("cancel", { ns: "common" })}</Button>
      <Button type="primary" loading={busy} disabled={flaws.length > 0} onClick={publish}>{word}</Button>
    </div>
  );
  return (
    <Drawer open={open} onClose={close} size={640} title={t("publish.title")} footer={footer}>
      <div className="stack">
        <div>
          {flaws.length > 0 ? <AnswerLine tone="act">{t("publish.flawed", { n: flaws.length, count: flaws.length })}</AnswerLine> : tried ? <AnswerLine tone="calm">{t("publish.tried")}</AnswerLine> : (
            <AnswerLine tone="warn" action={<Button size="small" onClick={tryOut}>{t("dry.do")}</Button>}>{t("publish.untried")}</AnswerLine>
          )}
          {told.length > 0 && <ul className={styles.flaws}>{told.map((flaw) => <li key={`${flaw.pointer ?? ""}${flaw.code ?? ""}`} className="bad small">{flaw.detail}</li>)}</ul>}
        </div>
        <div className="row wraps" style={{ gap: 16, alignItems: "flex-start" }}>
          {day && (
            <Field id="publish-day" label={t("publish.day")} hint={day.value === day.today ? t("publish.fromToday") : t("publish.later")}>
              <DatePicker id="publish-day" allowClear={false} suffixIcon={null} value={dayjs(day.value)} minDate={dayjs(day.today)} onChange={(next) => { if (next) day.change(next.format("YYYY-MM-DD")); }} style={{ width: 140 }} />
            </Field>
          )}
          <div className="grow" style={{ minWidth: 220 }}>
            <Field id="publish-note" label={t("publish.note")}><Input id="publish-note" value={note} maxLength={200} placeholder={t("publish.noteLike")} onChange={(event) => setNote(event.target.value)} /></Field>
          </div>
        </div>
        {props.children}
        <section>
          <h3 className={styles.sub}>{base ? t("publish.changes", { n: changes.length, count: changes.length }) : t("publish.firstOne")}</h3>
          {base ? <ChangeList changes={changes} before={base} after={document} /> : <p className="small t2">{t("publish.firstIs", { name: document.name, n: document.tiers.levels.length })}</p>}
        </section>
      </div>
    </Drawer>
  );
}
