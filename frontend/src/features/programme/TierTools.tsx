import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, Drawer, InputNumber, Segmented, Select, Slider } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";
import { advice, generate } from "@/api/programme";
import { MEASURES, type Advice, type Measure, type Rule } from "@/api/programmeTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { AnswerLine } from "@/components/PageHead";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { count, money, rate } from "@/lib/numbers";
import { useEditing, useSection } from "./editing";
import { Histogram } from "./Histogram";
import styles from "./programme.module.css";
import { useName } from "./useName";

/** Two ways to thresholds: by a rule of growth, or by how often guests really come. */
export function TierTools() {
  const { t } = useTranslation("programme");
  const { document, may } = useEditing();
  const { editing } = useSection();
  const [open, setOpen] = useState<"generate" | "advise" | null>(null);
  if (!may || document.tiers.levels.length < 2) return null;
  return (
    <div className="row wraps" style={{ marginTop: 12 }}>
      <Button size="small" onClick={() => setOpen("advise")}>{t("advise.open")}</Button>
      {editing && <Button size="small" onClick={() => setOpen("generate")}>{t("generate.open")}</Button>}
      <Drawer open={open === "advise"} onClose={() => setOpen(null)} size={760} title={t("advise.title")} destroyOnHidden><Advisor close={() => setOpen(null)} /></Drawer>
      <Drawer open={open === "generate"} onClose={() => setOpen(null)} size={560} title={t("generate.title")} destroyOnHidden><Generator close={() => setOpen(null)} /></Drawer>
    </div>
  );
}

/** Writes rules into tiers by code, in one step that can be undone. */
function useTake(close: () => void) {
  const { t } = useTranslation("programme");
  const { document, set, open, toggle } = useEditing();
  const { message } = App.useApp();
  return (rules: ReadonlyMap<string, Rule[]>, merge: boolean) => {
    const levels = document.tiers.levels.map((level) => {
      const found = rules.get(level.code);
      if (!found) return level;
      const kept = merge ? level.qualify.filter(({ measure }) => !found.some((rule) => rule.measure === measure)) : [];
      return { ...level, qualify: [...found, ...kept] };
    });
    set(["tiers"], { ...document.tiers, levels });
    if (!open.has("tiers")) toggle("tiers");
    message.success(t("taken"));
    close();
  };
}

type How = "arithmetic" | "geometric" | "relative";
/** The field's own examples: 8 visits a tier in 6 months, 1,000 → 2,000 → 4,000, 6 visits in 2 months. */
const STARTS: Record<How, { measure: Measure; first: number; step: number; ratio: number; months: number }> = {
  arithmetic: { measure: "visits", first: 8, step: 8, ratio: 2, months: 6 },
  geometric: { measure: "spend", first: 1000, step: 1000, ratio: 2, months: 12 },
  relative: { measure: "visits", first: 6, step: 6, ratio: 2, months: 2 },
};

