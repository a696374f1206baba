import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, InputNumber, Switch, TimePicker } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api as http, ApiProblem } from "@/api/client";
import { messagingRules, messagingStatus } from "@/api/messages";
import type { Limits, MessagingRules } from "@/api/messageTypes";
import { CopyButton } from "@/components/CopyButton";
import { Field } from "@/components/Field";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bone, Bones, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { formOf, sentOf, WAYS, type Form } from "./form";
import Filings from "./Filings";
import styles from "./messagingSettings.module.css";
import { MailVendorPart, SmsVendorPart } from "./Vendors";

/** How a house writes to its guests: when not, how often, by what, for how much. */
export default function MessagingSettingsPage() {
  const { t } = useTranslation("messaging-settings");
  const { api } = usePropertyScope();
  const found = useQuery(messagingRules(api));
  return (
    <>
      <PageHead title={t("title")} about={t("about")} />
      <Standing />
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : found.data ? <Settings key={found.data.changed_at} rules={found.data} /> : <div className="panel"><div className="body"><Bones height={480} lines={9} /></div></div>}
      <Filings />
    </>
  );
}

/** Whether anything can be sent, channel by channel, and what is missing. */
function Standing() {
  const { t } = useTranslation("messaging-settings");
  const { say } = useSaying();
  const { api } = usePropertyScope();
  const status = useQuery(messagingStatus(api)).data;
  if (!status) return <AnswerLine tone="calm"><Bone width="50%" /></AnswerLine>;
  const ready = status.channels.filter((channel) => channel.on && channel.ready);
  const lead = status.held ? t("standing.held") : !status.on ? t("standing.off") : ready.length === 0 ? t("standing.none") : t("standing.ready", { ways: ready.map(({ name }) => say(name)).join(t("comma")) });
  const missing = status.channels.filter((channel) => channel.on && !channel.ready).map((channel) => `${say(channel.name)}${t("colon")}${channel.missing.map(({ says }) => say(says)).join(t("and"))}`);
  return <AnswerLine tone={status.held || (status.on && ready.length === 0) ? "act" : missing.length || !status.on ? "warn" : "calm"} lead={lead}>{status.held ? say(status.held.says) : missing.join(" ")}</AnswerLine>;
}

