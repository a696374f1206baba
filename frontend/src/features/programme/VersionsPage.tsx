import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { api as http } from "@/api/client";
import { oneVersion, programme, saveDraft, versions } from "@/api/programme";
import type { ProgrammeVersion, RawDocument } from "@/api/programmeTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { ChangeList } from "./ChangeList";
import { whole } from "./whole";

/** Every version of the programme: who, when, why, and what it changed. */
export default function VersionsPage() {
  const { t } = useTranslation("programme");
  const { api, path, timeZone } = usePropertyScope();
  const today = useToday();
  const found = useQuery(versions(api));
  const inForce = found.data?.find(({ effective_on }) => effective_on <= today);
  const coming = found.data?.filter(({ effective_on }) => effective_on > today) ?? [];
  const columns: Column<ProgrammeVersion>[] = [
    { key: "number", title: t("versions.number"), card: "title", render: (row) => <><b className="b">{t("versions.nth", { n: row.number })}</b> {row === inForce && <span className="tag acc">{t("versions.inForce")}</span>}{coming.includes(row) && <span className="tag">{t("versions.coming")}</span>}</> },
    { key: "effective", title: t("versions.effective"), render: (row) => row.effective_on },
    { key: "changes", title: t("versions.changes"), numeric: true, render: (row) => (row.number === 1 ? "–" : row.changes.length) },
    { key: "note", title: t("versions.note"), wrap: true, card: "whole", render: (row) => row.note || <span className="t3">–</span> },
    { key: "by", title: t("versions.by"), render: (row) => <>{row.published_by ?? "–"}{row.origin === "chain" && <> <span className="tag">{t("versions.fromChain")}</span></>}</> },
    { key: "at", title: t("versions.at"), render: (row) => <span className="t3">{moment(row.published_at, timeZone)}</span> },
  ];
  return (
    <>
      <PageHead title={t("versions.title")} about={found.data && t("versions.many", { n: found.data.length, count: found.data.length })}><Link className="btn" to={`${path}/programme`}>{t("versions.back")}</Link></PageHead>
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : (
        <>
          <AnswerLine tone="calm">{!found.data ? <Bone width="45%" /> : inForce ? t(coming.length ? "versions.answerComing" : "versions.answer", { n: inForce.number, day: inForce.effective_on, next: coming.at(-1)?.number, on: coming.at(-1)?.effective_on }) : t("versions.answerNone")}</AnswerLine>
          <Panel flush title={t("versions.list")} says={t("versions.says")}>
            <DataTable label={t("versions.title")} columns={columns} rows={found.data} rowKey={(row) => String(row.number)} openFirst expand={(row) => <Version row={row} before={found.data?.find(({ number }) => number === row.number - 1)} />} empty={<EmptyState title={t("versions.none")} action={<Link className="btn" to={`${path}/programme`}>{t("versions.back")}</Link>} />} />
          </Panel>
        </>
      )}
    </>
  );
}

function Version({ row, before }: { row: ProgrammeVersion; before: ProgrammeVersion | undefined }) {
  const { t } = useTranslation("programme");
  const { api, path, may } = usePropertyScope();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const go = useNavigate();
  const after = useQuery(oneVersion(api, row.number));
  const older = useQuery({ ...oneVersion(api, row.number - 1), enabled: before !== undefined });
  const back = useMutation({
    mutationFn: async () => {
      const version = await http.get<{ programme: RawDocument }>(`${api}/programme/versions/${row.number}`);
      await saveDraft(api, whole(version.programme));
    },
    onSuccess: async () => {
      queries.removeQueries({ queryKey: programme(api).queryKey, exact: true });
      message.success(t("versions.asDraft", { n: row.number }));
      await go(`${path}/programme`);
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  if (!after.data || (before && !older.data)) return after.isError ? <ErrorState problem={after.error} retry={() => void after.refetch()} /> : <Bones height={90} lines={3} />;
  return (
    <div style={{ padding: "4px 8px 8px" }}>
      {row.number === 1 ? <p className="small t2">{t("versions.first")}</p> : <ChangeList changes={row.changes} before={older.data ? whole(older.data.programme) : null} after={whole(after.data.programme)} />}
      {may("edit_programme") && <Button size="small" style={{ marginTop: 8 }} loading={back.isPending} onClick={() => back.mutate()}>{t("versions.take", { n: row.number })}</Button>}
    </div>
  );
}
