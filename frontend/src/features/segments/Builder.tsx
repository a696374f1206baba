import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { api as http } from "@/api/client";
import type { FieldWords, Segment, SuggestedSegment } from "@/api/segmentTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { count } from "@/lib/numbers";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { Bench, type Kept } from "./Bench";
import { SegmentTags } from "./SegmentTags";
import styles from "./segments.module.css";

interface BuilderProps {
  fields: readonly FieldWords[];
  segment: Segment | null;
  /** What a new one begins with. */
  suggested: SuggestedSegment | null;
}

/** A property's segment: its own is changed here, headquarters' and frozen ones are only told. */
export function Builder({ fields, segment, suggested }: BuilderProps) {
  const { t } = useTranslation("segments");
  const { api, path, may, timeZone } = usePropertyScope();
  const queries = useQueryClient();
  const go = useNavigate();
  const { message } = App.useApp();
  const { say } = useSaying();
  const fixed = !may("edit_campaigns") || segment?.frozen_at != null || segment?.origin === "chain";
  const save = useMutation({
    mutationFn: (kept: Kept) => (segment ? http.patch<Segment>(`${api}/segments/${segment.id}`, kept) : http.post<Segment>(`${api}/segments`, { ...kept, ...(suggested && { code: suggested.code }) })),
    onSuccess: async (saved) => {
      queries.setQueryData([api, "segments", "one", saved.id], saved);
      await queries.invalidateQueries({ queryKey: [api, "segments", "list"] });
      message.success(t("saved", { name: saved.name }));
      if (!segment) await go(`${path}/segments/${saved.id}`, { replace: true });
    },
  });
  const why = segment?.frozen_at ? t("fixedFrozen", { at: moment(segment.frozen_at, timeZone) }) : segment?.origin === "chain" ? t("fixedChain") : "";
  return (
    <Bench
      title={segment?.name ?? t("new")} about={<><Link to={`${path}/segments`}>{t("title")}</Link>{segment && <> <SegmentTags row={segment} /></>}</>} house={api} fields={fields} old={segment !== null}
      given={{ name: segment?.name ?? (suggested ? say(suggested.name) : ""), note: segment?.note ?? (suggested ? say(suggested.use).slice(0, 200) : ""), rule: segment?.rule ?? suggested?.rule ?? null }}
      {...(fixed && segment && { fixed: <p className={styles.told}>{say(segment.told)}{why && <span className="cap t3">{why}</span>}</p> })}
      tools={segment && <><Acts segment={segment} />{may("edit_campaigns") && <Link className="btn" to={`${path}/campaigns/new?segment=${segment.code}`}>{t("use")}</Link>}</>}
      frozen={segment?.frozen_at != null} save={save.mutateAsync} busy={save.isPending} problem={save.error}
    />
  );
}

/** Freeze, thaw and put away: what is done with a segment as a whole. */
function Acts({ segment }: { segment: Segment }) {
  const { t } = useTranslation("segments");
  const { api, path, may } = usePropertyScope();
  const queries = useQueryClient();
  const go = useNavigate();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const failed = (problem: unknown) => void message.error(problemText(problem));
  const fresh = () => queries.invalidateQueries({ queryKey: [api, "segments"] });
  const freeze = useMutation({
    mutationFn: () => http.post<Segment>(`${api}/segments/${segment.id}/freeze`),
    onSuccess: async (frozen) => {
      await fresh();
      message.success(t("isFrozen", { n: count(frozen.count) }));
    },
    onError: failed,
  });
  const thaw = useMutation({ mutationFn: () => http.patch<Segment>(`${api}/segments/${segment.id}`, { frozen: false }), onSuccess: fresh, onError: failed });
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
    segment.frozen_at ? { key: "thaw", label: t("thaw") } : { key: "freeze", label: t("freeze") },
    { key: "guests", label: <Link to={`${path}/guests?segment=${segment.code}`}>{t("seeGuests")}</Link> },
    { type: "divider" as const }, { key: "remove", label: t("remove"), danger: true },
  ];
  const acts: Record<string, () => void> = {
    freeze: () => ask(t("sureFreeze"), t("freezeMeans"), t("freeze"), false, () => freeze.mutateAsync()),
    thaw: () => ask(t("sureThaw"), t("thawMeans"), t("thaw"), false, () => thaw.mutateAsync()),
    remove: () => ask(t("sureRemove", { name: segment.name }), t("removeMeans"), t("remove"), true, () => remove.mutateAsync()),
  };
  return <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => acts[key]?.() }}><Button icon={<Icon name="more" />} aria-label={t("acts")} /></Dropdown>;
}
