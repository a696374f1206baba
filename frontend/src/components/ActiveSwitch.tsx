import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Switch } from "antd";
import { useProblemText } from "./problems";

interface ActiveSwitchProps {
  /** Of what it is the switch. */
  label: string;
  active: boolean;
  disabled: boolean;
  save: (active: boolean) => Promise<unknown>;
  /** The key of the list it stands in, which is asked for again. */
  list: readonly string[];
}

/** The switch of a row in a list: one touch turns it, and opens nothing of the row. */
export function ActiveSwitch({ label, active, disabled, save, list }: ActiveSwitchProps) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const turn = useMutation({
    mutationFn: save,
    onSuccess: () => queries.invalidateQueries({ queryKey: list }),
    onError: (problem) => message.error(problemText(problem)),
  });
  return (
    <span role="presentation" onClick={(event) => event.stopPropagation()}>
      <Switch size="small" checked={turn.isPending ? turn.variables : active} loading={turn.isPending} disabled={disabled} aria-label={label} onChange={(next) => turn.mutate(next)} />
    </span>
  );
}
