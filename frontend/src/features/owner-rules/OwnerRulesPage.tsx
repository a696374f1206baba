import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select, Switch } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { colleagues as colleaguesQuery, departments as departmentsQuery, ownerRules } from "@/api/deskRules";
import { FITS, GIVES, type Fits, type Gives, type OwnerRule, type OwnersPreview } from "@/api/deskRuleTypes";
import { terms as termsQuery } from "@/api/value";
import { tags as tagsQuery } from "@/api/property";
import { CHANNELS } from "@/api/types";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import { Moves } from "./Moves";
import { changed, FRESH, lacking, moved, unreached } from "./order";
import styles from "./ownerRules.module.css";
import { Would } from "./Would";

/** 归属规则: who looks after a guest, by the first rule that fits. */
export default function OwnerRulesPage() {
  const { t } = useTranslation("owner-rules");
  return <><PageHead title={t("title")} about={t("about")} /><Kept /></>;
}

function Kept() {
  const { api: house } = usePropertyScope();
  const rules = useQuery(ownerRules(house));
  if (rules.isError && !rules.data) return <div className="panel"><ErrorState problem={rules.error} retry={() => void rules.refetch()} /></div>;
  if (!rules.data) return <div className="panel"><div className="body"><Bones height={360} lines={6} /></div></div>;
  return <Rules key={JSON.stringify(rules.data)} kept={rules.data} />;
}

function Rules({ kept }: { kept: OwnerRule[] }) {
  const { t } = useTranslation("owner-rules");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [rows, setRows] = useState(kept);
  const [dragged, setDragged] = useState<number | null>(null);
  const fixed = !may("assign_guests");
  const dirty = JSON.stringify(rows) !== JSON.stringify(kept);
  const save = useMutation({
    mutationFn: () => api.put(`${house}/owner-rules`, { results: rows }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [house, "owner-rules"] });
      message.success(t("saved"));
    },
  });
  const preview = useMutation({ mutationFn: () => api.post<OwnersPreview>(`${house}/owner-rules/preview`) });
  const apply = useMutation({
    mutationFn: () => api.post<OwnersPreview>(`${house}/owner-rules/apply`),
    onSuccess: async () => {
      await Promise.all(["workload", "guest"].map((name) => queries.invalidateQueries({ queryKey: [house, name] })));
      message.success(t("applied"));
    },
  });
  const never = unreached(rows);
  const wrong = rows.some((row) => lacking(row) !== null);
  return (
    <div className={styles.two}>
      <Panel title={t("list")} says={t("says")} footer={<span>{t("foot")}</span>}>
        {rows.length === 0 && <EmptyState title={t("none")} action={!fixed && <Button onClick={() => setRows([FRESH, { ...FRESH, fits: "checked_in" }, { ...FRESH, fits: "everybody", gives: "department", department: "front_desk" }])}>{t("usual")}</Button>}>{t("noneHint")}</EmptyState>}
        <ol className={styles.rules}>
          {rows.map((row, index) => (
            <li
              key={index} className={`${dragged === index ? (styles.dragged ?? "") : ""} ${row.active ? "" : (styles.off ?? "")}`}
              onDragOver={(event) => { if (dragged !== null) event.preventDefault(); }}
              onDrop={(event) => { event.preventDefault(); if (dragged !== null) setRows(moved(rows, dragged, index)); setDragged(null); }}
            >
              {!fixed && <span className={styles.grip} draggable aria-hidden="true" onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", String(index)); setDragged(index); }} onDragEnd={() => setDragged(null)}>⠿</span>}
              <span className={styles.n}>{index + 1}</span>
              <Sentence rule={row} fixed={fixed} change={(part) => setRows(rows.map((one, at) => (at === index ? changed(one, part) : one)))} never={never.includes(index)} />
              {!fixed && (
                <span className={styles.does}>
                  <Moves rows={rows} index={index} put={setRows} />
                  <Switch size="small" checked={row.active} aria-label={t("active", { n: index + 1 })} onChange={(active) => setRows(rows.map((one, at) => (at === index ? { ...one, active } : one)))} />
                  <Button type="text" size="small" icon={<Icon name="cross" />} aria-label={t("drop", { n: index + 1 })} onClick={() => setRows(rows.toSpliced(index, 1))} />
                </span>
              )}
            </li>
          ))}
        </ol>
        {!fixed && (
          <div className={styles.below}>
            <Button type="text" icon={<Icon name="plus" />} onClick={() => setRows([...rows, FRESH])}>{t("add")}</Button>
            <span className="grow" />
            {dirty && <Button type="text" onClick={() => setRows(kept)}>{t("discard")}</Button>}
            <Button type={dirty ? "primary" : "default"} disabled={!dirty || wrong} loading={save.isPending} onClick={() => save.mutate()}>{t("save", { ns: "common" })}</Button>
          </div>
        )}
        {wrong && <p className="warn cap">{t("lacking")}</p>}
        {save.isError && <p className="bad" role="alert">{problemText(save.error)}</p>}
      </Panel>
      <Would dirty={dirty} empty={rows.length === 0} fixed={fixed} preview={preview} apply={apply} />
    </div>
  );
}

