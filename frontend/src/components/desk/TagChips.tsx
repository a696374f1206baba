import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { tags as tagsQuery } from "@/api/property";
import { Icon } from "@/components/Icon";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";

/** Tags as they are; a few, then how many more. */
export function Tags({ names, most = 4, chosen = false }: { names: readonly string[]; most?: number; chosen?: boolean }) {
  if (names.length === 0) return <span className="t3">–</span>;
  return (
    <span className={`${styles.tags ?? ""} ${styles.small ?? ""}`}>
      {names.slice(0, most).map((name) => (
        <span key={name} className={chosen ? "chip on" : "chip"}>{chosen && <Icon name="check" />}{name}</span>
      ))}
      {names.length > most && <span className={styles.more} title={names.slice(most).join("、")}>+{names.length - most}</span>}
    </span>
  );
}

interface TagChipsProps {
  /** All that are offered, in order. */
  offered: readonly string[];
  chosen: readonly string[];
  change: (chosen: string[]) => void;
  label: string;
}

/** Chips that are chosen or not; more from the property's words, or a new one. */
export function TagChips({ offered, chosen, change, label }: TagChipsProps) {
  const { t } = useTranslation("desk");
  const { api: house } = usePropertyScope();
  const [adding, setAdding] = useState<string | null>(null);
  const list = useId();
  const known = useQuery({ ...tagsQuery(house), enabled: adding !== null });
  const all = [...offered, ...chosen.filter((name) => !offered.includes(name))];
  const toggle = (name: string) => change(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  const add = () => {
    const name = adding?.trim().replace(/\s+/g, " ").slice(0, 40);
    if (name && !chosen.includes(name)) change([...chosen, name]);
    setAdding(null);
  };
  return (
    <div className={styles.tags} role="group" aria-label={label}>
      {all.map((name) => (
        <button key={name} type="button" className={chosen.includes(name) ? "chip on" : "chip"} aria-pressed={chosen.includes(name)} onClick={() => toggle(name)}>
          {chosen.includes(name) && <Icon name="check" />}
          {name}
        </button>
      ))}
      {adding === null ? (
        <button type="button" className="chip add" onClick={() => setAdding("")}>
          <Icon name="plus" />
          {t("tags.add")}
        </button>
      ) : (
        <>
          <input
            className={styles.adding} autoFocus value={adding} list={list} maxLength={40} aria-label={t("tags.add")} placeholder={t("tags.like")}
            onChange={(event) => setAdding(event.target.value)} onBlur={add}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "Enter") { event.preventDefault(); add(); }
              if (event.key === "Escape") { event.stopPropagation(); setAdding(null); }
            }}
          />
          <datalist id={list}>
            {known.data?.filter(({ name, sensitive }) => !sensitive && !all.includes(name)).map(({ name }) => <option key={name} value={name} />)}
          </datalist>
        </>
      )}
    </div>
  );
}
