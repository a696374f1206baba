import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { colleagues as colleaguesQuery, departments as departmentsQuery } from "@/api/deskRules";
import type { Colleague, Department } from "@/api/deskRuleTypes";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { Moves } from "./Moves";
import { sent } from "./order";
import styles from "./ownerRules.module.css";

/** 部门: who belongs to which, so that tasks and complaints reach somebody. */
export default function DepartmentsPage() {
  const { t } = useTranslation("owner-rules");
  return <><PageHead title={t("dep.title")} about={t("dep.about")} /><Departments /></>;
}

function Departments() {
  const { t } = useTranslation("owner-rules");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const found = useQuery(departmentsQuery(house));
  const people = useQuery(colleaguesQuery(house));
  if (found.isError && !found.data) return <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div>;
  const bare = found.data?.filter(({ members }) => members.length === 0) ?? [];
  return (
    <>
      <AnswerLine tone={bare.length > 0 ? "warn" : "calm"}>{!found.data ? <Bone width="40%" /> : bare.length > 0 ? t("dep.bare", { names: bare.map(nameOf).join(t("comma")) }) : t("dep.whole")}</AnswerLine>
      {found.data ? <Form key={JSON.stringify(found.data)} kept={found.data} people={people.data ?? []} /> : <div className="panel"><div className="body"><Bones height={320} lines={6} /></div></div>}
    </>
  );
}

function Form({ kept, people }: { kept: Department[]; people: readonly Colleague[] }) {
  const { t } = useTranslation("owner-rules");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [rows, setRows] = useState(kept);
  const fixed = !may("assign_guests");
  const set = (index: number, part: Partial<Department>) => setRows(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  const save = useMutation({
    mutationFn: () => api.put(`${house}/desk/departments`, { results: rows.map(sent) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [house, "departments"] });
      message.success(t("saved"));
    },
  });
  const dirty = JSON.stringify(rows.map(sent)) !== JSON.stringify(kept.map(sent));
  const add = () => {
    const taken = new Set(rows.map(({ code }) => code));
    let n = 1;
    while (taken.has(`own_${n}`)) n += 1;
    setRows([...rows, { code: `own_${n}`, name: "", name_en: "", members: [], member_names: [], position: 0, standard: false }]);
  };
  // A member who has left stays in the list by name, so that he can be taken out.
  const options = (row: Department) => [
    ...people.map(({ id, name, role }) => ({ value: id, label: name, role: t(`role.${role}`, { ns: "common" }) })),
    ...row.members.filter((id) => !people.some((one) => one.id === id)).map((id) => ({ value: id, label: t("dep.gone", { name: row.member_names[row.members.indexOf(id)] ?? "" }), role: "" })),
  ];
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Panel title={t("dep.list")} says={t("dep.says")} footer={<span>{t("dep.foot")}</span>}>
        <ul className={styles.departments}>
          {rows.map((row, index) => (
            <li key={row.code}>
              <Input value={row.name} maxLength={40} disabled={fixed} placeholder={t("dep.name")} aria-label={t("dep.nameOf", { n: index + 1 })} onChange={(event) => set(index, { name: event.target.value })} />
              <Input value={row.name_en} maxLength={40} disabled={fixed} placeholder={t("dep.nameEn")} aria-label={t("dep.nameEnOf", { n: index + 1 })} onChange={(event) => set(index, { name_en: event.target.value })} />
              <Select mode="multiple" showSearch={{ optionFilterProp: "label" }} value={row.members} disabled={fixed} style={{ width: "100%" }} placeholder={t("dep.nobody")} aria-label={t("dep.membersOf", { name: row.name })} options={options(row)} optionRender={({ data }) => <span className="between"><span>{data.label}</span><span className="cap t3">{data.role}</span></span>} onChange={(members: string[]) => set(index, { members })} />
              {!fixed && (
                <span className={styles.does}>
                  <Moves rows={rows} index={index} put={setRows} />
                  {!row.standard && <Button type="text" size="small" icon={<Icon name="cross" />} aria-label={t("dep.drop", { name: row.name })} onClick={() => setRows(rows.toSpliced(index, 1))} />}
                </span>
              )}
            </li>
          ))}
        </ul>
        {!fixed && (
          <div className={styles.below}>
            <Button type="text" icon={<Icon name="plus" />} onClick={add}>{t("dep.add")}</Button>
            <span className="grow" />
            {dirty && <Button type="text" onClick={() => setRows(kept)}>{t("discard")}</Button>}
            <Button type={dirty ? "primary" : "default"} htmlType="submit" disabled={!dirty || rows.some(({ name }) => name.trim() === "")} loading={save.isPending}>{t("save", { ns: "common" })}</Button>
          </div>
        )}
        {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
      </Panel>
    </form>
  );
}
