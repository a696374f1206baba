import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import styles from "./imports.module.css";

const STEPS = ["upload", "map", "preview", "run"] as const;

/** Where one is: what is behind says what came of it. */
export function Steps({ at, says }: { at: 1 | 2 | 3 | 4 | 5; says: Partial<Record<(typeof STEPS)[number], string>> }) {
  const { t } = useTranslation("imports");
  return (
    <ol className={styles.steps} aria-label={t("step.label")}>
      {STEPS.map((step, index) => {
        const done = index + 1 < at;
        const on = index + 1 === at;
        return (
          <li key={step} className={done ? styles.ok : on ? styles.on : ""} aria-current={on ? "step" : undefined}>
            <span className={styles.no}>{done ? <Icon name="check" /> : index + 1}</span>
            <div><b>{t(`step.${step}`)}</b><span>{says[step] ?? ""}</span></div>
          </li>
        );
      })}
    </ol>
  );
}
