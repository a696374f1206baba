import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { api } from "@/api/client";
import type { ImportField, ImportJob } from "@/api/propertyTypes";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { count, rate } from "@/lib/numbers";
import { usePageTitle } from "@/lib/pageTitle";
import { usePropertyScope } from "@/session/scope";
import styles from "./imports.module.css";
import { MappingPanel, type Proposed } from "./MappingPanel";
import { editingOf, halfDates, mappingOf, type Editing } from "./mapping";
import { PreviewPanel, RejectsPanel } from "./PreviewPanel";
import { fieldsQuery, isRunning, jobQuery } from "./queries";
import { RunPanel } from "./RunPanel";
import { Steps } from "./Steps";

/** One import from its mapping to its last row; its number in the address, so a reload loses nothing. */
export default function ImportPage() {
  const { t } = useTranslation("imports");
  const { api: house, path } = usePropertyScope();
  const { job: id = "" } = useParams();
  const job = useQuery(jobQuery(house, id));
  const fields = useQuery({ ...fieldsQuery(house, job.data?.kind ?? "stays"), enabled: job.data !== undefined });
  usePageTitle(job.data?.filename ?? t("title"));
  return (
    <>
      <div className="page-head">
        <h1 className="h1">{job.data ? t(`titleOf.${job.data.kind}`) : t("title")}</h1>
        <span className="about">{job.data?.filename}</span>
        <div className="does"><Link to={`${path}/imports`}>{t("list.title")}</Link></div>
      </div>
      {job.isError && !job.data && <div className="panel"><ErrorState problem={job.error} retry={() => void job.refetch()} /></div>}
      {job.isPending && <><Steps at={2} says={{}} /><div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div></>}
      {job.data && <Wizard key={job.data.id} job={job.data} fields={fields.data ?? []} />}
    </>
  );
}

function Wizard({ job, fields }: { job: ImportJob; fields: readonly ImportField[] }) {
  const { t, i18n } = useTranslation("imports");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [editing, setEditing] = useState<Editing>(() => editingOf(job.mapping));
  const [first] = useState<Proposed>(() => ({ uses: editingOf(job.mapping).uses, origins: Object.fromEntries(job.columns.map(({ name, origin }) => [name, origin])) }));
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { queryKey } = jobQuery(house, String(job.id));
  const keep = (fresh: ImportJob) => queries.setQueryData(queryKey, fresh);
  const put = (next: Editing, remember: boolean) => api.put<ImportJob>(`${house}/imports/${job.id}/mapping`, { mapping: mappingOf(next, job.mapping.header_line), remember });
  const remap = useMutation({ mutationFn: (next: Editing) => put(next, false), onSuccess: keep });
  const start = useMutation({
    mutationFn: async () => {
      clearTimeout(timer.current);
      await put(editing, true);
      return api.post<ImportJob>(`${house}/imports/${job.id}/start`);
    },
    onSuccess: keep,
    onError: () => queries.invalidateQueries({ queryKey }),
  });
  const stop = useMutation({ mutationFn: () => api.post<ImportJob>(`${house}/imports/${job.id}/cancel`), onSuccess: keep });
  const change = (next: Editing) => {
    setEditing(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => remap.mutate(next), 350);
  };
  const waits = job.state === "draft" || job.state === "failed";
  const nameOf = (field: string) => {
    const known = fields.find((one) => one.field === field);
    return (i18n.language === "en" ? known?.en : known?.zh) ?? field;
  };
  const absent = [...new Set([...job.missing_fields, ...halfDates(editing)])];
  const lacks = waits && absent.length > 0 ? t("run.lacks", { fields: absent.map(nameOf).join(t("comma")) }) : null;
  const used = Object.keys(editing.uses).length;
  const says = {
    upload: t("step.uploadSays", { rows: count(job.rows) }), map: t("step.mapSays", { n: used, rest: job.columns.length - used }),
    preview: job.preview.length > 0 ? t(job.preview.some(({ problem }) => problem) ? "step.previewBad" : "step.previewGood", { n: job.preview.length, bad: job.preview.filter(({ problem }) => problem).length }) : "",
    run: job.state === "running" ? rate(job.progress) : waits ? "" : t(`state.${job.state}`),
  };
  const problem = [remap, start, stop].find(({ isError }) => isError)?.error;
  const refused = job.rejected > 0 && !waits;
  return (
    <>
      <Steps at={lacks ? 2 : waits ? 3 : isRunning(job.state) ? 4 : 5} says={says} />
      <RunPanel
        job={job} lacks={lacks} starting={start.isPending} start={() => start.mutate()} stop={() => stop.mutate()} problem={problem ? problemText(problem) : null}
      />
      <div className={styles.two}>
        <MappingPanel job={job} fields={fields} editing={editing} change={change} first={first} fixed={!waits} />
        <div className="stack">
          {refused && <RejectsPanel job={job} />}
          {waits && <PreviewPanel job={job} fields={fields} waiting={remap.isPending} />}
          {!waits && job.unmapped_sources.length > 0 && <Unmapped job={job} />}
        </div>
      </div>
    </>
  );
}

/** After the import: sources it brought that nobody has mapped. */
function Unmapped({ job }: { job: ImportJob }) {
  const { t } = useTranslation("imports");
  const { path, may } = usePropertyScope();
  return (
    <section className="panel">
      <header>
        <div className="grow"><h2 className="h2">{t("unmapped.title", { n: job.unmapped_sources.length, count: job.unmapped_sources.length })}</h2><p className="says">{t("unmapped.says")}</p></div>
        {may("map_sources") && <Link className="btn small" to={`${path}/sources`}>{t("unmapped.do")}</Link>}
      </header>
      <div className="body">
        <ul>{job.unmapped_sources.map(({ source, rows }) => <li key={source} className="between"><span>{source}</span><span className="t2">{t("unmapped.rows", { n: count(rows), count: rows })}</span></li>)}</ul>
      </div>
    </section>
  );
}
