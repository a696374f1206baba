import { Input } from "antd";
import { useId } from "react";
import { Field } from "@/components/Field";
import styles from "./value.module.css";

interface TextProps {
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: React.ReactNode;
  problem?: string | undefined;
  focus?: boolean;
  like?: string;
  most?: number;
}

/** A sum of money: large, with its sign, read as it is typed. */
export function MoneyField({ label, value, change, hint, problem, focus = false, like = "0.00" }: TextProps) {
  const id = useId();
  return (
    <Field id={id} label={label} problem={problem} hint={hint}>
      <Input
        id={id} className={styles.big} size="large" prefix="¥" inputMode="decimal" autoComplete="off" autoFocus={focus} value={value} placeholder={like} maxLength={14}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}

export function PointsField({ label, value, change, hint, problem, focus = false, unit }: TextProps & { unit: string }) {
  const id = useId();
  return (
    <Field id={id} label={label} problem={problem} hint={hint}>
      <Input
        id={id} className={styles.big} size="large" suffix={unit} inputMode="numeric" autoComplete="off" autoFocus={focus} value={value} placeholder="0" maxLength={12}
        onChange={(event) => change(event.target.value)}
      />
    </Field>
  );
}

export function TextField({ label, value, change, hint, problem, focus = false, like, most = 200 }: TextProps) {
  const id = useId();
  return (
    <Field id={id} label={label} problem={problem} hint={hint}>
      <Input id={id} autoComplete="off" autoFocus={focus} value={value} placeholder={like} maxLength={most} onChange={(event) => change(event.target.value)} />
    </Field>
  );
}

interface ReasonProps {
  label: string;
  value: string;
  change: (value: string) => void;
  /** The usual ones, one touch each. */
  usual: readonly string[];
  hint?: React.ReactNode;
}

/** Why: written, or one of the usual reasons touched. */
export function ReasonField({ label, value, change, usual, hint }: ReasonProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <div className={styles.usual}>
        {usual.map((one) => (
          <button key={one} type="button" className={value === one ? "chip on" : "chip"} aria-pressed={value === one} onClick={() => change(one)}>{one}</button>
        ))}
      </div>
      <Input id={id} autoComplete="off" value={value} maxLength={200} onChange={(event) => change(event.target.value)} />
    </Field>
  );
}

export interface Option {
  value: string;
  title: React.ReactNode;
  about?: React.ReactNode;
  /** At the right: what it costs. */
  aside?: React.ReactNode;
  /** Why it cannot be chosen now. */
  not?: string | null;
}

interface OptionsProps {
  label: string;
  options: readonly Option[];
  value: string | null;
  choose: (value: string) => void;
  columns?: 1 | 2;
}

/** One of several, as large as a finger; the keyboard goes through them as through radio buttons, which they are. */
export function Options({ label, options, value, choose, columns = 1 }: OptionsProps) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={columns === 2 ? styles.pairs : styles.options}>
      {options.map((option) => (
        <label key={option.value} className={`${styles.option ?? ""} ${option.value === value ? (styles.on ?? "") : ""} ${option.not ? (styles.not ?? "") : ""}`}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} disabled={Boolean(option.not)} onChange={() => choose(option.value)} />
          <span className="grow">
            <span className={styles.optionTitle}>{option.title}</span>
            {(option.not ?? option.about) && <span className={styles.about}>{option.not ?? option.about}</span>}
          </span>
          {option.aside && <span className={styles.aside}>{option.aside}</span>}
        </label>
      ))}
    </div>
  );
}
