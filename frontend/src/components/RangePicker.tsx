import { DatePicker, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { now } from "@/lib/clock";
import { PRESETS, type Preset } from "@/lib/dates";
import { usePhone } from "@/lib/media";
import type { Period } from "@/lib/period";

interface RangePickerProps {
  period: Period;
  change: (next: Record<string, string | null>) => void;
}

/** 近 30 天 / 近 13 周 / 近 12 个月, or any dates; kept in the address. */
export function RangePicker({ period, change }: RangePickerProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const presets = (
    <Segmented<Preset | "">
      aria-label={t("range.label")} value={period.preset ?? ""} block={phone}
      options={PRESETS.map((preset) => ({ value: preset, label: t(`range.${preset}`) }))}
      onChange={(preset) => change({ range: preset, from: null, to: null })}
    />
  );
  const own = (
    <DatePicker.RangePicker
      className="own-range" allowClear={false} value={[dayjs(period.from), dayjs(period.to)]} suffixIcon={null}
      style={phone ? undefined : { width: 212 }} aria-label={t("range.own")} maxDate={dayjs(now())} inputReadOnly={phone}
      onChange={(days) => {
        const [from, to] = days ?? [];
        if (from && to) change({ range: null, from: from.format("YYYY-MM-DD"), to: to.format("YYYY-MM-DD") });
      }}
    />
  );
  return phone ? <>{presets}{own}</> : <>{own}{presets}</>;
}

/** Held against the target, the period before, or a year ago. */
export function AgainstPicker({ period, change }: RangePickerProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const options = (["target", "previous", "year"] as const).map((value) => ({ value, label: t(`against.${value}`) }));
  const choose = (value: string) => change({ vs: value === "target" ? null : value });
  if (phone) return <Select className="against" aria-label={t("against.label")} value={period.against} options={options} onChange={choose} />;
  return <Segmented aria-label={t("against.label")} value={period.against} options={options} onChange={choose} />;
}
