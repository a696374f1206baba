import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { clerks as clerksQuery, shifts as shiftsQuery } from "@/api/property";
import type { Clerk, Shift } from "@/api/propertyTypes";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import styles from "./house.module.css";
import { uncovered, USUAL, wrongIn } from "./shifts";

/** Who has the desk when the PMS names nobody. */
export default function Shifts() {
  const { t } = useTranslation("house");
  const { api: house } = usePropertyScope();
  const shifts = useQuery(shiftsQuery(house));
  const clerks = useQuery(clerksQuery(house));
  return (
    <Panel title={t("shift.title")} says={t("shift.says")}>
      {shifts.isError ? <ErrorState problem={shifts.error} retry={() => void shifts.refetch()} /> : shifts.data ? (
        <Form key={JSON.stringify(shifts.data)} before={shifts.data} clerks={clerks.data ?? []} />
      ) : <Bones height={180} lines={4} />}
    </Panel>
  );
}

function Form({ before, clerks }: { before: Shift[]; clerks: readonly Clerk[] }) {
  const { t } = useTranslation("house");
  const { api: house } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [rows, setRows] = useState<Shift[]>(before.map((row) => ({ ...row, starts: row.starts.slice(0, 5), ends: row.ends.slice(0, 5) })));
  const save = useMutation({
    mutationFn: () => api.put(`${house}/shifts`, { shifts: rows }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [house] });
      message.success(t("saved"));
    },
  });
  const set = (index: number, change: Partial<Shift>) => setRows(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  const wrong = wrongIn(rows);
  const hole = rows.length > 0 && !wrong ? uncovered(rows) : 0;
  const people = clerks.map(({ id, name, external_id }) => ({ value: id, label: name || external_id }));
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      {rows.length === 0 && <p className="t2">{t("shift.none")} <button type="button" className={styles.link} onClick={() => setRows([...USUAL])}>{t("shift.usual")}</button></p>}
      {rows.map((row, index) => (
        <div key={index} className={styles.shift}>
          <Input value={row.name} maxLength={20} aria-label={t("shift.name")} placeholder={t("shift.name")} onChange={(event) => set(index, { name: event.target.value })} />
          <Input type="time" value={row.starts} aria-label={t("shift.starts")} onChange={(event) => set(index, { starts: event.target.value })} />
          <Input type="time" value={row.ends} aria-label={t("shift.ends")} onChange={(event) => set(index, { ends: event.target.value })} />
          <Select allowClear value={row.holder} options={people} placeholder={t("shift.holder")} aria-label={t("shift.holder")} onChange={(holder: string | undefined) => set(index, { holder: holder ?? null })} />
          <Button type="text" icon={<Icon name="cross" />} aria-label={t("shift.drop", { name: row.name })} onClick={() => setRows(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <div className="row wraps">
        <Button htmlType="submit" disabled={wrong !== null} loading={save.isPending}>{t("shift.save")}</Button>
        {rows.length < 12 && <Button type="text" icon={<Icon name="plus" />} onClick={() => setRows([...rows, { name: "", starts: "08:00", ends: "20:00", holder: null }])}>{t("shift.add")}</Button>}
        {wrong && <span className="bad cap" role="alert">{t(`shift.wrong.${wrong}`)}</span>}
        {hole > 0 && <span className="warn cap">{t("shift.hole", { hours: Math.round(hole / 6) / 10 })}</span>}
        {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}</span>}
      </div>
    </form>
  );
}
