import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import { houseFacts, intents as intentsQuery, scriptTexts } from "@/api/deskRules";
import type { HouseFact } from "@/api/deskRuleTypes";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { usesOf } from "./pieces";
import styles from "./replySettings.module.css";
import { OtaDiscount } from "./OtaDiscount";
import { RoomNames } from "./RoomNames";

/** 门店信息: what is true of this house, which replies say it, and which of it nobody has told yet. */
export default function FactsPage() {
  const { t } = useTranslation("reply-settings");
  return <><PageHead title={t("fact.title")} about={t("fact.about")} /><div className="stack"><Facts /><OtaDiscount /><RoomNames /></div></>;
}

function Facts() {
  const { t } = useTranslation("reply-settings");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const facts = useQuery(houseFacts(house));
  const intents = useQuery(intentsQuery(house));
  const scripts = useQuery(scriptTexts(house));
  if (facts.isError && !facts.data) return <div className="panel"><ErrorState problem={facts.error} retry={() => void facts.refetch()} /></div>;
  const uses = usesOf(intents.data ?? [], scripts.data?.results ?? [], nameOf);
  const empty = facts.data?.results.filter(({ zh, en }) => !zh && !en) ?? [];
  const wanted = empty.filter(({ code }) => uses.has(code));
  return (
    <>
      {!facts.data ? <AnswerLine tone="calm"><Bone width="50%" /></AnswerLine> : wanted.length > 0 ? (
        <AnswerLine tone="warn" lead={t("fact.lead", { n: wanted.length, count: wanted.length })}>{t("fact.lacks", { replies: [...new Set(wanted.flatMap(({ code }) => uses.get(code) ?? []))].slice(0, 4).join(t("comma")) })}</AnswerLine>
      ) : <AnswerLine tone="calm">{empty.length === 0 ? t("fact.whole") : t("fact.enough", { n: empty.length, count: empty.length })}</AnswerLine>}
      {facts.data ? <Form key={JSON.stringify(facts.data.results)} facts={facts.data.results} uses={uses} /> : <div className="panel"><div className="body"><Bones height={560} lines={14} /></div></div>}
    </>
  );
}

function Form({ facts, uses }: { facts: HouseFact[]; uses: ReadonlyMap<string, string[]> }) {
  const { t } = useTranslation("reply-settings");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [rows, setRows] = useState(facts);
  const [show, setShow] = useState<"all" | "empty">("all");
  const changed = rows.filter((row) => facts.some(({ code, zh, en }) => code === row.code && (zh !== row.zh || en !== row.en)));
  const save = useMutation({
    mutationFn: () => api.put(`${house}/desk/facts`, { results: changed.map(({ code, zh, en }) => ({ code, zh: zh.trim(), en: en.trim() })) }),
    onSuccess: async () => {
      await Promise.all(["house-facts", "reply-try"].map((name) => queries.invalidateQueries({ queryKey: [house, name] })));
      message.success(t("saved"));
    },
  });
  const set = (code: string, part: Partial<HouseFact>) => setRows(rows.map((row) => (row.code === code ? { ...row, ...part } : row)));
  const fixed = !may("manage_desk");
  const isEmpty = (row: Pick<HouseFact, "zh" | "en"> | undefined) => !row || (!row.zh && !row.en);
  const before = new Map(facts.map((row) => [row.code, row]));
  // Those that were empty when the page came stay while one fills them.
  const shown = show === "empty" ? rows.filter(({ code }) => isEmpty(before.get(code))) : rows;
  const told = (index: number) => (save.error instanceof ApiProblem ? save.error.errors.find(({ pointer = "" }) => pointer.startsWith(`/results/${index}/`))?.detail : undefined);
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Panel
        title={t("fact.list")} says={t("fact.says")} flush
        tools={<Segmented size="small" value={show} aria-label={t("fact.show")} onChange={setShow} options={[{ value: "all" as const, label: t("fact.all") }, { value: "empty" as const, label: t("fact.empty", { n: facts.filter(isEmpty).length }) }]} />}
        footer={fixed ? undefined : <><span>{t("fact.foot")}</span></>}
      >
        <div className={styles.facts}>
          <div className={styles.factHead} aria-hidden="true"><span>{t("fact.what")}</span><span>{t("locale.zh-CN")}</span><span>{t("locale.en")}</span><span>{t("fact.in")}</span></div>
          {shown.map((row) => (
            <div key={row.code} className={styles.fact}>
              <span className={styles.factName}>{say(row.label)}{isEmpty(row) && uses.has(row.code) && <span className="tag warn">{t("fact.missing")}</span>}</span>
              <Input value={row.zh} maxLength={200} disabled={fixed} lang="zh-CN" placeholder={row.hint.zh} aria-label={t("fact.of", { name: say(row.label), language: t("locale.zh-CN") })} onChange={(event) => set(row.code, { zh: event.target.value })} />
              <Input value={row.en} maxLength={200} disabled={fixed} lang="en" placeholder={row.hint.en} aria-label={t("fact.of", { name: say(row.label), language: t("locale.en") })} onChange={(event) => set(row.code, { en: event.target.value })} />
              <span className="cap t3">{(uses.get(row.code) ?? []).join(t("comma")) || t("fact.nowhere")}{told(changed.indexOf(row)) && <span className="bad" role="alert"> {told(changed.indexOf(row))}</span>}</span>
            </div>
          ))}
        </div>
      </Panel>
      {!fixed && (
        <div className={styles.stick}>
          <Button type="primary" htmlType="submit" disabled={changed.length === 0} loading={save.isPending}>{changed.length > 0 ? t("fact.save", { n: changed.length, count: changed.length }) : t("save", { ns: "common" })}</Button>
          {changed.length > 0 && <Button type="text" onClick={() => setRows(facts)}>{t("dropChanges")}</Button>}
          {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}</span>}
        </div>
      )}
    </form>
  );
}
