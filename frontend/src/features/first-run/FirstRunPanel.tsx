import { useTranslation } from "react-i18next";
import { useState } from "react";
import type { FirstRun, FirstRunStep, StepCode } from "@/api/businessTypes";
import { Icon } from "@/components/Icon";
import { NewProperty } from "@/components/NewProperty";
import { count } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { useHolding } from "./holding";
import { InviteDesk } from "./InviteDesk";
import { MapSources } from "./MapSources";
import { blockedBy, nextStep } from "./steps";
import { StaysStep } from "./StaysStep";
import { useFirstRunChange } from "./useFirstRunChange";
import styles from "./firstRun.module.css";

/** The numbered steps with their state; the next one is open, and is done right here. */
export function FirstRunPanel({ run, left = false }: { run: FirstRun; left?: boolean }) {
  const { t } = useTranslation("first-run");
  const next = nextStep(run);
  const [chosen, setChosen] = useState<StepCode | null>(null);
  const { held } = useHolding();
  const open = held ?? chosen ?? next;
  return (
    <ol className={`panel ${styles.todo ?? ""}`} aria-label={t("label")}>
      {run.steps.map((step, index) => (!left || step.state !== "done" || step.code === held) && (
        <Step key={step.code} step={step} number={index + 1} run={run} isNext={step.code === next} isOpen={step.code === open} toggle={() => setChosen(step.code === open ? null : step.code)} />
      ))}
    </ol>
  );
}

interface StepProps {
  step: FirstRunStep;
  number: number;
  run: FirstRun;
  isNext: boolean;
  isOpen: boolean;
  toggle: () => void;
}

function Step({ step, number, run, isNext, isOpen, toggle }: StepProps) {
  const { t } = useTranslation("first-run");
  const { code, state } = step;
  const change = useFirstRunChange();
  const held = useHolding().held === code;
  const done = state === "done" && !held;
  const blocked = blockedBy(code, run);
  return (
    <li className={[done && styles.done, isNext && styles.on].filter(Boolean).join(" ") || undefined} aria-current={isNext ? "step" : undefined}>
      <span className={styles.no}>{done ? <><Icon name="check" size={14} /><span className="hidden-text">{t("state.done")}</span></> : number}</span>
      <div className="grow">
        <div className={styles.head}>
          <b>{t(`step.${code}`)}</b>
          {state === "skipped" && <span className="tag">{t("state.skipped")}</span>}
          <span className={styles.aside}>
            {state === "skipped" ? <button type="button" onClick={() => change.mutate({ unskip: [code] })}>{t("unskip")}</button>
              : !done && code !== "property" && !blocked && isOpen ? <button type="button" onClick={() => change.mutate({ skip: [code] })}>{t("skip")}</button>
              : !done && !blocked && !isOpen ? <button type="button" onClick={toggle} aria-expanded={false}>{t("doNow")}</button> : null}
          </span>
        </div>
        <p className="t2">{done ? <Fact step={step} /> : t(`is.${code}`)}</p>
        {!done && state !== "skipped" && (blocked ? (isOpen || isNext) && <p className="t3 cap">{t(`blocked.${blocked}`)}</p> : isOpen && <div className={styles.act}><Act code={code} run={run} step={step} /></div>)}
      </div>
    </li>
  );
}

/** What the chain's data says of a step that is done. */
function Fact({ step: { code, facts } }: { step: FirstRunStep }) {
  const { t } = useTranslation("first-run");
  const n = code === "property" ? facts.properties : code === "stays" ? facts.stays : code === "staff" ? (facts.active ?? 0) + (facts.invited ?? 0) : null;
  if (code === "stays" && facts.by) return t(`fact.stays_${facts.by}`, { n: count(n ?? 0), count: n ?? 0 });
  if (code === "staff") return (facts.active ?? 0) > 0 ? t("fact.active", { n: facts.active, count: facts.active ?? 0 }) : t("fact.invited", { n: facts.invited, count: facts.invited ?? 0 });
  return t(`fact.${code}`, { n: count(n ?? 0), count: n ?? 0 });
}

/** The step's own action, in place. */
function Act({ code, run, step }: { code: StepCode; run: FirstRun; step: FirstRunStep }) {
  const { t } = useTranslation("first-run");
  const { membership } = useScope();
  const change = useFirstRunChange();
  if (code === "property") return <NewProperty stay />;
  const house = run.property;
  if (!house) return null;
  const name = membership.properties.find(({ slug }) => slug === house)?.name ?? house;
  if (code === "stays") return <StaysStep house={house} name={name} facts={step.facts} />;
  if (code === "sources") return <MapSources house={house} unmapped={step.facts.unmapped ?? 0} />;
  if (code === "staff") return <InviteDesk house={house} name={name} />;
  return <button type="button" className="btn primary" disabled={change.isPending} onClick={() => change.mutate({ report_seen: true })}>{t("report.see")}</button>;
}
