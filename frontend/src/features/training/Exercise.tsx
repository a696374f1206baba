import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { answerCase, exercise } from "@/api/desk";
import type { ExerciseCase, ExerciseVerdict } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { EmptyState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count } from "@/lib/numbers";
import { useHotkeys } from "@/lib/hotkeys";
import { usePropertyScope } from "@/session/scope";
import styles from "./training.module.css";

const AT_ONCE = 5;

/** Five real cases with masked names: a key for each answer, and at once why. */
export function Exercise() {
  const { t } = useTranslation("training");
  const { api: house } = usePropertyScope();
  const { say } = useSaying();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [at, setAt] = useState(0);
  const [right, setRight] = useState(0);
  const round = useMutation({
    mutationFn: () => exercise(house, AT_ONCE),
    onSuccess: () => {
      setAt(0);
      setRight(0);
    },
  });
  const cases = round.data?.cases ?? [];
  const one = cases[at];
  const over = round.data !== undefined && !one;
  const next = (was: ExerciseVerdict) => {
    if (was.right) setRight(right + 1);
    setAt(at + 1);
    if (at + 1 === cases.length) void queries.invalidateQueries({ queryKey: [house, "training"] });
  };
  const begin = <Button type="primary" loading={round.isPending} onClick={() => round.mutate()}>{t(over && cases.length > 0 ? "exercise.again" : "exercise.begin", { n: AT_ONCE })}</Button>;
  return (
    <Panel title={t("exercise.title")} says={one ? t("exercise.at", { at: at + 1, n: cases.length }) : t("exercise.says")}>
      {one ? <Case key={one.id} one={one} last={at + 1 === cases.length} next={next} /> : over && cases.length > 0 ? (
        <EmptyState title={t("exercise.result", { right: count(right), n: count(cases.length) })} action={begin}>{t(right === cases.length ? "exercise.allRight" : "exercise.some")}</EmptyState>
      ) : over ? (
        <EmptyState title={t("exercise.none")}>{say(round.data.few)}</EmptyState>
      ) : (
        <div className={styles.begin}>{begin}{round.isError && <p className="bad small" role="alert">{problemText(round.error)}</p>}</div>
      )}
    </Panel>
  );
}

function Case({ one, last, next }: { one: ExerciseCase; last: boolean; next: (was: ExerciseVerdict) => void }) {
  const { t } = useTranslation("training");
  const { api: house } = usePropertyScope();
  const { say } = useSaying();
  const problemText = useProblemText();
  const answer = useMutation({ mutationFn: (choice: string) => answerCase(house, { case: one.id, choice }) });
  const verdict = answer.data;
  const choose = (choice: string) => {
    if (!verdict && !answer.isPending) answer.mutate(choice);
  };
  useHotkeys({
    ...Object.fromEntries(one.choices.map(({ id }, index) => [String(index + 1), verdict ? undefined : () => choose(id)])),
    Enter: verdict ? () => next(verdict) : undefined,
  });
  const looks = (id: string) => [styles.choice, id === verdict?.expected && styles.isRight, verdict && !verdict.right && id === answer.variables && styles.isWrong].filter(Boolean).join(" ");
  return (
    <div className={styles.case}>
      <dl className={styles.facts}>{one.facts.map(({ label, value }) => <div key={say(label)}><dt>{say(label)}</dt><dd>{value || "–"}</dd></div>)}</dl>
      <h3>{say(one.question)}</h3>
      <div className={styles.choices} role="group" aria-label={say(one.question)}>
        {one.choices.map(({ id, text }, index) => (
          <button key={id} type="button" className={looks(id)} aria-disabled={verdict !== undefined || answer.isPending} onClick={() => choose(id)}>
            <kbd>{index + 1}</kbd>
            <span className="grow">{text}</span>
            {id === verdict?.expected && <Icon name="check" />}
            {verdict && !verdict.right && id === answer.variables && <Icon name="cross" />}
          </button>
        ))}
      </div>
      {answer.isError && <p className="bad small" role="alert">{problemText(answer.error)}</p>}
      <div className={styles.verdict} role="status">
        {verdict && (
          <>
            <p><b className={verdict.right ? "good" : "bad"}>{t(verdict.right ? "exercise.right" : "exercise.wrong")}</b>{say(verdict.because)}{!verdict.counted && <span className="t3"> {t("exercise.again_not")}</span>}</p>
            <Button type="primary" onClick={() => next(verdict)}>{t(last ? "exercise.finish" : "exercise.next")} <kbd>Enter</kbd></Button>
          </>
        )}
      </div>
    </div>
  );
}
