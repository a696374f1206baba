import { Input } from "antd";
import { Field } from "@/components/Field";

interface Props {
  id: string;
  label: string;
  hint: string;
  least: number;
  value: string;
  change: (value: string) => void;
  problem?: string | undefined;
}

/** Why: kept in the audit log, and told to those it concerns. */
export function ReasonField({ id, label, hint, least, value, change, problem }: Props) {
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      <Input.TextArea id={id} required minLength={least} maxLength={300} rows={3} showCount value={value} onChange={(event) => change(event.target.value)} />
    </Field>
  );
}
