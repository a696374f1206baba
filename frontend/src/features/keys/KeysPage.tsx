import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { keysQuery } from "@/api/vendors";
import type { KeyRow } from "@/api/vendorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { useProblemText } from "@/components/problems";
import { EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { useScope } from "@/session/scope";
import { ChangeKey } from "./ChangeKey";
import { endsNext, inUse, lastUsed } from "./lists";
import { NewKey } from "./NewKey";
import { RotateKey } from "./RotateKey";
import styles from "./keys.module.css";
import { useScopeWords } from "./useScopeWords";

type Doing = { what: "change" | "rotate"; row: KeyRow } | null;

/** Keys for machines: which are in use, what each may do from where, and when it was last used. */
export default function KeysPage() {
  const { t } = useTranslation("keys");
  const scope = useScope();
  const { params, set } = useFilters();
  const keys = useQuery(keysQuery(scope.chain.slug));
  const [ended, setEnded] = useState(false);
  const [doing, setDoing] = useState<Doing>(null);
  const making = params.get("make");
  const rows = keys.data?.results;
  const live = rows?.filter(inUse);
  const over = rows?.filter((row) => !inUse(row)) ?? [];
  const columns = useColumns(setDoing);
  const make = <Button type="primary" icon={<Icon name="plus" />} onClick={() => set({ make: "live" })}>{t("make")}</Button>;
  const empty = over.length > 0 ? <EmptyState title={t("noneLive")} action={make} /> : <EmptyState title={t("empty")} action={<span className="row wraps" style={{ justifyContent: "center" }}>{make}<Button onClick={() => set({ make: "sandbox" })}>{t("trySandbox")}</Button></span>}>{t("emptyHint")}</EmptyState>;
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>{live?.length !== 0 && make}</PageHead>
      {live && live.length > 0 && <Answer rows={live} />}
      <div className="panel">
        <div className="flush">
          {keys.isError ? <ErrorState problem={keys.error} retry={() => void keys.refetch()} /> : (
            <DataTable label={t("title")} columns={columns} rows={live && [...live, ...(ended ? over : [])]} rowKey={(row) => String(row.id)} bones={4} empty={empty} />
          )}
        </div>
        <footer>
          <span>{t("docs")} <a href="/api/docs" target="_blank" rel="noreferrer">/api/docs</a> · <Link to={`${scope.path}/vendors`}>{t("how")}</Link></span>
          {over.length > 0 && <Checkbox checked={ended} onChange={({ target }) => setEnded(target.checked)}><span className="cap">{t("showEnded", { n: over.length, count: over.length })}</span></Checkbox>}
        </footer>
      </div>
      {(making === "live" || making === "sandbox") && <NewKey kind={making} close={() => set({ make: null })} />}
      {doing?.what === "change" && <ChangeKey row={doing.row} close={() => setDoing(null)} />}
      {doing?.what === "rotate" && <RotateKey row={doing.row} close={() => setDoing(null)} />}
    </>
  );
}

/** What has to be done about the keys, or that nothing has. */
function Answer({ rows }: { rows: readonly KeyRow[] }) {
  const { t } = useTranslation("keys");
  const { timeZone } = useScope();
  const next = endsNext(rows);
  const last = lastUsed(rows);
  const used = last ? t("answer.used", { at: moment(last, timeZone) }) : t("answer.unused");
  if (next) return <AnswerLine tone="warn" lead={t("answer.ends", { name: next.name, prefix: next.prefix, at: moment(next.expires_at, timeZone) })}>{t("answer.endsDo")}</AnswerLine>;
  return <AnswerLine tone="calm" lead={t("answer.live", { n: rows.length, count: rows.length })}>{used}</AnswerLine>;
}

