import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ImportField, ImportJob, ImportReject, PreviewRow } from "@/api/propertyTypes";
import { ChannelName } from "@/components/ChannelMark";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { EmptyState } from "@/components/States";
import { moment } from "@/lib/dates";
import { download } from "@/lib/download";
import { usePhone } from "@/lib/media";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./imports.module.css";
import { UnmappedLine } from "./RunPanel";

/** The first rows as they would come in: phones tidied, dates by the house's clock, sources on their channels. */
export function PreviewPanel({ job, fields, waiting }: { job: ImportJob; fields: readonly ImportField[]; waiting: boolean }) {
  const { t, i18n } = useTranslation("imports");
  const { timeZone } = usePropertyScope();
  const stay = (render: (stay: NonNullable<PreviewRow["stay"]>) => React.ReactNode) => (row: PreviewRow) => (row.stay ? render(row.stay) : null);
  const phone = usePhone();
  const line: Column<PreviewRow> = { key: "line", title: t("pv.line"), card: "title", render: (row) => <span className="t3">{count(row.line)}</span> };
  // Of the kinds that become no stay: what stands in the row, by the names of the fields, and the reason where it is refused.
  const plain: Column<PreviewRow>[] = [
    line,
    ...fields.filter(({ field }) => job.preview.some((row) => row.fields?.[field])).map(({ field, zh, en }) => ({
      key: field, title: i18n.language.startsWith("zh") ? zh : en, render: (row: PreviewRow) => row.fields?.[field] ?? "–",
    })),
    { key: "result", title: t("pv.result"), card: "aside", wrap: true, render: (row) => (row.problem ? <Refused row={row} /> : <span className="tag acc">{t("pv.willImport")}</span>) },
  ];
  const stays: Column<PreviewRow>[] = [
    line,
    { key: "id", title: t("pv.id"), render: stay(({ external_id }) => <span className={styles.id} title={external_id}>{external_id}</span>) },
    { key: "guest", title: t("pv.guest"), card: "title", render: (row) => (row.stay ? <span className={`b ${styles.refused ?? ""}`}>{row.stay.guest_name}</span> : <Refused row={row} />) },
    { key: "phone", title: t("pv.phone"), render: stay(({ phone }) => phone ?? "–") },
    { key: "room", title: t("pv.room"), render: stay(({ room_no: room }) => room || "–") },
    { key: "rate", title: t("pv.rate"), numeric: true, render: stay(({ rate }) => rate) },
    { key: "in", title: t("pv.in"), render: stay(({ check_in: at }) => moment(at, timeZone)) },
    { key: "nights", title: t("pv.nights"), numeric: true, render: stay(({ nights }) => nights) },
    { key: "source", title: t("pv.source"), render: stay(({ channel, source }) => <ChannelName channel={channel} source={source} />) },
    {
      key: "result", title: t("pv.result"), card: "aside",
      render: ({ stay: told }) => (told ? <span className={told.result === "created" ? "tag acc" : "tag"}>{t(`result.${told.result}`)}</span> : <span className="tag bad">{t("result.rejected")}</span>),
    },
  ];
  const all = job.kind === "stays" ? stays : plain;
  // A card says it in one line: eleven labels twenty times are no preview.
  const words = (row: PreviewRow) => row.stay ? [moment(row.stay.check_in, timeZone), row.stay.room_no, row.stay.rate, row.stay.source, row.stay.phone].filter(Boolean).join(" · ") : row.fields ? Object.values(row.fields).join(" · ") : row.problem?.hint;
  const columns = phone ? [...all.filter(({ card }) => card), { key: "words", title: "", card: "whole" as const, render: (row: PreviewRow) => <span className="t2">{words(row)}</span> }] : all;
  const bad = job.preview.filter(({ problem }) => problem).length;
  const says = job.preview.length === 0 ? "" : bad === 0 ? t(all === stays ? "pv.good" : "pv.goodPlain", { n: job.preview.length }) : t("pv.bad", { n: job.preview.length, bad });
  return (
    <section className="panel" aria-busy={waiting}>
      <header>
        <div className="grow"><h2 className="h2">{t("step.preview")}</h2><p className="says">{says}</p></div>
      </header>
      <div className={`flush ${styles.pv ?? ""}`} style={{ opacity: waiting ? 0.6 : 1 }}>
        <DataTable label={t("step.preview")} columns={columns} rows={job.preview} rowKey={({ line }) => String(line)} dense empty={<EmptyState title={t(job.kind === "stays" ? "pv.none" : "pv.noneOther")}>{t(job.kind === "stays" ? "pv.noneHint" : "pv.noneOtherHint")}</EmptyState>} />
      </div>
      <UnmappedLine job={job} />
    </section>
  );
}

function Refused({ row }: { row: PreviewRow }) {
  return <span className={`bad ${styles.refused ?? ""} ${styles.over ?? ""}`} title={[row.problem?.reason, row.problem?.hint].filter(Boolean).join("；")}>{row.problem?.reason}</span>;
}

/** The rows that were refused, why, and what to do; as a file to mend and send again. */
export function RejectsPanel({ job }: { job: ImportJob }) {
  const { t } = useTranslation("imports");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const save = useMutation({ mutationFn: () => download(`${house}/imports/${job.id}/rejects.csv`, {}, `rejects-${job.id}.csv`) });
  const at = (field: string) => job.columns.find((column) => column.field === field)?.index;
  const cell = (row: ImportReject, fields: string[]) => fields.map(at).flatMap((index) => (index === undefined ? [] : [row.row[index]])).find(Boolean) ?? "–";
  const columns: Column<ImportReject>[] = [
    { key: "line", title: t("pv.line"), numeric: true, card: "title", render: ({ line }) => <span className="t2">{count(line)}</span> },
    { key: "guest", title: t("pv.guest"), card: "title", render: (row) => <span className="b">{cell(row, ["guest.name", "name", "nickname"])}</span> },
    { key: "phone", title: t("pv.phone"), render: (row) => <span className="t2">{cell(row, ["guest.phone", "phone", "external_id"])}</span> },
    { key: "why", title: t("rejects.why"), wrap: true, card: "whole", render: ({ reason }) => <span className="bad">{reason}</span> },
    { key: "what", title: t("rejects.what"), wrap: true, card: "whole", render: ({ hint }) => <span className="t2">{hint}</span> },
  ];
  if (job.rejected === 0) return null;
  return (
    <section className="panel">
      <header>
        <div className="grow"><h2 className="h2">{t("rejects.title", { n: count(job.rejected), count: job.rejected })}</h2><p className="says">{t("rejects.says")}</p></div>
        <Button size="small" icon={<Icon name="download" />} loading={save.isPending} onClick={() => save.mutate()}>{t("rejects.download")}</Button>
      </header>
      <div className={`flush ${styles.pv ?? ""}`}>
        <DataTable label={t("rejects.title", { n: count(job.rejected), count: job.rejected })} columns={columns} rows={job.rejects} rowKey={({ line }) => String(line)} dense />
      </div>
      <footer>
        {save.isError ? <span className="bad" role="alert">{problemText(save.error)}</span> : <span>{t("rejects.shown", { n: count(job.rejects.length), all: count(job.rejected) })}</span>}
      </footer>
    </section>
  );
}