function Settings({ rules }: { rules: MessagingRules }) {
  const { t } = useTranslation("messaging-settings");
  const { api, timeZone } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [form, setForm] = useState<Form>(() => formOf(rules));
  const set = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));
  const save = useMutation({
    mutationFn: () => http.put<MessagingRules>(`${api}/messaging/settings`, sentOf(form)),
    onSuccess: async (now) => {
      queries.setQueryData(messagingRules(api).queryKey, now);
      await queries.invalidateQueries({ queryKey: [api, "messages", "status"] });
      message.success(t("saved"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const told = (pointer: string) => (save.error instanceof ApiProblem ? save.error.errors.find((error) => error.pointer === pointer || error.pointer?.endsWith(pointer))?.detail : undefined);
  return (
    <form className="stack below" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <div className="grid">
        <Panel className="c6" title={t("manners.title")} says={t("manners.says")}>
          <div className={styles.lines}>
            <label className="row" htmlFor="messaging-on"><Switch id="messaging-on" checked={form.on} onChange={(on) => set({ on })} /><b className="b">{t(form.on ? "manners.on" : "manners.off")}</b></label>
            <div className={styles.sentence}>
              <span>{t("manners.quiet")}</span>
              <TimePicker value={dayjs(`2026-01-01T${form.quiet.from}`)} format="HH:mm" minuteStep={15} allowClear={false} needConfirm={false} suffixIcon={null} aria-label={t("manners.from")} style={{ width: 80 }} onChange={(at) => at && set({ quiet: { ...form.quiet, from: at.format("HH:mm") } })} />
              <span>{t("manners.to")}</span>
              <TimePicker value={dayjs(`2026-01-01T${form.quiet.until}`)} format="HH:mm" minuteStep={15} allowClear={false} needConfirm={false} suffixIcon={null} aria-label={t("manners.until")} style={{ width: 80 }} onChange={(at) => at && set({ quiet: { ...form.quiet, until: at.format("HH:mm") } })} />
              <span>{t("manners.quietIs")}</span>
            </div>
            <div className={styles.sentence}><span>{t("manners.cap")}</span><InputNumber value={form.cap_hours} min={1} max={720} precision={0} controls={false} suffix={t("hours")} aria-label={t("manners.cap")} style={{ width: 96 }} onChange={(n) => set({ cap_hours: n ?? 48 })} /><span>{t("manners.capIs")}</span></div>
            <div className={styles.sentence}><span>{t("manners.by")}</span><Checkbox.Group value={form.channels} options={WAYS.map((value) => ({ value, label: t(`way.${value}`) }))} aria-label={t("manners.by")} onChange={(next) => set({ channels: WAYS.filter((way) => next.includes(way)) })} /></div>
            <p className="cap t3">{t("manners.foot")}</p>
          </div>
        </Panel>
        <Panel className="c6" title={t("house.title")} says={t("house.says")}>
          <div className={styles.pair}>
            <Field id="signature" label={t("house.signature")} hint={t("house.signatureIs")} problem={told("/signature")}><Input id="signature" value={form.signature} maxLength={20} prefix="【" suffix="】" onChange={(event) => set({ signature: event.target.value })} /></Field>
            <Field id="house-phone" label={t("house.phone")} problem={told("/phone")}><Input id="house-phone" value={form.phone} maxLength={30} onChange={(event) => set({ phone: event.target.value })} /></Field>
          </div>
          <Field id="booking" label={t("house.booking")} hint={t("house.bookingIs")} problem={told("/booking_url")}><Input id="booking" type="url" value={form.booking_url} maxLength={300} placeholder="https://" onChange={(event) => set({ booking_url: event.target.value })} /></Field>
        </Panel>
        <Panel className="c6" title={t("way.sms")} says={t("sms.says")}>
          <SmsVendorPart value={form.sms} set={(sms) => set({ sms })} kept={rules.sms?.has_secret ?? false} told={told} />
          <Hook address={rules.hooks.sms} what={t("hook.sms")} />
        </Panel>
        <Panel className="c6" title={t("way.email")} says={t("email.says")}>
          <MailVendorPart value={form.email} set={(email) => set({ email })} kept={rules.email?.has_secret ?? false} told={told} />
          <Hook address={rules.hooks.email} what={t("hook.email")} />
        </Panel>
        <Panel className="c12" title={t("caps.title")} says={t("caps.says")} flush>
          <Caps form={form} set={set} />
        </Panel>
      </div>
      {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
      <div className="row"><Button type="primary" htmlType="submit" loading={save.isPending}>{t("save", { ns: "common" })}</Button>{rules.changed_at && <span className="cap t3">{t("changed", { by: rules.changed_by_name, at: moment(rules.changed_at, timeZone) })}</span>}</div>
    </form>
  );
}

/** The address a vendor posts receipts and replies to. */
function Hook({ address, what }: { address: string | undefined; what: string }) {
  if (!address) return null;
  return (
    <div className={styles.hook}>
      <span className="cap t3">{what}</span>
      <span className="row"><code className="grow">{address}</code><CopyButton text={address} /></span>
    </div>
  );
}

/** What a message costs, and the most it may cost: a row a way. */
function Caps({ form, set }: { form: Form; set: (part: Partial<Form>) => void }) {
  const { t } = useTranslation("messaging-settings");
  const { api } = usePropertyScope();
  const spend = useQuery(messagingStatus(api)).data?.spend ?? [];
  const used = (period: string, channel: string) => spend.find((each) => each.period.startsWith(period) && each.channel === channel)?.spent ?? null;
  const yuan = (value: string | null, change: (value: string | null) => void, label: string, empty: string) => (
    <InputNumber value={value === null ? null : Number(value)} min={0} max={999_999} precision={2} controls={false} prefix="¥" placeholder={empty} aria-label={label} style={{ width: 104 }} onChange={(n) => change(n === null ? null : n.toFixed(2))} />
  );
  const limit = (kind: "day_limit" | "month_limit", way: keyof Limits, label: string) => yuan(form[kind][way], (value) => set({ [kind]: { ...form[kind], [way]: value } }), label, t("caps.none"));
  return (
    <div className="tbl-scroll">
      <table className="tbl dense" aria-label={t("caps.title")}>
        <thead><tr><th scope="col" /><th scope="col">{t("caps.price")}</th><th scope="col">{t("caps.day")}</th><th scope="col">{t("caps.month")}</th><th scope="col">{t("caps.quota")}</th><th scope="col" className="num">{t("caps.spentMonth")}</th></tr></thead>
        <tbody>
          {WAYS.map((way) => (
            <tr key={way}>
              <td className="b">{t(`way.${way}`)}</td>
              <td>{yuan(form.prices[way], (value) => set({ prices: { ...form.prices, [way]: value ?? "0.00" } }), `${t(`way.${way}`)} ${t("caps.price")}`, "0.00")}</td>
              <td>{limit("day_limit", way, `${t(`way.${way}`)} ${t("caps.day")}`)}</td>
              <td>{limit("month_limit", way, `${t(`way.${way}`)} ${t("caps.month")}`)}</td>
              <td><InputNumber value={form.quota[way]} min={0} max={31} precision={0} controls={false} placeholder={t("caps.none")} suffix={t("caps.pieces")} aria-label={`${t(`way.${way}`)} ${t("caps.quota")}`} style={{ width: 88 }} onChange={(n) => set({ quota: { ...form.quota, [way]: n } })} /></td>
              <td className="num t2">{money(used("month", way), 2)}</td>
            </tr>
          ))}
          <tr className="sum"><td>{t("caps.all")}</td><td /><td>{limit("day_limit", "all", `${t("caps.all")} ${t("caps.day")}`)}</td><td>{limit("month_limit", "all", `${t("caps.all")} ${t("caps.month")}`)}</td><td /><td className="num">{money(used("month", ""), 2)}</td></tr>
        </tbody>
      </table>
    </div>
  );
}