function State({ row }: { row: KeyRow }) {
  const { t } = useTranslation("keys");
  const { timeZone } = useScope();
  const at = (time: string | null) => moment(time, timeZone);
  if (row.state === "revoked") return <span className="tag">{t("state.revoked", { at: at(row.revoked_at) })}</span>;
  if (row.state === "expired") return <span className="tag">{t("state.expired", { at: at(row.expires_at) })}</span>;
  if (row.state === "ending") return <span className="tag warn">{t("state.ending", { at: at(row.expires_at) })}</span>;
  return <span><span className="good">{t("state.live")}</span>{row.expires_at && <span className="cap t3"> {t("state.until", { at: at(row.expires_at) })}</span>}</span>;
}

const SHOWN = 3;

function Scopes({ row }: { row: KeyRow }) {
  const { t } = useTranslation("keys");
  const { word } = useScopeWords();
  const more = row.scopes.slice(SHOWN).map(word);
  return (
    <span className="row wraps" style={{ gap: 4 }}>
      {row.scopes.slice(0, SHOWN).map((code) => <span key={code} className={code === "*" ? "tag warn" : "tag"} title={code}>{word(code)}</span>)}
      {more.length > 0 && <span className="cap t3" title={more.join("\n")}>{t("more", { n: more.length, count: more.length })}<span className="hidden-text">{more.join("、")}</span></span>}
    </span>
  );
}

function useColumns(doing: (doing: Doing) => void): Column<KeyRow>[] {
  const { t } = useTranslation("keys");
  const scope = useScope();
  const names = new Map(scope.membership.properties.map(({ slug, name }) => [slug, name]));
  return [
    { key: "name", title: t("name"), card: "title", wrap: true, render: (row) => <><span className="b">{row.name}</span> {row.sandbox && <span className="tag acc">{t("sandbox")}</span>}<div className="cap t3"><code>{row.prefix}…</code></div></> },
    { key: "state", title: t("stateIs"), card: "aside", render: (row) => <State row={row} /> },
    { key: "scopes", title: t("scopes"), wrap: true, card: "whole", render: (row) => <Scopes row={row} /> },
    { key: "where", title: t("where"), wrap: true, render: (row) => (row.sandbox ? <Link to={`${scope.path}/sandboxes`}>{names.get(row.sandbox) ?? row.sandbox}</Link> : row.properties.length ? row.properties.map((slug) => names.get(slug) ?? slug).join(t("and")) : <span className="t3">{t("everywhere")}</span>) },
    { key: "networks", title: t("networks"), wrap: true, render: (row) => (row.networks.length ? <span className="small">{row.networks.join(" ")}</span> : <span className="t3">{t("anywhere")}</span>) },
    { key: "used", title: t("used"), render: (row) => (row.last_used_at ? <span className="t2">{moment(row.last_used_at, scope.timeZone)}</span> : <span className="t3">{t("never")}</span>) },
    { key: "act", title: "", numeric: true, card: "whole", render: (row) => inUse(row) && <Acts row={row} doing={doing} /> },
  ];
}

function Acts({ row, doing }: { row: KeyRow; doing: (doing: Doing) => void }) {
  const { t } = useTranslation("keys");
  const { chain } = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const revoke = useMutation({
    mutationFn: () => api.delete(`/chains/${chain.slug}/keys/${row.id}`),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      message.success(t("revoked", { name: row.name }));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  return (
    <span className={styles.acts}>
      <Button size="small" type="text" onClick={() => doing({ what: "change", row })}>{t("change")}</Button>
      {row.state === "live" && <Button size="small" type="text" onClick={() => doing({ what: "rotate", row })}>{t("rotate")}</Button>}
      <Popconfirm title={t("sure", { name: row.name })} description={<span>{t(row.sandbox ? "sureSandbox" : "sureMeans")}<br /><code>{row.prefix}…</code></span>} okText={t("revoke")} cancelText={t("cancel", { ns: "common" })} okButtonProps={{ danger: true }} onConfirm={() => revoke.mutateAsync().catch(() => undefined)}>
        <Button danger size="small" type="text">{t("revoke")}</Button>
      </Popconfirm>
    </span>
  );
}
