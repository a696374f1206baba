import { useTranslation } from "react-i18next";
import type { Change, ProgrammeDocument } from "@/api/programmeTypes";
import { count, money } from "@/lib/numbers";
import { trailOf } from "./changes";
import { at, pathOf } from "./path";
import styles from "./programme.module.css";

type T = ReturnType<typeof useTranslation>["t"];
const MONEY_KEYS = new Set(["price", "cost", "money", "pay", "gift", "amount", "over", "off", "min_spend", "budget", "named_max", "unnamed_max", "warn_total"]);
const LATIN = /^[a-z_]+$/;

/** A value of the document in words: yes, a sum, a choice, the names of things. */
function inWords(t: T, value: unknown, key: string): string {
  if (value === null || value === undefined || value === "") return t("diff.nothing");
  if (typeof value === "boolean") return t(value ? "on" : "off");
  if (typeof value === "number") return key.endsWith("percent") ? `${count(value)}\u00a0%` : count(value);
  if (typeof value === "string") {
    if (key === "action") return t(`earn.action.${value}`, { ns: "value", defaultValue: value });
    if (MONEY_KEYS.has(key)) return money(value, 2);
    return LATIN.test(value) ? t(`value.${value}`, { defaultValue: value }) : value;
  }
  if (Array.isArray(value)) return value.length ? value.map((one: unknown) => inWords(t, one, key)).join(t("and")) : t("diff.nothing");
  const item = value as Record<string, unknown>;
  if (typeof item.name === "string" && item.name) return item.name;
  return Object.entries(item).filter(([part, one]) => part !== "code" && one !== null && one !== "" && !(Array.isArray(one) && one.length === 0)).map(([part, one]) => `${t(`word.${part}`, { defaultValue: part })} ${inWords(t, one, part)}`).join(", ");
}

interface ChangeListProps {
  changes: readonly Change[];
  before: ProgrammeDocument | null;
  after: ProgrammeDocument | null;
}

/** What differs, each change with the names on the way to it. */
export function ChangeList({ changes, before, after }: ChangeListProps) {
  const { t } = useTranslation("programme");
  const nth = (n: number) => t("diff.nth", { n });
  const word = (key: string) => t([`section.${key}`, `word.${key}`], { defaultValue: key });
  if (changes.length === 0) return <p className="t3">{t("diff.same")}</p>;
  return (
    <ul className={styles.changes}>
      {changes.map(({ pointer, before: was, after: is }) => {
        const trail = trailOf(pointer, is === null ? [before, after] : [after, before], word, nth);
        const key = pointer.split("/").pop() ?? "";
        const measured = (document: ProgrammeDocument | null) => (key === "at_least" ? `\u00a0${t(`generate.unit.${String(at(document, [...pathOf(pointer).slice(0, -1), "measure"]))}`, { defaultValue: "" })}` : "");
        return (
          <li key={pointer + String(was === null)}>
            <span className="small t3">{trail.join(" › ") || t("diff.all")}</span>
            <span className={styles.flow}>
              {was !== null && <span className={is === null ? styles.was : "t2"}>{inWords(t, was, key)}{measured(before)}</span>}
              {was !== null && is !== null && <span className="t3">→</span>}
              {is !== null && <b className="b">{inWords(t, is, key)}{measured(after)}</b>}
              {was === null && <span className="tag acc">{t("diff.added")}</span>}
              {is === null && <span className="tag">{t("diff.gone")}</span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