function Generator({ close }: { close: () => void }) {
  const { t } = useTranslation("programme");
  const { document, house } = useEditing();
  const problemText = useProblemText();
  const take = useTake(close);
  const own = document.tiers.levels.slice(1);
  const nameOf = useName();
  const named = new Map(own.map((level) => [level.code, nameOf(level)]));
  const { i18n } = useTranslation();
  const [form, setForm] = useState({ ...STARTS.arithmetic, how: "arithmetic" as How, tiers: own.map(({ code }) => code) });
  const make = useMutation({ mutationFn: () => generate(house, { how: form.how, measure: form.measure, first: form.first, months: form.months, tiers: form.tiers, ...(form.how === "geometric" ? { ratio: String(form.ratio) } : { step: form.step }) }) });
  const number = (key: "first" | "step" | "ratio" | "months", suffix: string, label = t(`generate.${key}`)) => (
    <Field id={`g-${key}`} label={label}><InputNumber id={`g-${key}`} min={1} precision={key === "ratio" ? 1 : 0} value={form[key]} suffix={suffix} controls={false} style={{ width: 132 }} onChange={(value) => setForm({ ...form, [key]: value ?? 1 })} /></Field>
  );
  const unit = t(`generate.unit.${form.measure}`);
  return (
    <div className="stack">
      <div>
        <Segmented value={form.how} options={(["arithmetic", "geometric", "relative"] as const).map((value) => ({ value, label: t(`generate.${value}`) }))} onChange={(how) => { setForm({ ...form, ...STARTS[how], how }); make.reset(); }} aria-label={t("generate.how")} />
        <p className="small t2" style={{ marginTop: 6 }}>{t(`generate.is.${form.how}`)}</p>
      </div>
      <div className="row wraps" style={{ gap: 12, alignItems: "flex-end" }}>
        <Field id="g-measure" label={t("word.measure")}><Select id="g-measure" value={form.measure} options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))} style={{ width: 132 }} onChange={(measure) => setForm({ ...form, measure })} /></Field>
        {number("first", unit)}
        {form.how === "geometric" ? number("ratio", t("generate.fold")) : number("step", unit, t(form.how === "relative" ? "generate.stepRelative" : "generate.step"))}
        {number("months", t("unit.months", { count: form.months }))}
      </div>
      <Field id="g-tiers" label={t("generate.tiers")}><Checkbox.Group value={form.tiers} options={own.map((level) => ({ value: level.code, label: nameOf(level) }))} onChange={(tiers) => setForm({ ...form, tiers })} /></Field>
      <div><Button onClick={() => make.mutate()} loading={make.isPending} disabled={form.tiers.length === 0}>{t("generate.do")}</Button></div>
      {make.isError && <p className="bad" role="alert">{problemText(make.error)}</p>}
      {make.data && (
        <>
          <ul className={styles.changes}>
            {make.data.tiers.map(({ code, qualify }) => (
              <li key={code} className="between"><b className="b">{named.get(code) ?? code}</b><span>{qualify.map((rule) => t("tiers.within", { count: rule.months ?? 0, n: rule.months, amount: t(`amount.${rule.measure}`, { count: rule.at_least, n: count(rule.at_least) }) })).join(` ${t("or")} `)}</span></li>
            ))}
          </ul>
          {make.data.warnings.map(({ code, says }) => <p key={code} className="small warn">{i18n.language === "en" ? says.en : says.zh}</p>)}
          <div><Button type="primary" onClick={() => take(new Map(make.data.tiers.map(({ code, qualify }) => [code, qualify])), false)}>{t("generate.take")}</Button></div>
        </>
      )}
    </div>
  );
}

const SHARES = [0.3, 0.1, 0.03, 0.01, 0.005];

