import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { tags as tagsQuery } from "@/api/property";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import styles from "./house.module.css";

/** The words that staff put on guests: the standard ones, and the house's own. */
export default function TagWords() {
  const { t } = useTranslation("house");
  const { api: house, path } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const words = useQuery(tagsQuery(house));
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: () => api.post(`${house}/tags`, { name: name.trim() }),
    onSuccess: async () => {
      setName("");
      await queries.invalidateQueries({ queryKey: [house, "tags"] });
    },
  });
  const chips = (kind: "standard" | "own") => words.data?.filter((word) => word.kind === kind).map((word) => (
    <Link key={word.name} className="chip" to={`${path}/guests?tag=${encodeURIComponent(word.name)}`}>{word.name}{word.sensitive && <span className="t3 cap">{t("tag.sensitive")}</span>}</Link>
  ));
  return (
    <Panel title={t("tag.title")} says={t("tag.says")}>
      {words.isError ? <ErrorState problem={words.error} retry={() => void words.refetch()} /> : words.data ? (
        <div className={styles.form}>
          <div><p className="cap t3">{t("tag.standard")}</p><div className={styles.chips}>{chips("standard")}</div></div>
          <div><p className="cap t3">{t("tag.own")}</p><div className={styles.chips}>{chips("own")}{words.data.every(({ kind }) => kind === "standard") && <span className="t3">{t("tag.none")}</span>}</div></div>
          <form className="row wraps" onSubmit={(event) => { event.preventDefault(); if (name.trim()) add.mutate(); }}>
            <Input value={name} maxLength={40} style={{ width: 180 }} aria-label={t("tag.new")} placeholder={t("tag.new")} onChange={(event) => setName(event.target.value)} />
            <Button htmlType="submit" disabled={!name.trim()} loading={add.isPending}>{t("tag.add")}</Button>
            {add.isError && <span className="bad cap" role="alert">{problemText(add.error)}</span>}
          </form>
        </div>
      ) : <Bones height={120} lines={3} />}
    </Panel>
  );
}
