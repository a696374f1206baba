import { useQuery } from "@tanstack/react-query";
import { Input, InputNumber, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { colleagues } from "@/api/deskRules";
import { sources as sourcesQuery, tags as tagsQuery } from "@/api/property";
import { segment } from "@/api/segments";
import { CHANNELS } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { Icon } from "@/components/Icon";
import { usePropertyScope } from "@/session/scope";
import { channelIn, cleared, isFiltered } from "./filters";
import styles from "./guests.module.css";

interface FiltersProps {
  params: URLSearchParams;
  set: (parts: Record<string, string | number | null | undefined>) => void;
}

/** Which guests: by words, where they came from, how often, at what rate, how long ago, and by tag. */
export function Filters({ params, set }: FiltersProps) {
  const { t } = useTranslation("guests");
  const { api: house } = usePropertyScope();
  const sources = useQuery(sourcesQuery(house));
  const tags = useQuery(tagsQuery(house));
  const channel = channelIn(params);
  const select = (name: "source" | "tag" | "remark", options: { value: string; label: string }[]) => (
    <Select
      className={styles.select} allowClear showSearch popupMatchSelectWidth={false} aria-label={t(`filter.${name}`)} placeholder={t(`filter.${name}`)}
      value={params.get(name)} options={options} onChange={(value: string | undefined) => set({ [name]: value })}
    />
  );
  return (
    <div className={styles.filters} role="search" aria-label={t("filter.label")}>
      <Words params={params} set={set} />
      <Select
        className={styles.select} allowClear popupMatchSelectWidth={false} aria-label={t("filter.channel")} placeholder={t("filter.channel")} value={channel}
        options={CHANNELS.map((value) => ({ value, label: <ChannelName channel={value} /> }))} onChange={(value: string | undefined) => set({ channel: value })}
      />
      {select("source", (sources.data ?? []).map(({ source }) => ({ value: source, label: source })))}
      {select("tag", (tags.data ?? []).map(({ name }) => ({ value: name, label: name })))}
      {select("remark", ["complete", "missing"].map((value) => ({ value, label: t(`remark.${value}`) })))}
      <Amount name="visits_min" most={999} {...{ params, set }} />
      <Amount name="rate_min" most={99_999} {...{ params, set }} />
      <Amount name="last_visit_days_min" most={9_999} {...{ params, set }} />
      <OfOwner {...{ params, set }} />
      <OfSegment {...{ params, set }} />
      {isFiltered(params) && <button type="button" className={styles.clear} onClick={() => set(cleared)}>{t("filter.clear")}</button>}
    </div>
  );
}

/** The segment the list is cut down to, by its name. */
function OfSegment({ params, set }: FiltersProps) {
  const { t } = useTranslation("guests");
  const { api: house, may } = usePropertyScope();
  const code = params.get("segment");
  const found = useQuery({ ...segment(house, code ?? ""), enabled: code !== null && may("see_campaigns") });
  if (code === null) return null;
  return (
    <span className="chip on">
      {t("filter.segment", { name: found.data?.name ?? code })}
      <button type="button" className={styles.off} aria-label={t("filter.segmentOff")} onClick={() => set({ segment: null })}><Icon name="cross" /></button>
    </span>
  );
}

/** Whose guests: the reader's own, a colleague's, or those nobody looks after. */
function OfOwner({ params, set }: FiltersProps) {
  const { t } = useTranslation("guests");
  const { api: house, session } = usePropertyScope();
  const people = useQuery(colleagues(house));
  const options = [{ value: "me", label: t("filter.ownerMe") }, { value: "none", label: t("filter.ownerNone") }, ...(people.data ?? []).filter(({ id }) => id !== session.staff.id).map(({ id, name }) => ({ value: id, label: name }))];
  const value = params.get("owner");
  return (
    <Select
      className={styles.select} allowClear showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} aria-label={t("filter.owner")} placeholder={t("filter.owner")}
      value={value === session.staff.id ? "me" : value} options={value && !options.some((one) => one.value === value) && value !== session.staff.id ? [...options, { value, label: t("filter.ownerGone") }] : options} onChange={(owner: string | undefined) => set({ owner })}
    />
  );
}

/** Asks once the typing pauses. */
function Words({ params, set }: FiltersProps) {
  const { t } = useTranslation("guests");
  const inAddress = params.get("q") ?? "";
  const [text, setText] = useState(inAddress);
  const [seen, setSeen] = useState(inAddress);
  if (seen !== inAddress) {
    setSeen(inAddress);
    setText(inAddress);
  }
  useEffect(() => {
    if (text.trim() === inAddress) return;
    const timer = setTimeout(() => set({ q: text.trim() }), 250);
    return () => clearTimeout(timer);
  }, [text, inAddress, set]);
  return (
    <Input
      className={styles.search} allowClear prefix={<Icon name="search" />} value={text} placeholder={t("filter.words")} aria-label={t("filter.words")}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function Amount({ name, most, params, set }: FiltersProps & { name: "visits_min" | "rate_min" | "last_visit_days_min"; most: number }) {
  const { t } = useTranslation("guests");
  const value = Number(params.get(name));
  return (
    <label className={styles.number}>
      {t(`filter.${name}`)}
      <InputNumber
        min={0} max={most} precision={0} controls={false} value={Number.isFinite(value) && value > 0 ? value : null} aria-label={t(`filter.${name}`)}
        changeOnWheel={false} onChange={(next) => set({ [name]: next === 0 ? null : next })}
      />
      {t(`filter.${name}_unit`)}
    </label>
  );
}
