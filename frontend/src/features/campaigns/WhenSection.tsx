import { DatePicker, InputNumber, Radio, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { EVENTS, type CampaignEvent, type Trigger } from "@/api/campaignTypes";
import { Panel } from "@/components/Panel";
import styles from "./campaigns.module.css";
import { NEEDS, triggerOf } from "./document";
import type { SectionProps } from "./section";
import { useTold } from "./useTold";

/** When it is said: once, by the calendar, or whenever something happens to a guest. */
export function WhenSection({ document, set }: SectionProps) {
  const { t } = useTranslation("campaigns");
  const { trigger: told } = useTold();
  const { trigger } = document;
  const put = (next: Trigger) => set({ trigger: next });
  const starts: Record<Trigger["kind"], Trigger> = { once: { kind: "once", at: null }, schedule: { kind: "schedule", every: "week", on: 2, hour: 10 }, event: triggerOf("birthday") };
  return (
    <Panel id="when" title={t("when")} says={told(trigger)}>
      <div className={styles.lines}>
        <Radio.Group value={trigger.kind} aria-label={t("when")} className={styles.choice} options={(["once", "schedule", "event"] as const).map((value) => ({ value, label: t(`trigger.${value}`) }))} onChange={({ target }) => put(starts[target.value as Trigger["kind"]])} />
        {trigger.kind === "once" && <Once trigger={trigger} put={put} />}
        {trigger.kind === "schedule" && <Scheduled trigger={trigger} put={put} />}
        {trigger.kind === "event" && <OnEvent trigger={trigger} put={put} />}
        {trigger.kind !== "once" && (
          <div className={styles.sentence}>
            <span>{t("trigger.until")}</span>
            <DatePicker value={document.ends_at ? dayjs(document.ends_at) : null} placeholder={t("trigger.noEnd")} aria-label={t("trigger.until")} suffixIcon={null} style={{ width: 136 }} onChange={(day) => set({ ends_at: day ? day.endOf("day").toISOString() : null })} />
          </div>
        )}
        <p className={styles.hint}>{t("trigger.quiet")}</p>
      </div>
    </Panel>
  );
}

interface Of<Kind extends Trigger["kind"]> {
  trigger: Extract<Trigger, { kind: Kind }>;
  put: (trigger: Trigger) => void;
}

function Once({ trigger, put }: Of<"once">) {
  const { t } = useTranslation("campaigns");
  return (
    <div className={styles.sentence}>
      <Select value={trigger.at === null ? "now" : "at"} aria-label={t("trigger.once")} popupMatchSelectWidth={false} options={["now", "at"].map((value) => ({ value, label: t(`trigger.${value}`) }))} onChange={(to) => put({ kind: "once", at: to === "now" ? null : dayjs().add(1, "day").hour(10).startOf("hour").toISOString() })} />
      {trigger.at !== null && <DatePicker showTime={{ format: "HH:mm", minuteStep: 15 }} format="YYYY-MM-DD HH:mm" value={dayjs(trigger.at)} allowClear={false} suffixIcon={null} aria-label={t("trigger.at")} style={{ width: 168 }} onChange={(at) => put({ kind: "once", at: at ? at.toISOString() : null })} />}
    </div>
  );
}

function Scheduled({ trigger, put }: Of<"schedule">) {
  const { t } = useTranslation("campaigns");
  const set = (part: Partial<typeof trigger>) => put({ ...trigger, ...part });
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  return (
    <div className={styles.sentence}>
      <Select value={trigger.every} aria-label={t("trigger.every")} popupMatchSelectWidth={false} options={(["day", "week", "month"] as const).map((value) => ({ value, label: t(`every.${value}`) }))} onChange={(every) => set({ every, on: every === "day" ? null : every === "week" ? 2 : 1 })} />
      {trigger.every === "week" && <Select value={trigger.on ?? 1} aria-label={t("trigger.weekday")} popupMatchSelectWidth={false} options={range(1, 7).map((value) => ({ value, label: t(`weekday.${value}`) }))} onChange={(on) => set({ on })} />}
      {trigger.every === "month" && <Select value={trigger.on ?? 1} aria-label={t("trigger.monthday")} popupMatchSelectWidth={false} options={range(1, 31).map((value) => ({ value, label: t("monthday", { n: value }) }))} onChange={(on) => set({ on })} />}
      <Select value={trigger.hour} aria-label={t("trigger.hour")} popupMatchSelectWidth={false} options={range(0, 23).map((value) => ({ value, label: `${String(value).padStart(2, "0")}:00` }))} onChange={(hour) => set({ hour })} />
      <span className="t2">{t("trigger.recount")}</span>
    </div>
  );
}

function OnEvent({ trigger, put }: Of<"event">) {
  const { t } = useTranslation("campaigns");
  const needs = NEEDS[trigger.event] ?? {};
  const set = (part: Partial<typeof trigger>) => put({ ...trigger, ...part });
  return (
    <div className={styles.sentence}>
      <span>{t("trigger.whenever")}</span>
      <Select<CampaignEvent> value={trigger.event} aria-label={t("trigger.event")} popupMatchSelectWidth={false} options={EVENTS.map((value) => ({ value, label: t(`event.${value}`) }))} onChange={(event) => put(triggerOf(event))} />
      {needs.ordinal !== undefined && <><span>{t("trigger.nth")}</span><InputNumber value={trigger.ordinal} min={1} max={1000} precision={0} controls={false} placeholder={t("trigger.any")} aria-label={t("trigger.nthIs")} style={{ width: 64 }} onChange={(ordinal) => set({ ordinal })} /><span>{t("trigger.times")}</span></>}
      {needs.days !== undefined && <><span>{t(trigger.event === "days_after_visit" ? "trigger.after" : "trigger.ahead")}</span><InputNumber value={trigger.days} min={0} max={365} precision={0} controls={false} suffix={t("trigger.days")} aria-label={t("trigger.daysIs")} style={{ width: 84 }} onChange={(days) => set({ days: days ?? 0 })} /></>}
      {needs.direction && <Select value={trigger.direction ?? "late"} aria-label={t("trigger.direction")} popupMatchSelectWidth={false} options={(["late", "early"] as const).map((value) => ({ value, label: t(`direction.${value}`) }))} onChange={(direction) => set({ direction })} />}
    </div>
  );
}
