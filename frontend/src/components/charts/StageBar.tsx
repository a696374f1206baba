import { useTranslation } from "react-i18next";
import { STAGES, type Stage } from "@/api/winningTypes";
import { percent, rate } from "@/lib/numbers";
import styles from "./stages.module.css";

export type Staged = Record<Stage, number>;

/** Guests by stage as one bar of 100 %: those who come, then those who slip away. */
export function StageBar({ stages, name, thin = false }: { stages: Staged; name: string; thin?: boolean }) {
  const { t } = useTranslation();
  const all = STAGES.reduce((sum, stage) => sum + stages[stage], 0);
  const says = STAGES.map((stage) => `${t(`stage.${stage}`)} ${rate(all ? stages[stage] / all : null)}`).join(t("listComma"));
  return (
    <div className={`${styles.bar ?? ""} ${thin ? (styles.thin ?? "") : ""}`} role="img" aria-label={`${name} ${says}`}>
      {all > 0 && STAGES.map((stage) => stages[stage] > 0 && (
        <span key={stage} className={styles[stage]} style={{ flex: `${stages[stage]} 0 0` }} title={`${t(`stage.${stage}`)} ${rate(stages[stage] / all)}`}>
          {!thin && <em>{percent(stages[stage] / all)}</em>}
        </span>
      ))}
    </div>
  );
}

/** What the colours of the bars stand for. */
export function StageLegend() {
  const { t } = useTranslation();
  return (
    <span className={styles.legend}>
      {STAGES.map((stage) => <span key={stage} className="ch"><i className={`${styles.key ?? ""} ${styles[stage] ?? ""}`} aria-hidden="true" />{t(`stage.${stage}`)}</span>)}
    </span>
  );
}
