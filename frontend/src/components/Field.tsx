interface FieldProps {
  id: string;
  label: string;
  problem?: React.ReactNode;
  hint?: React.ReactNode;
  children: React.ReactNode;
}

/** A label over its control, and under it what is wrong, or else a hint. */
export function Field({ id, label, problem, hint, children }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {problem ? <div className="problem" role="alert">{problem}</div> : hint && <div className="hint">{hint}</div>}
    </div>
  );
}
