import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api, ApiProblem } from "@/api/client";
import { costs as costsQuery } from "@/api/profit";
import type { CostBefore, Costs, ShareBefore } from "@/api/profitTypes";
import { CHANNELS } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { AnswerLine } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment, todayIn } from "@/lib/dates";
import { count, money, rate, share } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { changesOf, formOf, inPercent, lacks, ofPercent, replaces, type CostsForm } from "./editing";
import styles from "./products.module.css";

/** 成本: what a room costs a night, what of each yuan the restaurant costs, and what each source takes. */
export function CostsPanel() {
  const { t } = useTranslation("products");
  const { api: house, path } = usePropertyScope();
  const found = useQuery(costsQuery(house));
  const { data } = found;
  if (found.isError && !data) return <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div>;
  const lack = data && lacks(data);
  const said = lack && [
    lack.sources.length > 0 && t(lack.sources.length > 4 ? "lack.sourcesMore" : "lack.sources", { names: lack.sources.slice(0, 4).map(({ source }) => source).join(t("comma")), n: lack.sources.length, count: lack.sources.length }),
    lack.rooms.length > 0 && t("lack.rooms", { names: lack.rooms.slice(0, 3).join(t("comma")) }), lack.fnb && t("lack.fnb"), lack.other && t("lack.other"),
  ].filter(Boolean);
  return (
    <>
      <AnswerLine tone={said?.length ? "warn" : "calm"} {...(said?.length && { lead: t("lack.lead") })} action={<Link className="btn" to={`${path}/reports/profit`}>{t("toProfit")}</Link>}>{!said ? <Bone width="50%" /> : said.length ? <>{said.join(t("semicolon"))}{t("lack.is")}</> : t("lack.none")}</AnswerLine>
      {data ? <Form key={JSON.stringify(data)} costs={data} /> : <div className="grid"><div className="panel c6"><div className="body"><Bones height={320} lines={7} /></div></div><div className="panel c6"><div className="body"><Bones height={320} lines={7} /></div></div></div>}
    </>
  );
}

interface SinceProps { since: string | null | undefined; earlier: readonly (CostBefore | ShareBefore)[] | undefined }

/** Since when it is so, and what it was before; nothing for what never changed. */
function Since({ since, earlier = [] }: SinceProps) {
  const { t } = useTranslation("products");
  if (!since) return null;
  const of = (one: CostBefore | ShareBefore) => ("share" in one ? one.share === null : one.cost === null) ? t("notTold") : "share" in one ? `${inPercent(one.share) ?? ""}%` : money(one.cost, 2);
  const before = earlier.map((one) => (one.since ? t("from.then", { day: one.since, value: of(one) }) : t("from.before", { value: of(one) })));
  return <span className="cap t3" style={{ display: "block" }}>{[t("from.since", { day: since }), ...before].join(t("semicolon"))}</span>;
}

type From = "today" | "day" | "always";

