import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import styles from "./value.module.css";

export interface Change {
  word: string;
  before: string;
  /** null until enough is known to say it. */
  after: string | null;
  /** Signed, such as −1,000. */
  by?: string | null;
}

/** What stands now and what will stand then: read before it is confirmed, and again when it is done. */
export function BeforeAfter({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation("value");
  if (changes.length === 0) return null;
  return (
    <table className={styles.changes} aria-live="polite" aria-label={t("change")}>
      <thead>
        <tr><th aria-label={t("what")} /><th scope="col">{t("before")}</th><th aria-hidden="true" /><th scope="col">{t("after")}</th><th aria-label={t("by")} /></tr>
      </thead>
      <tbody>
        {changes.map(({ word, before, after, by }) => (
          <tr key={word}>
            <th scope="row">{word}</th>
            <td>{before}</td>
            <td aria-hidden="true"><Icon name="right" size={12} /></td>
            <td>{after ?? "–"}</td>
            <td>{after !== null && by}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ActFormProps {
  /** The verb on the button, with its object. */
  confirm: string;
  ready: boolean;
  pending: boolean;
  problem: unknown;
  submit: () => void;
  changes: readonly Change[];
  /** What is said between the fields and the button, such as that a second person has to agree. */
  note?: React.ReactNode;
  /** Takes something from the guest that does not come back by itself. */
  danger?: boolean;
  children: React.ReactNode;
}

/** Fields, then what it comes to, then one button. Enter in any field confirms. */
export function ActForm({ confirm, ready, pending, problem, submit, changes, note, danger = false, children }: ActFormProps) {
  const problemText = useProblemText();
  return (
    <form
      className={styles.act} noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !pending) submit();
      }}
    >
      <div className={styles.fields}>{children}</div>
      <div className={styles.foot}>
        {note}
        <BeforeAfter changes={changes} />
        {problem !== null && problem !== undefined && <div className={styles.problem} role="alert">{problemText(problem)}</div>}
        <Button type="primary" danger={danger} size="large" block htmlType="submit" disabled={!ready} loading={pending}>{confirm}</Button>
      </div>
    </form>
  );
}