function Advisor({ close }: { close: () => void }) {
  const { t } = useTranslation("programme");
  const { document, house, base } = useEditing();
  const problemText = useProblemText();
  const take = useTake(close);
  // Shares are asked by the codes of tiers; those of a programme in force know only its own.
  const all = document.tiers.levels.slice(1);
  const own = base ? all.filter(({ code }) => base.tiers.levels.some((level) => level.code === code)) : all;
  const unknown = all.filter((level) => !own.includes(level));
  const nameOf = useName();
  const named = new Map(own.map((level) => [level.code, nameOf(level)]));
  const [months, setMonths] = useState(12);
  const [shares, setShares] = useState<Record<string, number>>(() => Object.fromEntries(own.map(({ code }, n) => [code, SHARES[n] ?? 0.01])));
  const [asked, setAsked] = useState(shares);
  const found = useQuery({ ...advice(house, asked, months), placeholderData: keepPreviousData });
  const until = t("to", { ns: "common" });
  // A refusal is about the shares just chosen: these stay in reach.
  const refused = found.error instanceof ApiProblem && found.error.status === 422;
  if (found.isError && !refused) return <ErrorState problem={found.error} retry={() => void found.refetch()} />;
  const data = found.isError ? undefined : found.data;
  return (
    <div className="stack" aria-busy={found.isFetching}>
      <p className="t2">{t("advise.is")}</p>
      <div className={styles.sliders}>
        {[...named].map(([code, name]) => (
          <div key={code} className={styles.slider}>
            <label htmlFor={`share-${code}`}>{t("advise.top", { name })}</label>
            <Slider
              ariaLabelForHandle={t("advise.top", { name })} min={0.5} max={60} step={0.5} value={(shares[code] ?? 0) * 100} tooltip={{ formatter: (value) => `${value ?? 0} %` }}
              onChange={(value) => setShares({ ...shares, [code]: value / 100 })} onChangeComplete={(value) => setAsked({ ...shares, [code]: value / 100 })}
            />
            <InputNumber id={`share-${code}`} min={0.5} max={60} step={0.5} value={(shares[code] ?? 0) * 100} suffix="%" controls={false} onChange={(value) => { const next = { ...shares, [code]: (value ?? 0.5) / 100 }; setShares(next); setAsked(next); }} />
          </div>
        ))}
      </div>
      <div className="row"><span className="small t2">{t("advise.over")}</span><Segmented size="small" value={months} options={[6, 12, 24].map((value) => ({ value, label: t("advise.months", { n: value }) }))} onChange={setMonths} /></div>
      {unknown.length > 0 && <p className="small t3">{t("advise.unknown", { names: unknown.map(nameOf).join(t("and")) })}</p>}
      {refused ? <p className="bad" role="alert">{problemText(found.error)}</p> : !data ? <Bones height={320} lines={8} /> : data.guests === 0 ? <EmptyState title={t("advise.nobody")}>{t("advise.nobodyHint")}</EmptyState> : (
        <>
          <Said data={data} names={named} />
          <Histogram data={data} names={named} />
          <AdviceTable data={data} names={named} />
          <p className="cap t3">{t("advise.foot", { days: daysText(data, until), n: count(data.guests) })}</p>
          <div><Button type="primary" onClick={() => take(new Map(data.tiers.map(({ code, threshold }) => [code, [{ measure: "visits", at_least: threshold, months }]])), true)}>{t("advise.take")}</Button></div>
        </>
      )}
    </div>
  );
}

interface AdviceProps {
  data: Advice;
  names: ReadonlyMap<string, string>;
}

function Said({ data, names }: AdviceProps) {
  const { t } = useTranslation("programme");
  const says = data.tiers.map(({ code, threshold, share, members }) => t("advise.says", { name: names.get(code) ?? code, n: threshold, count: threshold, share: rate(share), members: count(members) })).join(t("semicolon"));
  return <AnswerLine tone="calm">{says}{t("stop")}</AnswerLine>;
}

function AdviceTable({ data, names }: AdviceProps) {
  const { t } = useTranslation("programme");
  const columns: Column<Advice["tiers"][number]>[] = [
    { key: "name", title: t("tiers.tier"), card: "title", render: (row) => <span className="b">{names.get(row.code) ?? row.code}</span> },
    { key: "threshold", title: t("advise.threshold"), numeric: true, render: (row) => t("advise.atLeast", { n: row.threshold, count: row.threshold }) },
    { key: "share", title: t("advise.share"), numeric: true, render: (row) => <>{rate(row.share)}<span className="gap">{t("advise.below", { n: row.threshold - 1, share: rate(row.share_below) })}</span></> },
    { key: "members", title: t("advise.members"), numeric: true, render: (row) => count(row.members) },
    { key: "cost", title: t("dry.benefitsCost"), numeric: true, render: (row) => money(row.benefits_cost) },
  ];
  return <div style={{ margin: "0 -20px" }}><DataTable label={t("advise.title")} dense columns={columns} rows={data.tiers} rowKey={(row) => row.code} /></div>;
}
