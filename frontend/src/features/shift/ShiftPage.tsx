import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { handOver, shiftDay, takeOver } from "@/api/desk";
import { spanOf } from "@/api/deskChanges";
import type { ShiftDay } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, ErrorState } from "@/components/States";
import { HandedLine } from "@/components/desk/HandedLine";
import { MyFiguresList } from "@/components/desk/MyShift";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { count } from "@/lib/numbers";
import { usePageTitle } from "@/lib/pageTitle";
import { usePropertyScope } from "@/session/scope";
import { Complaints } from "./Complaints";
import { LEFT, leftOf, sumOf, type Left } from "./left";
import { Notes } from "./Notes";
import { Tasks } from "./Tasks";
import styles from "./shift.module.css";

/** One shift on one page: what is still open in it, what the next one must know, and the handing over. */
export default function ShiftPage() {
  const { t } = useTranslation("shift");
  const { t: desk } = useTranslation("desk");
  const { api: house } = usePropertyScope();
  usePageTitle(t("title"));
  const { params, set } = useFilters();
  const asked = params.get("shift");
  const query = useQuery({ ...shiftDay(house, asked), placeholderData: (before) => before });
  const { data } = query;
  const { shift } = data ?? {};
  return (
    <>
      <div className="page-head">
        <h1 className="h1">{t("title")}</h1>
        {data && data.shifts.length > 1 && (
          <Segmented aria-label={t("which")} className={styles.which} value={shift?.name ?? ""} options={data.shifts.map(({ name }) => ({ value: name, label: name }))} onChange={(name: string) => set({ shift: name })} />
        )}
        {shift && data?.shifts.length !== 1 && <span className={styles.paper}>{shift.name}</span>}
        <span className="about">{data && shift ? [data.day, spanOf(shift), shift.holder_name].filter(Boolean).join(" · ") : ""}</span>
        <div className="does">
          <Button icon={<Icon name="print" />} disabled={!data} onClick={() => window.print()}>{t("print")}</Button>
        </div>
      </div>
      {query.isError && !data ? (
        <div className="panel"><ErrorState problem={query.error} retry={() => void query.refetch()} /></div>
      ) : (
        <>
          {data ? <Standing data={data} /> : <div className="note calm"><Bone width="50%" /></div>}
          <HandedLine />
          <Figures data={data} />
          <div className={styles.columns}>
            <div className="stack">
              <Tasks data={data} />
              <Complaints rows={data?.complaints} />
            </div>
            <div className="stack">
              <Notes data={data} />
              <Panel title={desk("mine.title")}>{data ? <MyFiguresList mine={data.mine} /> : <Bones height={44} lines={2} />}</Panel>
            </div>
          </div>
        </>
      )}
    </>
  );
}

function Figures({ data }: { data: ShiftDay | undefined }) {
  const { t } = useTranslation("shift");
  const { path } = usePropertyScope();
  const left = data && leftOf(data);
  const figure = (n: number | undefined) => (n === undefined ? <Bone width={48} height={38} /> : <span className="figure">{count(n)}</span>);
  const counts = data?.arrivals;
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("kpi.arrivals")} sub={counts && <Link to={`${path}/arrivals`}>{t("kpi.expected", { n: count(counts.arrivals - counts.arrived) })}</Link>}>{figure(counts?.arrivals)}</Kpi>
      <Kpi label={t("kpi.departures")} sub={data && <Link to={`${path}/remarks`}>{t("kpi.remarks", { n: count(left?.remarks) })}</Link>}>{figure(data?.departures.n)}</Kpi>
      <Kpi label={t("kpi.tasks")} sub={data && t("kpi.done", { n: count(data.tasks.done) })}>{figure(left?.tasks)}</Kpi>
      <Kpi label={t("kpi.complaints")} sub={data && t("kpi.overdue", { n: count(data.complaints.filter(({ overdue }) => overdue).length) })}>{figure(left?.complaints)}</Kpi>
    </KpiStrip>
  );
}

/** What is left of the shift, and the button that hands it over or takes it over. */
function Standing({ data }: { data: ShiftDay }) {
  const { t } = useTranslation("shift");
  const { t: desk } = useTranslation("desk");
  const { api: house, timeZone, may } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [asking, setAsking] = useState(false);
  const { name } = data.shift;
  const { day } = data;
  const left = leftOf(data);
  const n = sumOf(left);
  const act = useMutation({
    mutationFn: (what: "hand" | "take") => (what === "hand" ? handOver(house, day, name) : takeOver(house, day, name)),
    onSuccess: (_turn, what) => {
      setAsking(false);
      message.success(t(what === "hand" ? "handed" : "taken", { shift: name }));
      void queries.invalidateQueries({ queryKey: [house, "desk", "shift"] });
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const { turn } = data;
  const serves = may("serve_guests");
  const what = (counted: Partial<Left>) => LEFT.filter((kind) => (counted[kind] ?? 0) > 0).map((kind) => t(`left.${kind}`, { n: count(counted[kind]), count: counted[kind] ?? 0 })).join(desk("comma"));
  if (turn?.handed_at) {
    const handed = turn.left as Partial<Left>;
    const says = t(sumOf(handed) ? "standing.handed" : "standing.handedClean", { name: turn.handed_name, at: moment(turn.handed_at, timeZone), what: what(handed) });
    return (
      <AnswerLine
        tone={turn.taken_at ? "calm" : "warn"}
        action={serves && !turn.taken_at && <Button type="primary" loading={act.isPending} onClick={() => act.mutate("take")}>{t("take")}</Button>}
      >
        {says}{turn.taken_at ? t("standing.taken", { name: turn.taken_name, at: moment(turn.taken_at, timeZone) }) : t("standing.waits")}
      </AnswerLine>
    );
  }
  if (asking) {
    return (
      <AnswerLine
        tone={n ? "warn" : "calm"} lead={t("ask.lead", { shift: name })}
        action={<span className="row wraps"><Button onClick={() => setAsking(false)}>{t("cancel", { ns: "common" })}</Button><Button type="primary" loading={act.isPending} onClick={() => act.mutate("hand")}>{n ? t("ask.go", { n: count(n) }) : t("hand")}</Button></span>}
      >
        {n ? t("ask.says", { what: what(left) }) : t("ask.clean")}
      </AnswerLine>
    );
  }
  return (
    <AnswerLine tone={left.complaints + data.departures.remarks_overdue > 0 ? "act" : "calm"} action={serves && <Button type="primary" onClick={() => setAsking(true)}>{n ? t("handLeft", { n: count(n) }) : t("hand")}</Button>}>
      {n ? t("standing.left", { what: what(left) }) : t("standing.clean")}
    </AnswerLine>
  );
}
