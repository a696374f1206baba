import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import { card as cardQuery } from "@/api/property";
import type { GuestCard, GuestRow } from "@/api/propertyTypes";
import type { Page } from "@/api/types";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import styles from "./card.module.css";

/** Two records of one person become one; both are named, and it can be taken back. */
export function MergeDialog({ card, close }: { card: Pick<GuestCard, "id" | "name">; close: () => void }) {
  const { t } = useTranslation("guests");
  const { api: house, path } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const go = useNavigate();
  const [text, setText] = useState(card.name);
  const [chosen, setChosen] = useState<GuestRow | null>(null);
  const q = text.trim();
  const found = useQuery({
    queryKey: [house, "merge", q], queryFn: () => api.get<Page<GuestRow>>(`${house}/guests`, { q, limit: 20 }), enabled: q !== "", placeholderData: keepPreviousData,
  });
  const others = found.data?.results.filter(({ id }) => id !== card.id) ?? [];
  const merge = useMutation({
    mutationFn: (other: GuestRow) => api.post<GuestCard>(`${house}/guests/${card.id}/merge`, { with: other.id }),
    onSuccess: (kept) => {
      queries.setQueryData(cardQuery(house, kept.id).queryKey, kept);
      void queries.invalidateQueries({ queryKey: [house] });
      message.success(t("merge.done"));
      close();
      void go(`${path}/guests/${kept.id}`, { replace: true });
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  return (
    <Modal
      open title={t("merge.title", { name: card.name })} onCancel={close} okText={chosen ? t("merge.with", { name: chosen.name }) : t("merge.do")}
      okButtonProps={{ disabled: !chosen, loading: merge.isPending }} cancelText={t("cancel", { ns: "common" })} onOk={() => { if (chosen) merge.mutate(chosen); }}
    >
      <p className="t2">{t("merge.hint")}</p>
      <Input autoFocus value={text} aria-label={t("merge.search")} placeholder={t("merge.search")} onChange={(event) => setText(event.target.value)} style={{ marginTop: 12 }} />
      <div className={styles.pick}>
        {others.map((row) => (
          <button key={row.id} type="button" aria-pressed={chosen?.id === row.id} onClick={() => setChosen(row)}>
            <span><span className="b">{row.name}</span> <span className="t2">{t("visits", { n: row.visits, count: row.visits })}</span></span>
            <span className="cap t3">{[row.phone ?? t("noPhone"), row.last_visit_on, row.room_no].filter(Boolean).join(" · ")}</span>
          </button>
        ))}
        {q !== "" && found.data && others.length === 0 && <p className="t3">{t("merge.nobody")}</p>}
      </div>
    </Modal>
  );
}
