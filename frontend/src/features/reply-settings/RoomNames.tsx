import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import { roomNames } from "@/api/deskRules";
import type { RoomName } from "@/api/deskRuleTypes";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./replySettings.module.css";

/** What the PMS's room types are called in English: a foreign guest is not told a name that he cannot read. */
export function RoomNames() {
  const { t } = useTranslation("reply-settings");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(roomNames(house));
  const silent = data?.filter((row) => row.silent).length ?? 0;
  if (data?.length === 0) return null;
  return (
    <Panel title={t("room.title")} says={data && (silent > 0 ? t("room.silent", { n: silent, count: silent }) : t("room.whole"))} flush>
      {isError && !data ? <ErrorState problem={error} retry={() => void refetch()} /> : data ? <Form key={JSON.stringify(data)} rooms={data} /> : <div style={{ padding: "0 20px" }}><Bones height={160} lines={4} /></div>}
    </Panel>
  );
}

function Form({ rooms }: { rooms: readonly RoomName[] }) {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [names, setNames] = useState<Record<string, string>>({});
  const fixed = !may("manage_desk");
  const changed = rooms.filter(({ room_type, en }) => (names[room_type] ?? en).trim() !== en);
  const save = useMutation({
    mutationFn: () => api.put(`${house}/desk/room-names`, { results: changed.map(({ room_type }) => ({ room_type, en: (names[room_type] ?? "").trim() })) }),
    onSuccess: async () => {
      await Promise.all(["room-names", "reply-try", "suggestion"].map((name) => queries.invalidateQueries({ queryKey: [house, name] })));
      message.success(t("saved"));
    },
  });
  const told = (index: number) => (index >= 0 && save.error instanceof ApiProblem ? save.error.errors.find(({ pointer = "" }) => pointer.startsWith(`/results/${index}/`))?.detail : undefined);
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      {rooms.map((row) => {
        const problem = told(changed.indexOf(row));
        return (
          <div key={row.room_type} className={styles.room}>
            <span className={styles.factName}>{row.room_type}{row.silent && <span className="tag warn">{t("room.unsaid")}</span>}</span>
            <Input
              value={names[row.room_type] ?? row.en} maxLength={60} disabled={fixed} lang="en" status={problem ? "error" : ""} placeholder={row.silent ? t("room.like") : row.room_type} aria-label={t("room.of", { name: row.room_type })}
              onChange={(event) => setNames({ ...names, [row.room_type]: event.target.value })}
            />
            <span className="cap t3">{t("room.stays", { n: count(row.stays), count: row.stays })}{problem && <span className="bad" role="alert"> {problem}</span>}</span>
          </div>
        );
      })}
      {!fixed && (
        <div className={styles.roomActs}>
          <Button type="primary" htmlType="submit" disabled={changed.length === 0} loading={save.isPending}>{changed.length > 0 ? t("room.save", { n: changed.length, count: changed.length }) : t("save", { ns: "common" })}</Button>
          {changed.length > 0 && <Button type="text" onClick={() => setNames({})}>{t("dropChanges")}</Button>}
          {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}</span>}
        </div>
      )}
    </form>
  );
}
