import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Modal, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { surpriseRules } from "@/api/desk";
import type { SurpriseBody, SurpriseRule } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { Preview } from "./Preview";
import { RuleForm } from "./RuleForm";
import { bodyOf, costOf, newRule, parted } from "./rule";
import { Sentence } from "./Sentence";
import styles from "./surprises.module.css";

/** Who is surprised on arrival, with what, and what that costs. The standard ones are offered, and cost nothing until turned on. */
export default function SurprisesPage() {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(surpriseRules(house));
  const [making, setMaking] = useState<SurpriseBody | null>(null);
  const { on, off } = parted(data ?? []);
  const all = costOf(data ?? []);
  const begin = () => setMaking(newRule(`own-${Date.now().toString(36)}`, "housekeeping"));
  return (
    <>
      <PageHead title={t("title")}>
        <Button type="primary" icon={<Icon name="plus" />} disabled={!data || making !== null} onClick={begin}>{t("add")}</Button>
      </PageHead>
      {isError && !data ? <div className="panel"><ErrorState problem={error} retry={() => void refetch()} /></div> : (
        <>
          {data ? (
            <AnswerLine tone="calm">
              {t(on.length ? "answer" : "answerNone", { n: count(on.length), count: on.length })}
              {all.n > 0 && t(all.cost === null ? "answerDone" : "answerCost", { n: count(all.n), count: all.n, cost: money(all.cost) })}
            </AnswerLine>
          ) : <div className="note calm"><Bones height={20} lines={1} /></div>}
          <div className="stack">
            {making && <Panel title={t("new")}><RuleForm rule={making} fresh done={() => setMaking(null)} /></Panel>}
            <Panel title={t("on.title")} flush>
              {!data ? <div style={{ padding: "0 20px" }}><Bones height={220} lines={5} /></div> : on.length === 0 ? <EmptyState title={t("on.none")}>{t("on.hint")}</EmptyState> : <List rules={on} />}
            </Panel>
            {off.length > 0 && <Panel title={t("off.title")} says={t("off.says")} flush><List rules={off} /></Panel>}
          </div>
        </>
      )}
    </>
  );
}

const List = ({ rules }: { rules: readonly SurpriseRule[] }) => <ul className={styles.rules}>{rules.map((rule) => <Rule key={rule.code} rule={rule} />)}</ul>;

function Rule({ rule }: { rule: SurpriseRule }) {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const name = nameOf(rule);
  const turn = useMutation({
    mutationFn: (active: boolean) => api.put<SurpriseRule>(`${house}/desk/surprise-rules/${rule.code}`, { ...bodyOf(rule), active }),
    onSuccess: async (_rule, active) => {
      await queries.invalidateQueries({ queryKey: [house, "desk"] });
      setAsking(false);
      message.success(t(active ? "turnedOn" : "turnedOff", { name }));
    },
    onError: (problem, active) => { if (!active) message.error(problemText(problem)); },
  });
  return (
    <li>
      <div className={styles.head}>
        <Switch checked={rule.active} loading={turn.isPending} aria-label={t(rule.active ? "turnOff" : "turnOn", { name })} onChange={(active) => { if (active) setAsking(true); else turn.mutate(false); }} />
        <b>{name}</b>
        {rule.standard && <span className="tag">{t("standard")}</span>}
        <span className="grow" />
        {rule.done_90 > 0 && <span className="t3 small nowrap">{t(rule.cost_90 === null ? "came" : "cameCost", { n: count(rule.done_90), count: rule.done_90, cost: money(rule.cost_90) })}</span>}
        <button type="button" className="tool" aria-expanded={editing} aria-label={t("edit", { name })} title={t("edit", { name })} onClick={() => setEditing(!editing)}><Icon name={editing ? "up" : "pencil"} /></button>
      </div>
      {editing ? <RuleForm rule={rule} fresh={false} standard={rule.standard} done={() => setEditing(false)} /> : <Sentence rule={rule} each={rule.cost_each} />}
      {/* It costs money from then on: who gets it, and for how much, is seen before. */}
      <Modal open={asking} title={t("turnOnAsk", { name })} okText={t("turnOnDo")} cancelText={t("cancel", { ns: "common" })} confirmLoading={turn.isPending} onOk={() => turn.mutate(true)} onCancel={() => { turn.reset(); setAsking(false); }} width={560} destroyOnHidden>
        <div className={styles.asking}>
          <Sentence rule={rule} each={rule.cost_each} />
          <Preview draft={rule} />
          {turn.isError && <p className="bad small" role="alert">{problemText(turn.error)}</p>}
        </div>
      </Modal>
    </li>
  );
}
