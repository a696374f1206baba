import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api as http } from "@/api/client";
import { replies } from "@/api/messages";
import type { Reply } from "@/api/messageTypes";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { usePropertyScope } from "@/session/scope";
import styles from "./replies.module.css";

/** What guests wrote back: those that may be an opt-out first, for marketing to them waits until somebody read it. */
export default function RepliesPage() {
  const { t } = useTranslation("replies");
  const { api } = usePropertyScope();
  const { params, set } = useFilters();
  const all = params.has("all");
  const found = useInfiniteQuery(replies(api, !all));
  const rows = found.data?.pages.flatMap(({ results }) => results);
  return (
    <div className="panel">
      <div style={{ padding: "14px 20px 0" }}><Segmented value={all ? "all" : "open"} aria-label={t("which")} options={[{ value: "open", label: t("open") }, { value: "all", label: t("all") }]} onChange={(to) => set({ all: to === "all" ? "1" : null })} /></div>
      <div className="flush">
        {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : !rows ? <div className="body"><Bones height={240} lines={5} /></div> : rows.length === 0 ? <EmptyState title={t(all ? "none" : "noneOpen")}>{t("noneHint")}</EmptyState> : <ul className={styles.list}>{rows.map((row) => <One key={row.id} row={row} />)}</ul>}
        {found.hasNextPage && <div style={{ padding: "8px 20px" }}><Button size="small" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
      </div>
      <footer><span>{t("foot")}</span></footer>
    </div>
  );
}

function One({ row }: { row: Reply }) {
  const { t } = useTranslation("replies");
  const { t: tm } = useTranslation("messages");
  const { api, path, timeZone, may } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const settle = useMutation({
    mutationFn: (as: "opt_out" | "other") => http.post<Reply>(`${api}/replies/${row.id}/settle`, { as }),
    onSuccess: async (_, as) => {
      await queries.invalidateQueries({ queryKey: [api, "messages"] });
      message.success(t(as === "opt_out" ? "didOut" : "didOther"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const open = row.read_as === "doubtful" && row.settled_at === null;
  const as = row.settled_as || row.read_as;
  return (
    <li className={open ? styles.open : undefined}>
      <div className={styles.who}>
        {row.guest ? <Link className="b" to={`${path}/guests/${row.guest.id}`}>{row.guest.name}</Link> : <span className="t3">{t("stranger")}</span>}
        <span className="cap t3">{tm(`way.${row.channel}`)} · {moment(row.received_at, timeZone)}</span>
        {row.message && <span className="cap t3">{t("upon", { title: row.message.title })}</span>}
      </div>
      <blockquote className={styles.said}>{row.text}</blockquote>
      <div className={styles.does}>
        {open ? may("send_messages") ? (
          <>
            <Button danger loading={settle.isPending && settle.variables === "opt_out"} disabled={settle.isPending} onClick={() => settle.mutate("opt_out")}>{t("isOut")}</Button>
            <Button loading={settle.isPending && settle.variables === "other"} disabled={settle.isPending} onClick={() => settle.mutate("other")}>{t("isOther")}</Button>
          </>
        ) : <span className="tag warn">{t("as.doubtful")}</span> : <><span className={as === "opt_out" ? "tag bad" : "tag"}>{t(`as.${as}`)}</span>{row.settled_by && <span className="cap t3">{row.settled_by}</span>}</>}
      </div>
    </li>
  );
}
