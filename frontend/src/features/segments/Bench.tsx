import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";
import type { FieldWords, Rule } from "@/api/segmentTypes";
import { Field } from "@/components/Field";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { LiveCount } from "@/components/rules/LiveCount";
import { draftOf, ruleOf, type DraftGroup } from "@/components/rules/rule";
import { RuleEditor } from "@/components/rules/RuleEditor";
import { useLive } from "@/components/rules/useLive";
import styles from "./segments.module.css";

export interface Kept {
  name: string;
  note: string;
  rule: Rule;
}
interface BenchProps {
  title: string;
  about: React.ReactNode;
  /** Where it is counted: a property's own path. */
  house: string;
  fields: readonly FieldWords[];
  given: Omit<Kept, "rule"> & { rule: Rule | null };
  /** Whether it is there already: then only a change can be saved. */
  old: boolean;
  /** Instead of the editor: what is told of a rule that is not changed here. */
  fixed?: React.ReactNode;
  tools?: React.ReactNode;
  counting?: React.ReactNode;
  frozen?: boolean;
  save: (kept: Kept) => Promise<unknown>;
  busy: boolean;
  problem: unknown;
}

/** The builder: the rule at the left, whom it holds for at the right, a moment after every touch. */
export function Bench({ title, about, house, fields, given, old, fixed, tools, counting, frozen = false, save, busy, problem }: BenchProps) {
  const { t } = useTranslation("segments");
  const problemText = useProblemText();
  const [name, setName] = useState(given.name);
  const [note, setNote] = useState(given.note);
  const [draft, setDraft] = useState<DraftGroup>(() => draftOf(given.rule));
  const [touched, setTouched] = useState(!old && given.rule !== null);
  const live = useLive(house, draft);
  const told = (field: string) => (problem instanceof ApiProblem ? problem.about(field) : undefined);
  const change = <Value,>(set: (value: Value) => void) => (value: Value) => { setTouched(true); set(value); };
  const why = live.rule === null ? t("needs.rule") : live.open > 0 ? t("needs.values") : live.flaws.size > 0 ? t("needs.right") : name.trim() === "" ? t("needs.name") : "";
  const keep = () => {
    const { rule } = ruleOf(draft);
    if (rule) void save({ name: name.trim(), note: note.trim(), rule }).then(() => setTouched(false), () => undefined);
  };
  return (
    <>
      <PageHead title={title} about={about}>
        {tools}
        {!fixed && <Button type="primary" disabled={why !== "" || (old && !touched)} title={why} loading={busy} onClick={keep}>{t("save", { ns: "common" })}</Button>}
      </PageHead>
      <div className={styles.bench}>
        <div className="stack">
          <Panel title={t("rule")} says={fixed ? undefined : t("ruleSays")}>
            {fixed ?? <RuleEditor draft={draft} change={change(setDraft)} fields={fields} flaws={live.flaws} />}
          </Panel>
          {!fixed && (
            <Panel title={t("naming")}>
              <div className={styles.naming}>
                <Field id="segment-name" label={t("name")} problem={told("name")}><Input id="segment-name" value={name} maxLength={60} placeholder={t("nameLike")} onChange={(event) => change(setName)(event.target.value)} /></Field>
                <Field id="segment-note" label={t("note")} problem={told("note")}><Input id="segment-note" value={note} maxLength={200} placeholder={t("noteLike")} onChange={(event) => change(setNote)(event.target.value)} /></Field>
              </div>
              {problem != null && <p className="bad small" role="alert" style={{ marginTop: 8 }}>{problemText(problem)}</p>}
              {why && touched && <p className="cap t3" style={{ marginTop: 8 }}>{why}</p>}
            </Panel>
          )}
        </div>
        <div className={styles.count}>{counting}<LiveCount live={live} frozen={frozen} /></div>
      </div>
    </>
  );
}