function Form({ costs }: { costs: Costs }) {
  const { t } = useTranslation("products");
  const { say } = useSaying();
  const { api: house, may, timeZone } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState<CostsForm>(() => formOf(costs));
  const changes = changesOf(costs, form);
  const lack = lacks(costs);
  const dirty = Object.keys(changes).length > 0;
  const today = todayIn(timeZone);
  const [from, setFrom] = useState<From>("today");
  const [day, setDay] = useState(today);
  const asks = dirty && replaces(costs, form);
  const given = asks && from !== "today" ? { ...changes, from: from === "always" ? null : day } : changes;
  const fixed = !may("manage_property");
  const save = useMutation({
    mutationFn: () => api.put<Costs>(`${house}/costs`, given),
    onSuccess: async (now) => {
      queries.setQueryData(costsQuery(house).queryKey, now);
      await Promise.all([["reports"], [house, "sources"], [house, "guest"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
      message.success(t("savedCosts"));
    },
  });
  const all = form.commissions.reduce((sum, { visits_90: visits }) => sum + (visits ?? 0), 0);
  const part = (key: "fnb" | "other") => (
    <div className={styles.sentence}>
      <span className="grow">{t(`share.${key}`)}<Since since={costs[`${key}_cost_since`]} earlier={costs[`${key}_cost_earlier`]} /></span>
      <InputNumber value={inPercent(form[key])} min={0} max={100} precision={2} controls={false} suffix="%" disabled={fixed} placeholder={t("notTold")} aria-label={t(`share.${key}`)} style={{ width: 108 }} className={lack[key] ? styles.wanted : ""} onChange={(value) => setForm({ ...form, [key]: ofPercent(value) })} />
    </div>
  );
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <div className={styles.two}>
        <div className="stack">
          <Panel title={t("rooms.title")} says={t("rooms.says")}>
            <ul className={styles.list}>
              {form.rooms.map((room, index) => (
                <li key={room.room_type}>
                  <span className="grow">{room.room_type || t("rooms.rest")}{room.room_type && room.visits_90 ? <span className="cap t3"> {t("visits90", { n: count(room.visits_90), count: room.visits_90 })}</span> : null}<Since since={room.since} earlier={room.earlier} /></span>
                  <InputNumber
                    value={room.cost === null ? null : Number(room.cost)} min={0} max={99_999} precision={2} controls={false} prefix="¥" suffix={t("rooms.night")} disabled={fixed} placeholder={t("notTold")} aria-label={t("rooms.of", { name: room.room_type || t("rooms.rest") })} style={{ width: 148 }} className={lack.rooms.includes(room.room_type) ? styles.wanted : ""}
                    onChange={(value) => setForm({ ...form, rooms: form.rooms.map((one, at) => (at === index ? { ...one, cost: value === null ? null : value.toFixed(2) } : one)) })}
                  />
                </li>
              ))}
            </ul>
          </Panel>
          <Panel title={t("share.title")} says={t("share.says")}>{part("fnb")}{part("other")}</Panel>
        </div>
        <Panel title={t("commission.title")} says={t("commission.says")} footer={<span>{t("commission.foot")}</span>}>
          {form.commissions.length === 0 ? <EmptyState title={t("commission.none")}>{t("commission.noneHint")}</EmptyState> : (
            <ul className={styles.list}>
              {form.commissions.map((row, index) => {
                const channel = CHANNELS.find((known) => known === row.channel);
                return (
                  <li key={row.source}>
                    <span className={styles.source}>{channel ? <ChannelName channel={channel} source={row.source} /> : row.source}<Since since={row.since} earlier={row.earlier} /></span>
                    <span className={styles.visits} title={t("visits90", { n: count(row.visits_90 ?? 0), count: row.visits_90 ?? 0 })}><i aria-hidden="true"><b style={{ width: `${(share(row.visits_90 ?? 0, all) ?? 0) * 100}%` }} /></i><span className="cap t3">{rate(share(row.visits_90 ?? 0, all))}</span></span>
                    <InputNumber
                      value={inPercent(row.share)} min={0} max={100} precision={2} controls={false} suffix="%" disabled={fixed} aria-label={t("commission.of", { name: row.source })} style={{ width: 108 }}
                      placeholder={t(row.needed === false ? "commission.own" : "notTold")} className={row.share === null && row.needed !== false && (row.visits_90 ?? 0) > 0 ? styles.wanted : ""}
                      onChange={(value) => setForm({ ...form, commissions: form.commissions.map((one, at) => (at === index ? { ...one, share: ofPercent(value) } : one)) })}
                    />
                  </li>
                );
              })}
            </ul>
          )}
        </Panel>
      </div>
      <div className={styles.stick}>
        {asks && <Select<From> value={from} aria-label={t("from.label")} style={{ width: 232 }} options={(["today", "day", "always"] as const).map((value) => ({ value, label: t(`from.${value}`) }))} onChange={setFrom} />}
        {asks && from === "day" && <DatePicker value={dayjs(day)} allowClear={false} maxDate={dayjs(today)} aria-label={t("from.label")} onChange={(picked) => { if (picked) setDay(picked.format("YYYY-MM-DD")); }} />}
        {!fixed && <Button type="primary" htmlType="submit" disabled={!dirty} loading={save.isPending}>{t("save", { ns: "common" })}</Button>}
        {dirty && <Button type="text" onClick={() => setForm(formOf(costs))}>{t("discard")}</Button>}
        {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}{save.error instanceof ApiProblem && save.error.errors[0]?.detail ? ` ${save.error.errors[0].detail}` : ""}</span>}
        <span className="cap t3">{say(costs.costs_hold)}{costs.changed_at && ` ${t("changed", { by: costs.changed_by_name, at: moment(costs.changed_at, timeZone) })}`}</span>
      </div>
    </form>
  );
}
