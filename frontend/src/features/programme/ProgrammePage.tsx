import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { dropDraft, programme, publish, saveDraft } from "@/api/programme";
import type { ProgrammeDocument, ProgrammeState } from "@/api/programmeTypes";
import { useProblemText } from "@/components/problems";
import { PageHead } from "@/components/PageHead";
import { Bones, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { PublishDrawer } from "./PublishDrawer";
import { TemplateChoice } from "./TemplateChoice";
import { whole } from "./whole";
import { Workbench } from "./Workbench";

/** A property's whole programme on one page. */
export default function ProgrammePage() {
  const { t } = useTranslation("programme");
  const { api, may } = usePropertyScope();
  const found = useQuery(programme(api));
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const start = useMutation({
    mutationFn: (document: ProgrammeDocument) => saveDraft(api, document),
    onSuccess: () => queries.invalidateQueries({ queryKey: programme(api).queryKey, exact: true }),
    onError: (problem) => message.error(problemText(problem)),
  });
  if (found.isError) return <><PageHead title={t("title")} /><div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div></>;
  if (!found.data) return <><PageHead title={t("title")} /><div className="panel"><div className="body"><Bones height={560} lines={12} /></div></div></>;
  const { data } = found;
  if (!data.programme && !data.draft) {
    return <><PageHead title={t("title")} about={t("about.none")} /><TemplateChoice house={api} may={may("edit_programme")} choose={(document) => start.mutate(document)} busy={start.isPending} /></>;
  }
  // Another version in force is another page: its draft, its base and its undo begin anew.
  return <Bench key={`${data.version}`} data={data} />;
}

function Bench({ data }: { data: ProgrammeState }) {
  const { t } = useTranslation("programme");
  const { api, path, may, timeZone } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const today = useToday();
  const [note, setNote] = useState("");
  const [day, setDay] = useState(today);
  const base = useMemo(() => (data.programme ? whole(data.programme) : null), [data.programme]);
  const [initial] = useState(() => (data.draft ? whole(data.draft.programme) : (base ?? whole({}))));
  const put = useMutation({
    mutationFn: (document: ProgrammeDocument) => publish(api, { programme: document, note, effective_on: day }),
    onSuccess: async (state) => {
      queries.removeQueries({ queryKey: [api, "programme", "versions"] });
      await queries.invalidateQueries({ queryKey: [api, "programme"] });
      message.success(t("publish.done", { n: state.version }));
    },
  });
  const save = useCallback((document: ProgrammeDocument) => saveDraft(api, document), [api]);
  const drop = useCallback(async () => {
    await dropDraft(api);
    await queries.invalidateQueries({ queryKey: programme(api).queryKey, exact: true });
  }, [api, queries]);
  const effective = data.effective_on ?? "";
  const about = data.version === 0 ? t("about.draftOnly") : t(effective > today ? "about.coming" : "about.inForce", { n: data.version, day: effective });
  const calm = t("answer.calm", { n: data.version, at: moment(data.published_at, timeZone), by: data.published_by ?? t("about.headquarters") }) + (data.note ? t("answer.note", { note: data.note }) : "") + data.planned.map(({ version, effective_on }) => t("answer.planned", { n: version, day: effective_on })).join("");
  return (
    <Workbench
      title={t("title")} about={about} base={base} initial={initial} house={api} save={save} drop={drop} drafted={data.draft !== null} locked={data.locked} may={may("edit_programme")} calm={calm} word={t("publish.do")}
      tools={data.version > 0 && <Link className="btn" to={`${path}/programme/versions`}>{t("versions.open")}</Link>}
      publishing={({ document, open, close, flaws, tried, tryOut }) => (
        <PublishDrawer
          document={document} base={base} open={open} close={close} flaws={flaws} tried={tried} tryOut={tryOut} note={note} setNote={setNote} day={{ value: day, today, change: setDay }} busy={put.isPending} problem={put.error}
          word={t("publish.do")} publish={() => put.mutate(document)}
        />
      )}
    />
  );
}
