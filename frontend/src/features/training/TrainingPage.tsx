import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { training as trainingQuery } from "@/api/desk";
import { WORKS } from "@/api/propertyTypes";
import type { TrainingRow } from "@/api/deskTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { addDays } from "@/lib/dates";
import { count, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { Examples } from "./Examples";
import { Exercise } from "./Exercise";
import { didSomething, keyOf, ordered, outOf, worstWork } from "./reading";
import styles from "./training.module.css";

const SPANS = [7, 30, 90] as const;
type Span = (typeof SPANS)[number];

/** What each person misses most, real cases of the week, and a short exercise. The desk sees itself. */
export default function TrainingPage() {
  const { t } = useTranslation("training");
  const { api: house, may } = usePropertyScope();
  const today = useToday();
  const [span, setSpan] = useState<Span>(30);
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useQuery(trainingQuery(house, addDays(today, 1 - span), today));
  const rows = query.data && ordered(query.data);
  const person = rows?.find((row) => keyOf(row) === chosen);
  const everybody = may("manage_desk");
  return (
    <>
      <PageHead title={t("title")}>
        <Segmented<Span> aria-label={t("span.label")} value={span} options={SPANS.map((value) => ({ value, label: t(`span.${value}`) }))} onChange={setSpan} />
      </PageHead>
      {query.isError && !query.data ? <div className="panel"><ErrorState problem={query.error} retry={() => void query.refetch()} /></div> : (
        <>
          <Answer rows={rows} everybody={everybody} />
          {/* Who manages the desk looks for who misses what; who stands at it, for what to practise. */}
          <div className={everybody ? "stack" : `stack ${styles.turned ?? ""}`}>
            <People rows={rows} everybody={everybody} chosen={chosen} choose={setChosen} />
            <div className="grid" style={{ alignItems: "start" }}>
              {may("serve_guests") && <div className="c6"><Exercise /></div>}
              <div className={may("serve_guests") ? "c6" : "c12"}><Examples staff={person?.staff ?? null} name={person?.name ?? null} everybody={everybody} clear={() => setChosen(null)} /></div>
            </div>
          </div>
        </>
      )}
    </>
  );
}

function Answer({ rows, everybody }: { rows: readonly TrainingRow[] | undefined; everybody: boolean }) {
  const { t } = useTranslation("training");
  const { say } = useSaying();
  if (!rows) return <div className="note calm"><Bone width="50%" /></div>;
  const first = rows[0];
  const most = first?.misses_most;
  if (!first || !most) return <AnswerLine tone="calm">{t(rows.some(didSomething) ? "answer.fine" : "answer.nothing")}</AnswerLine>;
  return (
    <AnswerLine tone="calm">
      {t(everybody ? "answer.most" : "answer.mine", { name: first.name, says: say(most.says), share: rate(most.share) })}
    </AnswerLine>
  );
}

interface PeopleProps {
  rows: readonly TrainingRow[] | undefined;
  everybody: boolean;
  chosen: string | null;
  choose: (key: string | null) => void;
}

function People({ rows, everybody, chosen, choose }: PeopleProps) {
  const { t } = useTranslation("training");
  const { say } = useSaying();
  const columns: Column<TrainingRow>[] = [
    { key: "who", title: t("who"), card: "title", render: ({ name }) => <span className="b">{name}</span> },
    {
      key: "most", title: t("most"), card: "whole", render: ({ misses_most: most }) => (most ? <span>{say(most.says)} <span className="t3 nowrap">{rate(most.share)}</span></span> : <span className="t3">–</span>),
    },
    { key: "due", title: t("due"), numeric: true, render: ({ remarks }) => count(remarks.due) },
    ...WORKS.map((work): Column<TrainingRow> => ({
      key: work, title: t(`without.${work}`), numeric: true,
      render: (row) => <span className={worstWork(row) === work ? "b bad" : row.remarks.missing[work] ? undefined : "t3"}>{row.remarks.due ? count(row.remarks.missing[work]) : "–"}</span>,
    })),
    {
      key: "wrong", title: t("wrong"), numeric: true,
      render: ({ remarks }) => <span title={remarks.wrong_kinds.map(({ says, n }) => `${say(says)} ${n}`).join(" · ") || undefined}>{remarks.due ? count(remarks.wrong) : "–"}</span>,
    },
    { key: "scripts", title: t("scripts"), numeric: true, render: ({ scripts }) => outOf(scripts.used, scripts.offered) },
    { key: "surprises", title: t("surprises"), numeric: true, render: ({ surprises }) => outOf(surprises.done, surprises.due) },
    { key: "replies", title: t("replies"), numeric: true, render: ({ replies }) => count(replies) },
    { key: "exercises", title: t("exercises"), numeric: true, card: "aside", render: ({ exercises }) => outOf(exercises.right, exercises.n) },
  ];
  return (
    <Panel title={t(everybody ? "people" : "mine")} says={t(everybody ? "peopleSays" : "mineSays")} flush>
      <DataTable
        label={t(everybody ? "people" : "mine")} columns={columns} rows={rows} rowKey={keyOf} dense bones={everybody ? 4 : 1} selected={chosen}
        {...(everybody && { onSelect: (row: TrainingRow) => choose(chosen === keyOf(row) ? null : keyOf(row)) })} empty={<EmptyState title={t("none")}>{t("noneHint")}</EmptyState>}
      />
    </Panel>
  );
}
