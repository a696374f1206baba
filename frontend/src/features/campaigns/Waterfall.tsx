import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Audience } from "@/api/campaignTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bones } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import styles from "./campaigns.module.css";
import { steps } from "./document";

interface WaterfallProps {
  audience: Audience | undefined;
  error: unknown;
  counting: boolean;
  /** Whether it was chosen already. */
  past?: boolean;
  retry?: () => void;
}

/** From the segment down to whom is written: every subtraction with its number, and what restraint keeps in the till. */
export function Waterfall({ audience, error, counting, past = false, retry }: WaterfallProps) {
  const { t } = useTranslation("campaigns");
  const problemText = useProblemText();
  return (
    <section className="panel" aria-label={t("fall.title")} aria-busy={counting}>
      <header><div className="grow"><div className="between"><h2 className="h2">{t(past ? "fall.was" : "fall.title")}</h2><span className="cap t3" role="status">{counting ? t("fall.counting") : ""}</span></div></div></header>
      <div className="body">
        {error ? <p className="bad small" role="alert">{problemText(error)} {retry && <button type="button" className={styles.link} onClick={retry}>{t("retry", { ns: "common" })}</button>}</p> : audience ? <Fall audience={audience} /> : counting ? <Bones height={220} lines={6} /> : <p className="small t3">{t("fall.notYet")}</p>}
      </div>
    </section>
  );
}

function Fall({ audience }: { audience: Audience }) {
  const { t } = useTranslation("campaigns");
  const { say } = useSaying();
  const [open, setOpen] = useState(true);
  const whole = Math.max(1, audience.segment);
  const wide = (n: number) => `${(n / whole) * 100}%`;
  return (
    <>
      <ol className={styles.fall}>
        {steps(audience).map((step) => (
          <li key={step.key} className={step.taken ? undefined : styles.strong}>
            <div className="between">
              {step.key === "restrained"
                ? <button type="button" className={styles.opens} aria-expanded={open} onClick={() => setOpen(!open)}>{t("fall.restrained")}<Icon name={open ? "up" : "down"} size={12} /></button>
                : <span title={step.taken ? t(`fallIs.${step.key}`) : undefined}>{t(`fall.${step.key}`)}</span>}
              <span className="nowrap">{step.taken ? `−${count(step.n)}` : <b className="b">{count(step.n)}<small>{t("people")}</small></b>}</span>
            </div>
            <div className={styles.step} aria-hidden="true">
              <span className={styles.stays} style={{ width: wide(step.left) }} />
              {step.taken && <span className={step.key === "restrained" ? styles.held : styles.goes} style={{ width: wide(step.n) }} />}
            </div>
            {step.key === "restrained" && open && (
              <ul className={styles.reasons}>
                {audience.restrained.map((reason) => <li key={reason.reason}><span>{say(reason.says)}</span><span className="nowrap">{count(reason.n)}{Number(reason.saved) > 0 && <span className="good"> {t("fall.saves", { sum: money(reason.saved) })}</span>}</span></li>)}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {Number(audience.saved) > 0 && <p className={styles.till}><span>{t("fall.saved")}</span><b>{money(audience.saved)}</b></p>}
    </>
  );
}
