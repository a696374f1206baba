import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Query } from "@/api/client";
import { colleagues as colleaguesQuery, keywordRules, SLOW_MS } from "@/api/deskRules";
import { interactions } from "@/api/guestDesk";
import type { Interaction, InteractionCounts, InteractionKind } from "@/api/guestDeskTypes";
import { CaptureDialog } from "@/components/capture/CaptureDialog";
import { Handling, Settle } from "@/components/capture/Handling";
import { KindTag } from "@/components/capture/KindTag";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { hours } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./complaints.module.css";

const WHICH = ["open", "overdue", "mine", "closed"] as const;
type Which = (typeof WHICH)[number];
const KINDS: readonly InteractionKind[] = ["complaint", "request", "praise", "review", "conversation"];
const ASKS: Record<Which, Query> = { open: { open: true }, overdue: { open: true, overdue: true }, mine: { open: true, owner: "me" }, closed: { open: false } };
const isWhich = (value: string | null): value is Which => WHICH.some((one) => one === value);

/** What guests complained of and nobody has settled yet: who has it, and until when. */
export default function ComplaintsPage() {
  const { t } = useTranslation("complaints");
  const { api: house, may } = usePropertyScope();
  const { params, set } = useFilters();
  const [capturing, setCapturing] = useState(false);
  const named = params.get("which");
  const which = isWhich(named) ? named : "open";
  const kind = params.get("kind") ?? "complaint";
  // What praises or talks is never open, so asking for the open ones would find none of it.
  const settles = kind === "complaint" || kind === "request";
  const asked = { kind, ...(settles && ASKS[which]), ...(params.get("owner") && { owner: params.get("owner") }), topic: params.get("topic"), q: params.get("q") };
  const found = useInfiniteQuery(interactions(house, asked));
  const rows = found.data?.pages.flatMap(({ results }) => results);
  const counts = found.data?.pages[0]?.counts;
  const narrowed = ["owner", "topic", "q"].some((name) => params.has(name));
  return (
    <>
      <PageHead title={t("title")}>{may("edit_guests") && <Button type="primary" onClick={() => setCapturing(true)}>{t("capture.do")}</Button>}</PageHead>
      <Answer counts={counts} />
      <section className="panel" aria-label={t("list")}>
        <div className={styles.filters} role="search" aria-label={t("filter.label")}>
          {settles && <Segmented<Which> value={which} aria-label={t("which.label")} options={WHICH.map((value) => ({ value, label: t(`which.${value}`) }))} onChange={(to) => set({ which: to === "open" ? null : to, owner: null })} />}
          <Filters which={which} kind={kind} params={params} set={set} />
        </div>
        {found.isError && !rows ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : !rows ? <div className="body"><Bones height={360} lines={8} /></div> : rows.length === 0 ? (
          <EmptyState title={t(narrowed ? "none.filtered" : which === "closed" ? "none.closed" : "none.open")}>{narrowed ? t("none.filteredHint") : which !== "closed" && t("none.openHint")}</EmptyState>
        ) : <ul className={styles.list}>{rows.map((one) => <Row key={one.id} one={one} />)}</ul>}
        {found.hasNextPage && <div className={styles.more}><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
      </section>
      {capturing && <CaptureDialog close={() => setCapturing(false)} />}
    </>
  );
}

/** Hours from which days say it better. */
const LONG = 48;

function Answer({ counts }: { counts: InteractionCounts | undefined }) {
  const { t } = useTranslation("complaints");
  if (!counts) return <AnswerLine tone="calm">{"\u00a0"}</AnswerLine>;
  const { open, overdue, mine, closed_30d: closed, median_hours: median } = counts;
  return (
    <AnswerLine tone={overdue > 0 ? "act" : open > 0 ? "warn" : "calm"} lead={t(overdue > 0 ? "answer.act" : open > 0 ? "answer.open" : "answer.calm", { overdue, open })}>
      {mine > 0 && t("answer.mine", { n: mine })}
      {closed > 0 && <span className="t2">{t("answer.closed", { n: closed })}{median !== null && <>{t("comma")}{median > LONG ? t("answer.medianDays", { days: hours(median / 24) }) : t("answer.median", { hours: hours(median) })}</>}</span>}
    </AnswerLine>
  );
}

interface FiltersProps {
  which: Which;
  kind: string;
  params: URLSearchParams;
  set: ReturnType<typeof useFilters>["set"];
}

function Filters({ which, kind, params, set }: FiltersProps) {
  const { t } = useTranslation("complaints");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const people = useQuery(colleaguesQuery(house));
  const topics = useQuery({ ...keywordRules(house), staleTime: SLOW_MS });
  const [words, setWords] = useState(params.get("q") ?? "");
  const ofKind = (topics.data ?? []).filter((one) => one.kind === kind);
  return (
    <>
      <Select value={kind} aria-label={t("filter.kind")} popupMatchSelectWidth={false} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={(to) => set({ kind: to === "complaint" ? null : to, topic: null, which: null })} />
      {ofKind.length > 0 && <Select value={params.get("topic") ?? ""} aria-label={t("filter.topic")} popupMatchSelectWidth={false} options={[{ value: "", label: t("filter.allTopics") }, ...ofKind.map((one) => ({ value: one.code, label: nameOf(one) }))]} onChange={(topic) => set({ topic })} />}
      {which !== "mine" && (people.data?.length ?? 0) > 0 && <Select value={params.get("owner") ?? ""} aria-label={t("filter.owner")} popupMatchSelectWidth={false} options={[{ value: "", label: t("owner.all") }, { value: "me", label: t("owner.me") }, ...(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]} onChange={(owner) => set({ owner })} />}
      <Input
        className={styles.q ?? ""} allowClear value={words} maxLength={80} prefix={<Icon name="search" />} aria-label={t("filter.q")} placeholder={t("filter.q")} onBlur={() => set({ q: words.trim() })} onPressEnter={() => set({ q: words.trim() })}
        onChange={(event) => { setWords(event.target.value); if (event.target.value === "") set({ q: null }); }}
      />
    </>
  );
}

function Row({ one }: { one: Interaction }) {
  const { t } = useTranslation("complaints");
  const { path, timeZone } = usePropertyScope();
  const guest = one.guest;
  const place = one.touch && t(`touch.${one.touch}`);
  return (
    <li className={one.open && one.overdue ? styles.late : undefined}>
      <div className={styles.head}>
        {guest && <Link className="b" to={`${path}/guests/${guest.id}`}>{guest.name}</Link>}
        <KindTag one={one} />
        <span className="cap t3">{[one.room_no !== "" && t("room", { room: one.room_no }), place, one.source !== place && one.source, one.at ? moment(one.at, timeZone) : one.day].filter(Boolean).join(" · ")}</span>
      </div>
      <p className={styles.text}>{one.text}</p>
      {guest && (
        <div className={styles.does}>
          <Handling one={one} guest={guest.id} />
          <span className="grow" />
          <Settle one={one} guest={guest.id} />
        </div>
      )}
    </li>
  );
}
