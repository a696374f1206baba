import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { card as cardQuery } from "@/api/property";
import { actOnGuest } from "@/api/winning";
import { MOTIVES, type CardLifecycle, type Motive, type Preference, type Profile } from "@/api/winningTypes";
import type { MemberCard } from "@/api/valueTypes";
import { commonEnd, NormBar } from "@/components/charts/NormBar";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { randomId } from "@/lib/intent";
import { count, money, NOTHING, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./lifecycle.module.css";

/** Where the guest stands and why: how long away against the usual, what it is worth, and why this guest comes at all. */
export function Lifecycle({ card, life }: { card: MemberCard; life: CardLifecycle }) {
  const { t } = useTranslation("lifecycle");
  const { say } = useSaying();
  const { may } = usePropertyScope();
  const { norm, value, rfm } = life;
  const tone = life.deviation === "late" ? "late" : life.deviation === "early" ? "early" : "plain";
  const slips = life.stage === "at_risk" || life.stage === "dormant" || life.stage === "lost";
  const fact = (word: string, shown: React.ReactNode, under?: React.ReactNode) => <div><dt>{word}</dt><dd>{shown}{under && <span className="gap">{under}</span>}</dd></div>;
  return (
    <section className={`panel ${styles.life ?? ""} ${slips ? (styles.slips ?? "") : ""}`} aria-label={t("title")}>
      <div className={styles.head}>
        {life.away_days > 0 && <div className={styles.away}><b className={slips ? "warn" : undefined}>{count(life.away_days)}</b><span>{t("away", { count: life.away_days })}</span></div>}
        <div className="grow">
          <h2 className="h2">{say(life.says)}</h2>
          <p className="cap t3"><span className="tag">{t("tier", { tier: say(life.value_tier_says) })}</span> {[t("since", { stage: t(`stage.${life.stage}`, { ns: "common" }), on: life.stage_since }), norm?.fallback_says && say(norm.fallback_says)].filter(Boolean).join(t("semicolon"))}</p>
        </div>
        {may("greet_guests") && slips && <Contacted guest={card.id} />}
      </div>
      {norm && (
        <div className={styles.norm}>
          <NormBar range={norm} days={life.away_days} tone={tone} most={commonEnd([{ days: life.away_days, upper: norm.upper }])} label={t("normSays", { days: life.away_days, lower: Math.round(norm.lower), upper: Math.round(norm.upper), median: Math.round(norm.median) })} />
          <span className="cap t3">{t("normOf", { whose: say(norm.from_says) })}{life.due_on && t("due", { on: life.due_on })}</span>
        </div>
      )}
      <dl className={styles.facts}>
        {fact("RFM", `${rfm.r} / ${rfm.f} / ${rfm.m}`, say(rfm.group_says))}
        {fact(t("year"), value.expected_visits_12m === null ? NOTHING : t("visits", { n: value.expected_visits_12m.toFixed(1) }), value.future === null ? t("noModel") : money(value.future))}
        {fact(t("alive"), rate(value.alive), value.alive === null ? t("firstVisit") : t("spent", { amount: money(value.spent) }))}
        {fact(t("price.title"), t(`price.${life.price_sensitive}`))}
      </dl>
      <Known guest={card.id} />
    </section>
  );
}

/** Somebody rang or spoke to the guest: noted, so that nobody does it again tomorrow. */
function Contacted({ guest }: { guest: string }) {
  const { t } = useTranslation("lifecycle");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const [key] = useState(randomId);
  const note = useMutation({ mutationFn: () => actOnGuest(house, guest, { act: "call" }, key) });
  if (note.data) return <span className="cap t2 nowrap" role="status"><Icon name="check" /> {t("contacted", { until: note.data.hidden_until ?? "" })}</span>;
  return (
    <span>
      <Button onClick={() => note.mutate()} loading={note.isPending}>{t("contact")}</Button>
      {note.isError && <span className="cap bad" role="alert">{problemText(note.error)}</span>}
    </span>
  );
}

/** Why the guest comes, and what the guest likes: proposed by the stays, settled by people. */
function Known({ guest }: { guest: string }) {
  const { t } = useTranslation("lifecycle");
  const { api: house, may } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { say } = useSaying();
  const key = [house, "guest", guest, "profile"];
  const { data } = useQuery({ queryKey: key, queryFn: () => api.get<Profile>(`${house}/guests/${guest}/profile`) });
  const edits = may("edit_guests");
  const keep = (change: Partial<Profile>) => queries.setQueryData<Profile>(key, (old) => (old ? { ...old, ...change } : old));
  const setMotive = useMutation({
    mutationFn: (motive: Motive | "") => api.patch<Profile>(`${house}/guests/${guest}/profile`, { motive: motive || null }),
    onSuccess: (fresh) => {
      queries.setQueryData(key, fresh);
      void queries.invalidateQueries({ queryKey: cardQuery(house, guest).queryKey, exact: true });
    },
  });
  const like = useMutation({
    mutationFn: ({ code, on }: { code: string; on: boolean }) => {
      const path = `${house}/guests/${guest}/preferences/${encodeURIComponent(code)}`;
      return on ? api.put<{ results: Preference[] }>(path, {}) : api.delete<{ results: Preference[] }>(path);
    },
    onSuccess: ({ results }) => keep({ preferences: results }),
  });
  if (!data) return <div className={styles.known} aria-hidden="true" />;
  const left = data.offered.filter(({ code }) => !data.preferences.some((one) => one.code === code));
  const suggested = data.motive === "" && data.motive_suggested !== "" ? data.motive_suggested : null;
  const problem = setMotive.error ?? like.error;
  return (
    <div className={styles.known}>
      <div className="row wraps">
        <span className="t3 small">{t("motive.title")}</span>
        {edits ? (
          <Select<Motive | "">
            size="small" value={data.motive} popupMatchSelectWidth={false} loading={setMotive.isPending} aria-label={t("motive.title")} onChange={(motive) => setMotive.mutate(motive)}
            options={[{ value: "" as const, label: t("motive.unknown") }, ...MOTIVES.map((value) => ({ value, label: t(`motive.${value}`) }))]}
          />
        ) : <b className="b">{data.motive ? t(`motive.${data.motive}`) : t("motive.unknown")}</b>}
        {suggested && (
          <span className="cap t3">
            {t("motive.suggested", { motive: t(`motive.${suggested}`) })}
            {edits && <button type="button" className={styles.link} onClick={() => setMotive.mutate(suggested)}>{t("motive.take")}</button>}
          </span>
        )}
      </div>
      <ul className={styles.likes} aria-label={t("likes.title")}>
        {data.preferences.map((one) => (
          <li key={one.code} className="chip" title={[one.by_name, one.noted_at.slice(0, 10)].filter(Boolean).join(" · ")}>
            {say(one)}{one.value && <span className="t3">{one.value}</span>}
            {edits && <button type="button" className={styles.off} aria-label={t("likes.off", { what: say(one) })} onClick={() => like.mutate({ code: one.code, on: false })}><Icon name="cross" /></button>}
          </li>
        ))}
        {data.preferences.length === 0 && !edits && <li className="t3 small">{t("likes.none")}</li>}
        {edits && left.length > 0 && (
          <li>
            <Dropdown trigger={["click"]} menu={{ items: left.map((one) => ({ key: one.code, label: say(one) })), onClick: ({ key: code }) => like.mutate({ code, on: true }), style: { maxHeight: 320, overflowY: "auto" } }}>
              <button type="button" className="chip add"><Icon name="plus" />{t("likes.add")}</button>
            </Dropdown>
          </li>
        )}
      </ul>
      {problem && <p className="bad small" role="alert">{problemText(problem)}</p>}
    </div>
  );
}
