import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api } from "@/api/client";
import { keyset } from "@/api/property";
import type { ImportJob, ImportKind, ImportSummary } from "@/api/propertyTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { count, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./imports.module.css";
import { isRunning } from "./queries";
import { Steps } from "./Steps";

const KINDS: readonly ImportKind[] = ["stays", "guests", "contacts", "products", "reviews"];

/** Upload a file; and what was imported before. */
export default function ImportsPage() {
  const { t } = useTranslation("imports");
  const { api: house } = usePropertyScope();
  const jobs = useInfiniteQuery({
    ...keyset<ImportSummary>(`${house}/imports`, {}, 20),
    refetchInterval: ({ state: { data } }) => (data?.pages.some(({ results }) => results.some(({ state }) => isRunning(state))) ? 3000 : false),
  });
  const rows = jobs.data?.pages.flatMap(({ results }) => results);
  return (
    <>
      <PageHead title={t("title")} />
      <Steps at={1} says={{}} />
      <Upload />
      <Panel title={t("list.title")} says={t("list.says")} flush>
        {jobs.isError && !rows ? <ErrorState problem={jobs.error} retry={() => void jobs.refetch()} /> : <Records rows={rows} />}
        {jobs.hasNextPage && <div className="row" style={{ justifyContent: "center", padding: 12 }}><Button onClick={() => void jobs.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
      </Panel>
    </>
  );
}

function Upload() {
  const { t } = useTranslation("imports");
  const { api: house, path } = usePropertyScope();
  const go = useNavigate();
  const problemText = useProblemText();
  const [params] = useSearchParams();
  const [kind, setKind] = useState<ImportKind>(() => KINDS.find((known) => known === params.get("kind")) ?? "stays");
  const [over, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file);
      form.append("kind", kind);
      form.append("start", "false");
      return api.post<ImportJob>(`${house}/imports`, form);
    },
    onSuccess: ({ id }) => void go(`${path}/imports/${id}`),
  });
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) upload.mutate(file);
  };
  return (
    <section className="panel below">
      <div className="body" style={{ paddingTop: 16 }}>
        <div className={styles.kinds}>
          <Segmented<ImportKind> aria-label={t("kind.label")} value={kind} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={setKind} />
          <span className="t3">{t(`kind.${kind}Says`)}</span>
        </div>
        <label
          className={`${styles.drop ?? ""} ${over ? (styles.over ?? "") : ""}`} aria-busy={upload.isPending}
          onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
          onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files); }}
        >
          <input
            type="file" className="hidden-text" accept=".csv,.txt,.tsv,.xlsx,.xls,.ndjson,.jsonl,.json,.html,.htm" disabled={upload.isPending}
            onChange={(event) => { take(event.target.files); event.target.value = ""; }}
          />
          <Icon name="upload" />
          <b>{upload.isPending ? t("upload.busy", { name: upload.variables.name }) : t("upload.drop")}</b>
          <span>{t("upload.kinds")}</span>
          {upload.isError && <span className="bad" role="alert">{problemText(upload.error)}</span>}
        </label>
      </div>
    </section>
  );
}

export const TONES: Partial<Record<ImportSummary["state"], string>> = { draft: "tag warn", running: "tag acc", queued: "tag acc", failed: "tag bad" };

function Records({ rows }: { rows: ImportSummary[] | undefined }) {
  const { t } = useTranslation("imports");
  const { path, timeZone } = usePropertyScope();
  const go = useNavigate();
  const columns: Column<ImportSummary>[] = [
    { key: "file", title: t("col.file"), card: "title", render: ({ id, filename }) => <Link to={`${path}/imports/${id}`} className="b" onClick={(event) => event.stopPropagation()}>{filename}</Link> },
    { key: "kind", title: t("col.kind"), render: ({ kind }) => t(`kind.${kind}`) },
    { key: "state", title: t("col.state"), card: "aside", render: ({ state, progress }) => <span className={TONES[state] ?? "tag"}>{t(`state.${state}`)}{state === "running" && ` ${rate(progress)}`}</span> },
    { key: "rows", title: t("col.rows"), numeric: true, render: (job) => count(job.rows) },
    { key: "created", title: t("count.created"), numeric: true, render: (job) => count(job.created) },
    { key: "updated", title: t("count.updated"), numeric: true, render: (job) => count(job.updated) },
    { key: "unchanged", title: t("count.unchanged"), numeric: true, card: "hide", render: (job) => count(job.unchanged) },
    { key: "rejected", title: t("count.rejected"), numeric: true, render: (job) => <span className={job.rejected > 0 ? "bad b" : ""}>{count(job.rejected)}</span> },
    { key: "by", title: t("col.by"), render: (job) => job.created_by || "–" },
    { key: "at", title: t("col.at"), render: (job) => moment(job.created_at, timeZone) },
  ];
  return (
    <DataTable
      label={t("list.title")} columns={columns} rows={rows} rowKey={({ id }) => String(id)} dense bones={4} onSelect={({ id }) => void go(`${path}/imports/${id}`)}
      empty={<EmptyState title={t("list.none")}>{t("list.noneHint")}</EmptyState>}
    />
  );
}
