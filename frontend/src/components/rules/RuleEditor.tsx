import { Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldWords } from "@/api/segmentTypes";
import { Icon } from "@/components/Icon";
import { Condition } from "./Condition";
import { FieldPicker } from "./FieldPicker";
import { changed, DEEPEST, emptyGroup, leafOf, type DraftGroup, type DraftNode } from "./rule";
import styles from "./rules.module.css";

interface RuleEditorProps {
  draft: DraftGroup;
  change: (draft: DraftGroup) => void;
  fields: readonly FieldWords[];
  /** What the server finds wrong, by the condition it stands in. */
  flaws: ReadonlyMap<string, string>;
}

/** A rule as sentences that are put together: conditions, all or any of them, and groups of conditions. */
export function RuleEditor({ draft, change, fields, flaws }: RuleEditorProps) {
  return <Group group={draft} depth={0} put={(id, make) => change(changed(draft, id, make))} fields={fields} flaws={flaws} />;
}

interface GroupProps {
  group: DraftGroup;
  depth: number;
  put: (id: string, make: (node: DraftNode) => DraftNode | null) => void;
  fields: readonly FieldWords[];
  flaws: ReadonlyMap<string, string>;
}

function Group({ group, depth, put, fields, flaws }: GroupProps) {
  const { t } = useTranslation("rules");
  const set = (part: Partial<DraftGroup>) => put(group.id, (node) => ({ ...node, ...part }) as DraftNode);
  const add = (node: DraftNode) => set({ of: [...group.of, node] });
  const flaw = flaws.get(group.id);
  const top = depth === 0;
  return (
    <div className={top ? styles.top : styles.group} role="group" aria-label={t(`join.${group.join}Says`)}>
      {(group.of.length > 1 || !top) && (
        <div className={styles.head}>
          {!top && (
            group.not
              ? <button type="button" className={styles.not} aria-pressed title={t("notAgain")} onClick={() => set({ not: false })}>{t("notSo")}<Icon name="cross" size={12} /></button>
              : <button type="button" className={styles.turn} title={t("notHintGroup")} onClick={() => set({ not: true })}>{t("not")}</button>
          )}
          <Segmented size="small" value={group.join} aria-label={t("join.label")} options={(["and", "or"] as const).map((value) => ({ value, label: t(`join.${value}Says`) }))} onChange={(join) => set({ join })} />
          {!top && <button type="button" className="tool" style={{ marginLeft: "auto" }} aria-label={t("removeGroup")} title={t("removeGroup")} onClick={() => put(group.id, () => null)}><Icon name="cross" /></button>}
        </div>
      )}
      {group.of.length > 0 && (
        <ol className={styles.parts}>
          {group.of.map((node, index) => (
            <li key={node.id} className={styles.part}>
              {index > 0 && <span className={styles.joint} aria-hidden="true">{t(`join.${group.join}`)}</span>}
              {node.kind === "leaf"
                ? <Condition leaf={node} fields={fields} flaw={flaws.get(node.id)} set={(leaf) => put(node.id, () => leaf)} remove={() => put(node.id, () => null)} />
                : <Group group={node} depth={depth + 1} put={put} fields={fields} flaws={flaws} />}
            </li>
          ))}
        </ol>
      )}
      {flaw && <p className={styles.flaw} role="alert">{flaw}</p>}
      <div className={styles.adds}>
        <FieldPicker fields={fields} pick={(field) => add(leafOf(field))}>
          <Button size="small" type={top && group.of.length === 0 ? "primary" : "default"} icon={<Icon name="plus" />}>{t("add")}</Button>
        </FieldPicker>
        {group.of.length > 0 && depth < DEEPEST && <Button size="small" type="text" onClick={() => add(emptyGroup(group.join === "and" ? "or" : "and"))}>{t("addGroup")}</Button>}
      </div>
    </div>
  );
}
