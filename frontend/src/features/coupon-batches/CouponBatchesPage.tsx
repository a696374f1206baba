import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api as http, ApiProblem } from "@/api/client";
import { programme } from "@/api/programme";
import type { Shape } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { download } from "@/lib/download";
import { Intent, isOpen } from "@/lib/intent";
import { count, rate, share } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";

type Batch = Shape<"BatchOut">;
interface Kind { code: string; name: string; name_en: string; kind: string }
const MOST = 100_000;
const pathOf = (house: string) => `${house}/coupon-batches`;

/** 券码: codes printed for nobody in particular, batch by batch. */
export default function CouponBatchesPage() {
  const { t } = useTranslation("coupon-batches");
  const { api, may } = usePropertyScope();
  const found = useQuery({ queryKey: [api, "coupon-batches"], queryFn: async () => (await http.get<{ results: Batch[] }>(pathOf(api))).results });
  const all = found.data?.reduce((sum, row) => sum + row.count, 0) ?? 0;
  const used = found.data?.reduce((sum, row) => sum + row.redeemed, 0) ?? 0;
  return (
    <>
      <PageHead title={t("title")} />
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : (
        <>
          <AnswerLine tone="calm">{!found.data ? <Bone width="40%" /> : all === 0 ? t("answer.none") : t("answer.says", { n: found.data.length, count: found.data.length, all: count(all), used: count(used), share: rate(share(used, all)) })}</AnswerLine>
          <div className="stack">
            {may("edit_programme") && <NewBatch />}
            <Panel flush title={t("list")} says={t("listSays")}><Batches rows={found.data} /></Panel>
          </div>
        </>
      )}
    </>
  );
}

function useKindName(): (kind: { name: string; name_en: string }) => string {
  const { i18n } = useTranslation();
  return (kind) => (i18n.language === "en" && kind.name_en ? kind.name_en : kind.name);
}

function NewBatch() {
  const { t } = useTranslation("coupon-batches");
  const { api, path } = usePropertyScope();
  const state = useQuery(programme(api));
  if (state.isError) return <Panel title={t("new")}><ErrorState problem={state.error} retry={() => void state.refetch()} /></Panel>;
  if (!state.data) return <Panel title={t("new")}><Bones height={84} lines={2} /></Panel>;
  const kinds = Array.isArray(state.data.programme?.coupons) ? (state.data.programme.coupons as Kind[]) : [];
  if (kinds.length === 0) return <Panel title={t("new")}><EmptyState title={t("noKinds")} action={<Link className="btn" to={`${path}/programme`}>{t("toProgramme")}</Link>}>{t("noKindsHint")}</EmptyState></Panel>;
  return <BatchForm kinds={kinds} />;
}

function BatchForm({ kinds }: { kinds: readonly Kind[] }) {
  const { t } = useTranslation("coupon-batches");
  const { api } = usePropertyScope();
  const today = useToday();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const nameOf = useKindName();
  const [intent] = useState(() => new Intent());
  const [form, setForm] = useState({ kind: kinds[0]?.code ?? "", count: 500, expires_on: null as string | null });
  const make = useMutation({
    mutationFn: () => {
      const body = { kind: form.kind, count: form.count, ...(form.expires_on && { expires_on: form.expires_on }) };
      return http.once<Batch>(pathOf(api), body, intent.keyFor(JSON.stringify(body)));
    },
    onSuccess: async (batch) => {
      intent.answered();
      await queries.invalidateQueries({ queryKey: [api, "coupon-batches"] });
      message.success(t("made", { n: count(batch.count), name: nameOf(batch) }));
    },
    onError: (problem) => {
      if (problem instanceof ApiProblem && !isOpen(problem.status)) intent.answered();
    },
  });
  const told = (field: string) => (make.error instanceof ApiProblem ? make.error.about(field) : undefined);
  const day: Dayjs | null = form.expires_on ? dayjs(form.expires_on) : null;
  return (
    <Panel title={t("new")} says={t("newSays")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <div className="row wraps" style={{ gap: 16, alignItems: "flex-start" }}>
          <Field id="batch-kind" label={t("kind")} problem={told("kind")}><Select id="batch-kind" value={form.kind} options={kinds.map((kind) => ({ value: kind.code, label: nameOf(kind) }))} popupMatchSelectWidth={false} style={{ width: 180 }} onChange={(kind) => setForm({ ...form, kind })} /></Field>
          <Field id="batch-count" label={t("count")} problem={told("count")} hint={t("most", { n: count(MOST) })}><InputNumber id="batch-count" value={form.count} min={1} max={MOST} precision={0} suffix={t("sheets")} controls={false} style={{ width: 140 }} onChange={(n) => setForm({ ...form, count: n ?? 1 })} /></Field>
          <Field id="batch-until" label={t("until")} problem={told("expires_on")} hint={t("untilIs")}><DatePicker id="batch-until" value={day} minDate={dayjs(today)} placeholder={t("asKind")} suffixIcon={null} style={{ width: 150 }} onChange={(next) => setForm({ ...form, expires_on: next ? next.format("YYYY-MM-DD") : null })} /></Field>
        </div>
        <div className="row wraps" style={{ marginTop: 12 }}>
          <Button type="primary" htmlType="submit" loading={make.isPending}>{t("make", { n: count(form.count) })}</Button>
          {make.isPending && <span className="cap t3">{t("making")}</span>}
          {make.isError && <span className="bad small" role="alert">{problemText(make.error)}</span>}
        </div>
      </form>
    </Panel>
  );
}

function Batches({ rows }: { rows: readonly Batch[] | undefined }) {
  const { t, i18n } = useTranslation("coupon-batches");
  const { api, may, timeZone } = usePropertyScope();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const nameOf = useKindName();
  const save = useMutation({
    mutationFn: (batch: Batch) => download(`${pathOf(api)}/${batch.id}.csv`, {}, `coupons-${batch.id}.csv`),
    onError: (problem) => message.error(problemText(problem)),
  });
  const columns: Column<Batch>[] = [
    { key: "name", title: t("kind"), card: "title", sort: nameOf, render: (row) => <><b className="b">{nameOf(row)}</b> <span className="cap t3">{i18n.language === "en" ? row.says.en : row.says.zh}</span></> },
    { key: "count", title: t("count"), numeric: true, sort: (row) => row.count, render: (row) => count(row.count) },
    { key: "redeemed", title: t("redeemed"), numeric: true, sort: (row) => row.redeemed, render: (row) => <>{count(row.redeemed)}<span className="gap">{rate(share(row.redeemed, row.count))}</span></> },
    { key: "until", title: t("until"), render: (row) => row.expires_on ?? <span className="t3">{t("noEnd")}</span> },
    { key: "by", title: t("by"), render: (row) => <>{row.made_by} <span className="cap t3">{moment(row.made_at, timeZone)}</span></> },
    ...(may("edit_programme") ? [{ key: "file", title: "", card: "whole" as const, render: (row: Batch) => <Button size="small" icon={<Icon name="download" />} loading={save.isPending && save.variables.id === row.id} onClick={() => save.mutate(row)} aria-label={t("fileOf", { name: nameOf(row), n: row.id })}>{t("file")}</Button> }] : []),
  ];
  return <DataTable label={t("list")} columns={columns} rows={rows} rowKey={(row) => row.id} bones={4} empty={<EmptyState title={t("none")}>{t("noneHint")}</EmptyState>} />;
}
