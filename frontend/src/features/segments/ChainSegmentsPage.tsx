import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api as http } from "@/api/client";
import { chainSegments } from "@/api/segments";
import type { ChainSegment } from "@/api/segmentTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { useProblemText } from "@/components/problems";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { useScope } from "@/session/scope";
import styles from "./segments.module.css";

/** Headquarters' segments: made once, used by every house. */
export default function ChainSegmentsPage() {
  const { t } = useTranslation("segments");
  const { say } = useSaying();
  const { chain, path, may } = useScope();
  const found = useQuery(chainSegments(chain.slug));
  const [pushing, setPushing] = useState<ChainSegment | null>(null);
  const rows = found.data?.filter(({ archived_at }) => archived_at === null);
  const edits = may("edit_campaigns");
  const make = edits && <Link className="btn primary" to={`${path}/segments/new`}><Icon name="plus" />{t("chain.new")}</Link>;
  const columns: Column<ChainSegment>[] = [
    { key: "name", title: t("name"), card: "title", wrap: true, sort: (row) => row.name, render: (row) => <><Link className="b" to={`${path}/segments/${row.code}`}>{row.name}</Link>{row.note && <div className="cap t3">{row.note}</div>}</> },
    { key: "rule", title: t("rule"), wrap: true, card: "whole", render: (row) => <span className="small t2">{say(row.told)}</span> },
    { key: "to", title: t("chain.to"), wrap: true, card: "whole", render: (row) => (row.pushed.length ? <span className="small" title={row.pushed.map(({ name }) => name).join(" ")}>{row.pushed.slice(0, 3).map(({ name }) => name).join(t("comma"))}{row.pushed.length > 3 && t("chain.more", { n: row.pushed.length })}{row.pushed.some(({ number }) => number < row.number) && <span className="tag warn"> {t("chain.behind")}</span>}</span> : <span className="t3">{t("chain.none")}</span>) },
    ...(edits ? [{ key: "push", title: "", card: "aside" as const, render: (row: ChainSegment) => <Button size="small" onClick={() => setPushing(row)}>{t("chain.push")}</Button> }] : []),
  ];
  return (
    <>
      <PageHead title={t("chain.title")} about={t("chain.about")}>{rows?.length !== 0 && make}</PageHead>
      {!found.isError && rows?.length !== 0 && <AnswerLine tone="calm">{rows ? t("chain.answer", { n: rows.length, count: rows.length }) : <Bone width="46%" />}</AnswerLine>}
      <div className="panel">
        <div className="flush">
          {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : <DataTable label={t("chain.title")} columns={columns} rows={rows} rowKey={(row) => row.code} bones={4} empty={<EmptyState title={t("chain.empty")} action={make}>{t("chain.emptyHint")}</EmptyState>} />}
        </div>
      </div>
      {pushing && <Push row={pushing} close={() => setPushing(null)} />}
    </>
  );
}

interface Pushed {
  pushed: { name: string }[];
  refused: { name: string; problem: string }[];
}

function Push({ row, close }: { row: ChainSegment; close: () => void }) {
  const { t } = useTranslation("segments");
  const { chain, membership } = useScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const houses = membership.properties.filter(({ sandbox }) => !sandbox);
  const [to, setTo] = useState<string[]>(row.pushed.length ? row.pushed.map(({ property }) => property) : houses.map(({ slug }) => slug));
  const push = useMutation({
    mutationFn: () => http.post<Pushed>(`/chains/${chain.slug}/segments/${row.code}/push`, { properties: to }),
    onSuccess: async ({ pushed, refused }) => {
      await queries.invalidateQueries({ queryKey: chainSegments(chain.slug).queryKey });
      if (refused.length) message.warning(t("chain.refused", { names: refused.map(({ name }) => name).join(t("comma")) }));
      else message.success(t("chain.pushed", { n: pushed.length, count: pushed.length }));
      close();
    },
  });
  return (
    <Modal title={t("chain.pushTo")} open onCancel={close} okText={t("chain.push")} cancelText={t("cancel", { ns: "common" })} okButtonProps={{ disabled: to.length === 0, loading: push.isPending }} onOk={() => push.mutate()}>
      <p className="small t2" style={{ marginBottom: 10 }}>{t("chain.pushIs")}</p>
      <Checkbox.Group value={to} className={styles.houses} options={houses.map(({ slug, name }) => ({ value: slug, label: name }))} onChange={(next) => setTo(next)} />
      {push.isError && <p className="bad small" role="alert" style={{ marginTop: 8 }}>{problemText(push.error)}</p>}
    </Modal>
  );
}
