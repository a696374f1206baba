import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { notices } from "@/api/value";
import type { NoticeRow } from "@/api/valueTypes";
import styles from "@/components/value/value.module.css";
import { WaitingList } from "@/components/value/WaitingList";
import { useSaying } from "@/components/value/words";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";

/** 待告知: what guests are to be told and nobody has told them yet. */
export default function NoticesPage() {
  const { t } = useTranslation("member-tasks");
  const { api: house } = usePropertyScope();
  return (
    <section className="panel">
      <WaitingList query={notices(house)} label={t("tab.notices")} none={t("notices.none")} noneHint={t("notices.noneHint")} row={(one) => <Row one={one} />} />
    </section>
  );
}

function Row({ one }: { one: NoticeRow }) {
  const { t } = useTranslation("member-tasks");
  const { api: house, path, may } = usePropertyScope();
  const { say } = useSaying();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const told = useMutation({
    mutationFn: () => api.post(`${house}/notices/${one.id}/told`),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house] }),
  });
  return (
    <>
      <div className={styles.task}>
        <div className="grow">
          <div><Link to={`${path}/guests/${one.guest.id}`} className="b">{one.guest.name}</Link> {say(one.says)}</div>
          <div className="small t3">{one.until ? t("notices.until", { day: one.day, until: one.until }) : t("notices.since", { day: one.day })}</div>
        </div>
        {may("edit_guests") && <div className={styles.does}><Button loading={told.isPending} aria-label={t("notices.toldOf", { name: one.guest.name })} onClick={() => told.mutate()}>{t("notices.told")}</Button></div>}
      </div>
      {told.isError && <div className={styles.problem} role="alert">{problemText(told.error)}</div>}
    </>
  );
}
