import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { departments as departmentsQuery, keywordRules } from "@/api/deskRules";
import type { KeywordRule } from "@/api/deskRuleTypes";
import { ActiveSwitch } from "@/components/ActiveSwitch";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { given } from "./given";
import styles from "./keywordRules.module.css";
import { RuleForm } from "./RuleForm";
import { TryText } from "./TryText";

const FRESH: KeywordRule = { code: "", kind: "complaint", name: "", name_en: "", words: [], but_not: [], department: "front_desk", due_hours: 24, active: true, standard: false, changed: false };
const SHOWN = 6;

/** 投诉关键词: by which words a complaint is heard in whatever guests write, whose it is then, and until when. */
export default function KeywordRulesPage() {
  const { t } = useTranslation("keyword-rules");
  return <><PageHead title={t("title")} about={t("about")} /><Rules /></>;
}

function Rules() {
  const { t } = useTranslation("keyword-rules");
  const { api: house, may } = usePropertyScope();
  const { nameOf } = useSaying();
  const rules = useQuery(keywordRules(house));
  const departments = useQuery(departmentsQuery(house));
  const [open, setOpen] = useState<KeywordRule | null>(null);
  const departmentOf = (code: string) => {
    const found = departments.data?.find((one) => one.code === code);
    return found ? nameOf(found) : code;
  };
  const columns: Column<KeywordRule>[] = [
    { key: "name", title: t("topic"), card: "title", sort: (row) => nameOf(row), render: (row) => <><button type="button" className={styles.name} onClick={(event) => { event.stopPropagation(); setOpen(row); }}>{nameOf(row)}</button>{(row.changed || !row.standard) && <span className="cap t3"> {t(row.standard ? "changed" : "own")}</span>}</> },
    { key: "kind", title: t("kind"), sort: ({ kind }) => kind, render: ({ kind }) => <span className={kind === "complaint" ? "tag warn" : kind === "praise" ? "tag acc" : "tag"}>{t(`kinds.${kind}`)}</span> },
    { key: "words", title: t("words"), wrap: true, card: "whole", render: ({ words, but_not: butNot }) => <span className={styles.heard}>{words.slice(0, SHOWN).map((word) => <span key={word} className="tag">{word}</span>)}{words.length > SHOWN && <span className="cap t3">+{words.length - SHOWN}</span>}{butNot.length > 0 && <span className="cap t3">{t("butNot", { words: butNot.slice(0, 3).join(t("comma")) })}</span>}</span> },
    { key: "department", title: t("department"), sort: (row) => departmentOf(row.department), render: (row) => (row.department ? departmentOf(row.department) : <span className="t3">{t("byOwner")}</span>) },
    { key: "due", title: t("due"), numeric: true, sort: ({ due_hours: hours }) => hours, render: ({ kind, due_hours: hours }) => (kind === "complaint" ? t("hours", { n: hours, count: hours }) : "–") },
    { key: "active", title: t("active"), card: "aside", render: (row) => <OnOff rule={row} /> },
  ];
  if (rules.isError && !rules.data) return <div className="panel"><ErrorState problem={rules.error} retry={() => void rules.refetch()} /></div>;
  return (
    <div className={styles.two}>
      <Panel title={t("list")} says={t("says")} flush tools={may("manage_desk") && <Button size="small" icon={<Icon name="plus" />} onClick={() => setOpen(FRESH)}>{t("add")}</Button>} footer={<span>{t("foot")}</span>}>
        <DataTable label={t("title")} columns={columns} rows={rules.data} rowKey={({ code }) => code} bones={8} onSelect={setOpen} selected={open?.code ?? null} empty={<EmptyState title={t("none")}>{t("noneHint")}</EmptyState>} />
      </Panel>
      <TryText departmentOf={departmentOf} />
      {open && (
        <Drawer title={open.code ? nameOf(open) : t("add")} open size={520} onClose={() => setOpen(null)}>
          <RuleForm rule={open} departments={departments.data ?? []} taken={(rules.data ?? []).map(({ code }) => code)} close={() => setOpen(null)} />
        </Drawer>
      )}
    </div>
  );
}

function OnOff({ rule }: { rule: KeywordRule }) {
  const { t } = useTranslation("keyword-rules");
  const { api: house, may } = usePropertyScope();
  const { nameOf } = useSaying();
  return (
    <ActiveSwitch
      label={t("activeOf", { name: nameOf(rule) })} active={rule.active} disabled={!may("manage_desk")} list={[house, "keyword-rules"]}
      save={(active) => api.put(`${house}/desk/keyword-rules/${rule.code}`, { ...given(rule), active })}
    />
  );
}