interface SentenceProps {
  rule: OwnerRule;
  fixed: boolean;
  never: boolean;
  change: (part: Partial<OwnerRule>) => void;
}

/** One rule as it is spoken: whom it fits, and whose he then is. */
function Sentence({ rule, fixed, never, change }: SentenceProps) {
  const { t } = useTranslation("owner-rules");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const people = useQuery(colleaguesQuery(house)).data ?? [];
  const departments = useQuery(departmentsQuery(house)).data ?? [];
  const tags = useQuery({ ...tagsQuery(house), enabled: rule.fits === "tag" }).data ?? [];
  const inForce = useQuery({ ...termsQuery(house), enabled: rule.fits === "tier" }).data;
  const tiers = inForce?.programme?.tiers.levels ?? [];
  const lacks = lacking(rule);
  const gives = GIVES.filter((one) => one !== "themselves" || ["added_contact", "checked_in"].includes(rule.fits));
  const shared = { disabled: fixed, popupMatchSelectWidth: false as const };
  return (
    <span className={styles.sentence}>
      <Select<Fits> {...shared} value={rule.fits} aria-label={t("whom")} options={FITS.map((value) => ({ value, label: t(`fits.${value}`) }))} onChange={(fits) => change({ fits })} />
      {rule.fits === "channel" && <Select {...shared} value={rule.value || null} status={lacks === "value" ? "warning" : ""} placeholder={t("which")} aria-label={t("fits.channel")} options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`, { ns: "common" }) }))} onChange={(value: string) => change({ value })} />}
      {rule.fits === "tag" && <Select {...shared} showSearch value={rule.value || null} status={lacks === "value" ? "warning" : ""} placeholder={t("which")} aria-label={t("fits.tag")} style={{ minWidth: 120 }} options={tags.map(({ name }) => ({ value: name, label: name }))} onChange={(value: string) => change({ value })} />}
      {rule.fits === "tier" && <Select {...shared} value={rule.value || null} status={lacks === "value" ? "warning" : ""} placeholder={t("which")} aria-label={t("fits.tier")} style={{ minWidth: 96 }} options={tiers.map((tier) => ({ value: tier.code, label: nameOf(tier) }))} notFoundContent={t("noTiers")} onChange={(value: string) => change({ value })} />}
      <span className="t2">{t("belongs")}</span>
      <Select<Gives> {...shared} value={rule.gives} aria-label={t("to")} options={gives.map((value) => ({ value, label: t(value === "themselves" ? `themselves.${rule.fits}` : `gives.${value}`) }))} onChange={(next) => change({ gives: next })} />
      {rule.gives === "staff" && <Select {...shared} showSearch={{ optionFilterProp: "label" }} value={rule.staff} status={lacks === "staff" ? "warning" : ""} placeholder={t("who")} aria-label={t("gives.staff")} style={{ minWidth: 120 }} options={people.map(({ id, name }) => ({ value: id, label: name }))} onChange={(staff: string) => change({ staff })} />}
      {rule.gives === "department" && <Select {...shared} value={rule.department || null} status={lacks === "department" ? "warning" : ""} placeholder={t("which")} aria-label={t("gives.department")} style={{ minWidth: 96 }} options={departments.map((one) => ({ value: one.code, label: nameOf(one) }))} onChange={(department: string) => change({ department })} />}
      {never && <span className="cap warn">{t("never")}</span>}
      {!rule.active && <span className="cap t3">{t("isOff")}</span>}
    </span>
  );
}
