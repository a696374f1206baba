import { useQuery } from "@tanstack/react-query";
import { Radio, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { segmentFields, segments } from "@/api/segments";
import type { CampaignDocument } from "@/api/campaignTypes";
import type { FieldWords } from "@/api/segmentTypes";
import { Panel } from "@/components/Panel";
import { Bones } from "@/components/States";
import { draftOf, emptyGroup, ruleOf, unfilled } from "@/components/rules/rule";
import { RuleEditor } from "@/components/rules/RuleEditor";
import { useLive } from "@/components/rules/useLive";
import { useSaying } from "@/components/value/words";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import type { SectionProps } from "./section";

/** For whom: a segment, a rule of its own, or everybody; and who is left out. */
export function WhoSection({ document, set }: SectionProps) {
  const { t } = useTranslation("campaigns");
  const { say } = useSaying();
  const { api } = usePropertyScope();
  const found = useQuery(segments(api));
  const fields = useQuery(segmentFields(api));
  const rows = found.data?.results ?? [];
  const { audience } = document;
  const [own, setOwn] = useState(audience.rule !== null);
  const put = (part: Partial<CampaignDocument["audience"]>) => set({ audience: { ...audience, ...part } });
  const options = rows.map((row) => ({ value: row.code, label: row.name, n: row.count }));
  const chosen = rows.find(({ code }) => code === audience.segment);
  const event = document.trigger.kind === "event";
  return (
    <Panel id="who" title={t("who.title")} says={t(event ? "who.saysEvent" : "who.says")}>
      <div className={styles.lines}>
        <Radio.Group
          value={own ? "own" : audience.segment ? "segment" : "all"} aria-label={t("who.title")} className={styles.choice}
          options={[{ value: "segment", label: t("who.segment"), disabled: rows.length === 0 }, { value: "own", label: t("who.own") }, { value: "all", label: t(event ? "who.allEvent" : "who.all") }]}
          onChange={({ target }) => {
            const to = target.value as "own" | "segment" | "all";
            setOwn(to === "own");
            put({ rule: null, segment: to === "segment" ? (audience.segment ?? rows[0]?.code ?? null) : null });
          }}
        />
        {!own && audience.segment !== null && (
          <div className={styles.inside}>
            <Select value={audience.segment} aria-label={t("who.segment")} options={options} showSearch={{ optionFilterProp: "label" }} style={{ width: 280, maxWidth: "100%" }} optionRender={({ data }) => <span className="between"><span>{data.label}</span><span className="t3">{count(data.n)}</span></span>} onChange={(segment) => put({ segment })} />
            {chosen && <p className="small t2">{say(chosen.told)}</p>}
          </div>
        )}
        {own && (fields.data ? <OwnRule fields={fields.data} rule={audience.rule} put={(rule) => put({ rule, segment: null })} /> : <Bones height={80} lines={2} />)}
        <div className={styles.sentence}>
          <span>{t("who.without")}</span>
          <Select mode="multiple" value={audience.exclude} aria-label={t("who.without")} options={options.filter(({ value }) => value !== audience.segment)} placeholder={t("who.nobody")} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} style={{ minWidth: 200, maxWidth: "100%" }} onChange={(exclude: string[]) => put({ exclude })} />
          <span className="cap t3">{t("who.alsoLeft")}</span>
        </div>
      </div>
    </Panel>
  );
}

/** A rule of this campaign alone, counted as it is put together. */
function OwnRule({ fields, rule, put }: { fields: readonly FieldWords[]; rule: CampaignDocument["audience"]["rule"]; put: (rule: CampaignDocument["audience"]["rule"]) => void }) {
  const { t } = useTranslation("campaigns");
  const { api } = usePropertyScope();
  const [draft, setDraft] = useState(() => (rule ? draftOf(rule) : emptyGroup()));
  const live = useLive(api, draft);
  return (
    <div className={styles.inside}>
      <RuleEditor
        draft={draft} fields={fields} flaws={live.flaws} change={(next) => {
          setDraft(next);
          if (unfilled(next) === 0) put(ruleOf(next).rule);
        }}
      />
      {live.data?.count != null && <p className="small t2">{t("who.fits", { n: count(live.data.count) })}</p>}
    </div>
  );
}
