import { Input, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldWords } from "@/api/segmentTypes";
import { groupsOf } from "./fields";
import styles from "./rules.module.css";

interface FieldPickerProps {
  fields: readonly FieldWords[];
  pick: (field: FieldWords) => void;
  children: React.ReactNode;
}

/** Every field there is, in its groups, found by typing; opens from whatever stands within it. */
export function FieldPicker({ fields, pick, children }: FieldPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open} onOpenChange={setOpen} trigger="click" placement="bottomLeft" arrow={false} destroyOnHidden
      content={<Choices fields={fields} pick={(field) => { setOpen(false); pick(field); }} />}
    >
      <span className={styles.opener}>{children}</span>
    </Popover>
  );
}

function Choices({ fields, pick }: Omit<FieldPickerProps, "children">) {
  const { t, i18n } = useTranslation("rules");
  const english = i18n.language === "en";
  const [sought, setSought] = useState("");
  const groups = groupsOf(fields, sought);
  const first = groups[0]?.fields[0];
  return (
    <div className={styles.picker}>
      <Input
        autoFocus allowClear value={sought} placeholder={t("seek")} aria-label={t("seek")} onChange={(event) => setSought(event.target.value)}
        onPressEnter={() => first && pick(first)}
      />
      <div className={styles.found}>
        {groups.length === 0 && <p className="t3">{t("noField", { q: sought })}</p>}
        {groups.map((group) => (
          <section key={group.group} aria-label={english ? group.en : group.zh}>
            <h4>{english ? group.en : group.zh}</h4>
            <div className={styles.fields}>
              {group.fields.map((field) => <button key={field.field} type="button" onClick={() => pick(field)}>{english ? field.en : field.zh}</button>)}
            </div>
          </section>
        ))}
      </div>
    </div>
  );
}
