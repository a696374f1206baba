import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { KeyRow, Page } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { useProblemText } from "@/components/problems";
import { EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { NewKey } from "./NewKey";

/** Keys for machines: which are there, what they may, when they were last used. */
export default function KeysPage() {
  const { t } = useTranslation("keys");
  const scope = useScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [making, setMaking] = useState(false);
  const path = `/chains/${scope.chain.slug}/keys`;
  const keys = useQuery({ queryKey: ["keys", scope.chain.slug], queryFn: () => api.get<Page<KeyRow>>(path, { limit: 200 }) });
  const revoke = useMutation({
    mutationFn: (row: KeyRow) => api.delete(`${path}/${row.id}`),
    onSuccess: async (_answer, row) => {
      await queries.invalidateQueries({ queryKey: ["keys"] });
      message.success(t("revoked", { name: row.name }));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const at = (time: string | null, none: string) => (time ? moment(time, scope.timeZone) : none);
  const names = new Map(scope.membership.properties.map(({ slug, name }) => [slug, name]));
  const columns: Column<KeyRow>[] = [
    { key: "name", title: t("name"), card: "title", render: (row) => <span className="b">{row.name}</span> },
    { key: "prefix", title: t("prefix"), render: (row) => <code>{row.prefix}…</code> },
    { key: "scopes", title: t("scopes"), wrap: true, card: "whole", render: (row) => row.scopes.map((scopeName) => <span key={scopeName} className="tag" style={{ marginRight: 4 }}>{scopeName === "*" ? t("all") : scopeName}</span>) },
    { key: "where", title: t("where"), wrap: true, render: (row) => (row.properties.length ? row.properties.map((slug) => names.get(slug) ?? slug).join("、") : <span className="t3">{t("everywhere")}</span>) },
    { key: "used", title: t("used"), render: (row) => <span className="t2">{at(row.last_used_at, t("never"))}</span> },
    { key: "made", title: t("made"), render: (row) => <span className="t2">{at(row.created_at, "–")}</span> },
    {
      key: "revoke", title: "", numeric: true, card: "aside",
      render: (row) => row.revoked_at ? <span className="tag">{t("isRevoked", { at: at(row.revoked_at, "") })}</span> : (
        <Popconfirm title={t("sure", { name: row.name })} description={t("sureMeans")} okText={t("revoke")} cancelText={t("cancel", { ns: "common" })} okButtonProps={{ danger: true }} onConfirm={() => revoke.mutateAsync(row)}>
          <Button danger size="small">{t("revoke")}</Button>
        </Popconfirm>
      ),
    },
  ];
  const make = <Button type="primary" icon={<Icon name="plus" />} onClick={() => setMaking(true)}>{t("make")}</Button>;
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>{make}</PageHead>
      <div className="panel">
        <div className="flush">
          {keys.isError ? <ErrorState problem={keys.error} retry={() => void keys.refetch()} /> : (
            <DataTable label={t("title")} columns={columns} rows={keys.data?.results} rowKey={(row) => String(row.id)} bones={4} empty={<EmptyState title={t("empty")} action={make}>{t("emptyHint")}</EmptyState>} />
          )}
        </div>
      </div>
      <p className="cap t3" style={{ marginTop: 12 }}>{t("docs")} <a href="/api/docs">/api/docs</a></p>
      <NewKey open={making} close={() => setMaking(false)} />
    </>
  );
}
