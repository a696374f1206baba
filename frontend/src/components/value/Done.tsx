import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { BeforeAfter, type Change } from "./ActForm";
import styles from "./value.module.css";

interface DoneProps {
  title: string;
  /** What came of it, one fact a line. */
  facts?: readonly (readonly [word: string, value: React.ReactNode])[];
  changes: readonly Change[];
  /** It waits for somebody and has moved nothing yet. */
  waits?: boolean;
  close: () => void;
  children?: React.ReactNode;
}

/** It is done: what came of it, and the balance before and after as the ledger has it. */
export function Done({ title, facts = [], changes, waits = false, close, children }: DoneProps) {
  const { t } = useTranslation("value");
  return (
    <div className={styles.act}>
      <div className={styles.fields}>
        <div className={styles.done} role="status">
          <span className={waits ? styles.waits : styles.tick} aria-hidden="true"><Icon name={waits ? "warn" : "check"} size={20} /></span>
          <span className={styles.doneTitle}>{title}</span>
        </div>
        {facts.length > 0 && (
          <dl className={styles.facts}>
            {facts.map(([word, value]) => <div key={word}><dt>{word}</dt><dd>{value}</dd></div>)}
          </dl>
        )}
        {children}
      </div>
      <div className={styles.foot}>
        {changes.length > 0 && <BeforeAfter changes={changes} />}
        <Button type="primary" size="large" block autoFocus onClick={close}>{t("finish")}</Button>
      </div>
    </div>
  );
}
