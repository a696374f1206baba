import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { api as http, ApiProblem } from "@/api/client";
import type { FieldWords, Segment } from "@/api/segmentTypes";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { LiveCount } from "@/components/rules/LiveCount";
import { draftOf, ruleOf, type DraftGroup } from "@/components/rules/rule";
import { RuleEditor } from "@/components/rules/RuleEditor";
import { useLive } from "@/components/rules/useLive";
import { useSaying } from "@/components/value/words";
import { count } from "@/lib/numbers";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { SegmentTags } from "./SegmentTags";
import styles from "./segments.module.css";

interface BuilderProps {
  fields: readonly FieldWords[];
  segment: Segment | null;
}

/** The builder: the rule at the left, whom it holds for at the right, a moment after every touch. */
export function Builder({ fields, segment }: BuilderProps) {
  const { t } = useTranslation("segments");
  const { api, path, may, timeZone } = usePropertyScope();
  const queries = useQueryClient();
  const go = useNavigate();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const { say } = useSaying();
  const [name, setName] = useState(segment?.name ?? "");
  const [note, setNote] = useState(segment?.note ?? "");
  const [draft, setDraft] = useState<DraftGroup>(() => draftOf(segment?.rule ?? null));
  const [touched, setTouched] = useState(false);
  const live = useLive(api, draft);
  const fixed = !may("edit_campaigns") || segment?.frozen_at != null || segment?.origin === "chain";
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), note: note.trim(), rule: ruleOf(draft).rule };
      return segment ? http.patch<Segment>(`${api}/segments/${segment.id}`, body) : http.post<Segment>(`${api}/segments`, body);
    },
    onSuccess: async (saved) => {
      setTouched(false);
      queries.setQueryData([api, "segments", "one", saved.id], saved);
      await queries.invalidateQueries({ queryKey: [api, "segments", "list"] });
      message.success(t("saved", { name: saved.name }));
      if (!segment) await go(`${path}/segments/${saved.id}`, { replace: true });
    },
  });
  const told = (field: string) => (save.error instanceof ApiProblem ? save.error.about(field) : undefined);
  const change = (next: DraftGroup) => { setTouched(true); setDraft(next); };
  const ready = name.trim() !== "" && live.rule !== null && live.open === 0 && live.flaws.size === 0;
  const why = live.rule === null ? t("needs.rule") : live.open > 0 ? t("needs.values") : live.flaws.size > 0 ? t("needs.right") : name.trim() === "" ? t("needs.name") : "";
  return (
    <>
      <PageHead title={segment?.name ?? t("new")} about={<><Link to={`${path}/segments`}>{t("title")}</Link>{segment && <> <SegmentTags row={segment} /></>}</>}>
        {segment && <Acts segment={segment} />}
        {segment && may("edit_campaigns") && <Link className="btn" to={`${path}/campaigns/new?segment=${segment.code}`}>{t("use")}</Link>}
        {!fixed && <Button type="primary" disabled={!ready || (segment !== null && !touched)} title={why} loading={save.isPending} onClick={() => save.mutate()}>{t("save", { ns: "common" })}</Button>}
      </PageHead>
      <div className={styles.bench}>
        <div className="stack">
          <Panel title={t("rule")} says={fixed ? undefined : t("ruleSays")}>
            {fixed && segment ? <p className={styles.told}>{say(segment.told)}<span className="cap t3">{segment.frozen_at ? t("fixedFrozen", { at: moment(segment.frozen_at, timeZone) }) : segment.origin === "chain" ? t("fixedChain") : ""}</span></p> : (
              <RuleEditor draft={draft} change={change} fields={fields} flaws={live.flaws} />
            )}
          </Panel>
          {!fixed && (
            <Panel title={t("naming")}>
              <div className={styles.naming}>
                <Field id="segment-name" label={t("name")} problem={told("name")}><Input id="segment-name" value={name} maxLength={60} placeholder={t("nameLike")} onChange={(event) => { setTouched(true); setName(event.target.value); }} /></Field>
                <Field id="segment-note" label={t("note")} problem={told("note")}><Input id="segment-note" value={note} maxLength={200} placeholder={t("noteLike")} onChange={(event) => { setTouched(true); setNote(event.target.value); }} /></Field>
              </div>
              {save.isError && <p className="bad small" role="alert" style={{ marginTop: 8 }}>{problemText(save.error)}</p>}
              {why && touched && <p className="cap t3" style={{ marginTop: 8 }}>{why}</p>}
            </Panel>
          )}
        </div>
        <LiveCount live={live} segment={segment ?? undefined} />
      </div>
    </>
  );
}

/** Freeze and take away: what is done with a segment as a whole. */
function Acts({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const { api, path, may } = usePropertyScope();
  const queries = useQueryClient();
  const go = useNavigate();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const failed = (problem: unknown) => void message.error(problemText(problem));
  const freeze = useMutation({
    mutationFn: () => http.post<Segment>(`${api}/segments/${segment.id}/freeze`),
    onSuccess: async (frozen) => {
      await queries.invalidateQueries({ queryKey: [api, "segments"] });
      message.success(t("isFrozen", { n: count(frozen.count) }));
      if (frozen.id !== segment.id) await go(`${path}/segments/${frozen.id}`);
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => http.delete(`${api}/segments/${segment.id}`),
    onSuccess: async () => {
      await go(`${path}/segments`);
      await queries.invalidateQueries({ queryKey: [api, "segments"], refetchType: "active" });
      message.success(t("removed"));
    },
    onError: failed,
  });
  if (!may("edit_campaigns")) return null;
  const ask = (title: string, content: string, okText: string, danger: boolean, act: () => Promise<unknown>) =>
    void modal.confirm({ title, content, okText, okButtonProps: { danger }, cancelText: t("cancel", { ns: "common" }), onOk: () => act().catch(() => undefined) });
  const items = [
    ...(segment.frozen_at ? [] : [{ key: "freeze", label: t("freeze") }]),
    { key: "guests", label: <Link to={`${path}/guests?segment=${segment.id}`}>{t("seeGuests")}</Link> },
    ...(segment.origin === "chain" ? [] : [{ type: "divider" as const }, { key: "remove", label: t("remove"), danger: true }]),
  ];
  const acts: Record<string, () => void> = {
    freeze: () => ask(t("sureFreeze"), t("freezeMeans"), t("freeze"), false, () => freeze.mutateAsync()),
    remove: () => ask(t("sureRemove", { name: segment.name }), t("removeMeans"), t("remove"), true, () => remove.mutateAsync()),
  };
  return <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => acts[key]?.() }}><Button icon={<Icon name="more" />} aria-label={t("acts")} /></Dropdown>;
}
