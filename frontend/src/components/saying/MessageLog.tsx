import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { messages, type MessagesAsked } from "@/api/messages";
import type { Message } from "@/api/messageTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { MessageDrawer } from "./MessageDrawer";
import { MessageTag } from "./MessageTag";

interface MessageLogProps {
  asked: MessagesAsked;
  /** On the guest's own page the name is known. */
  ofGuest?: boolean;
  empty: React.ReactNode;
}

/** Messages, the newest first; each says in words how it stands, and why where it did not go. */
export function MessageLog({ asked, ofGuest = false, empty }: MessageLogProps) {
  const { t } = useTranslation("messages");
  const { say } = useSaying();
  const { api, path, timeZone } = usePropertyScope();
  const [open, setOpen] = useState<string | null>(null);
  const log = useInfiniteQuery(messages(api, asked));
  const rows = log.data?.pages.flatMap(({ results }) => results);
  const at = (row: Message) => moment(row.sent_at ?? row.made_at, timeZone);
  const why = (row: Message) => <span className={row.state === "unknown" || row.state === "failed" ? "bad" : "t2"}>{say(row.says)}{row.state === "waiting" && row.due_at && <span className="t3"> {t("looksAgain", { at: moment(row.due_at, timeZone) })}</span>}</span>;
  const columns: Column<Message>[] = [
    { key: "at", title: t("when"), render: (row) => <span className="t2">{at(row)}</span> },
    ...(ofGuest ? [] : [{ key: "guest", title: t("guest"), card: "title" as const, render: (row: Message) => <Link className="b" to={`${path}/guests/${row.guest.id}`} onClick={(event) => event.stopPropagation()}>{row.guest.name}</Link> }]),
    { key: "title", title: t("what"), wrap: true, ...(ofGuest && { card: "title" as const }), render: (row) => <>{row.title || t(`kind.${row.kind}`)}{row.text && !ofGuest && <div className="cap t3 cut" style={{ maxWidth: 340 }}>{row.text}</div>}</> },
    ...(ofGuest ? [] : [{ key: "by", title: t("by"), render: (row: Message) => (row.channel ? t(`way.${row.channel}`) : <span className="t3">{row.channels.map((way) => t(`way.${way}`)).join("/")}</span>) }]),
    { key: "state", title: t("stateIs"), card: "aside", render: (row) => <MessageTag state={row.state} /> },
    { key: "why", title: t("why"), wrap: true, card: "whole", render: why },
  ];
  return (
    <>
      {log.isError ? <ErrorState problem={log.error} retry={() => void log.refetch()} /> : <DataTable label={t("title")} dense={ofGuest} columns={columns} rows={rows} rowKey={(row) => row.id} selected={open} onSelect={(row) => setOpen(row.id)} bones={ofGuest ? 3 : 8} empty={empty} />}
      {log.hasNextPage && <div style={{ padding: "8px 20px", textAlign: "right" }}><Button size="small" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
      {open && <MessageDrawer id={open} close={() => setOpen(null)} />}
    </>
  );
}
