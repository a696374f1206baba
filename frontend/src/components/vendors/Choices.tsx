import { Checkbox } from "antd";
import type { Group } from "./grouped";
import styles from "./vendors.module.css";

interface ChoicesProps {
  groups: readonly (Group & { title: string })[];
  value: readonly string[];
  change: (value: string[]) => void;
}

/** Boxes in groups, each with its word and, small, its code. */
export function Choices({ groups, value, change }: ChoicesProps) {
  return (
    <div className={styles.choices}>
      {groups.map(({ key, title, choices }) => (
        <fieldset key={key}>
          <legend>{title}</legend>
          <div>
            {choices.map(({ code, word }) => (
              <Checkbox key={code} checked={value.includes(code)} onChange={({ target }) => change(target.checked ? [...value, code] : value.filter((other) => other !== code))}>
                {word} <code>{code}</code>
              </Checkbox>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
