import { DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { PRESETS, type Preset } from "@/lib/dates";
import type { Period } from "@/lib/period";

interface RangePickerProps {
  period: Period;
  change: (next: Record<string, string | null>) => void;
}

/** 近 30 天 / 近 13 周 / 近 12 个月, or any dates; kept in the address. */
export function RangePicker({ period, change }: RangePickerProps) {
  const { t } = useTranslation();
  return (
    <>
      <DatePicker.RangePicker
        className="own-range" allowClear={false} value={[dayjs(period.from), dayjs(period.to)]}
        aria-label={t("range.own")} maxDate={dayjs()}
        onChange={(days) => {
          const [from, to] = days ?? [];
          if (from && to) change({ range: null, from: from.format("YYYY-MM-DD"), to: to.format("YYYY-MM-DD") });
        }}
      />
      <Segmented<Preset | "">
        aria-label={t("range.label")} value={period.preset ?? ""}
        options={PRESETS.map((preset) => ({ value: preset, label: t(`range.${preset}`) }))}
        onChange={(preset) => change({ range: preset, from: null, to: null })}
      />
    </>
  );
}

/** Held against the target, the period before, or a year ago. */
export function AgainstPicker({ period, change }: RangePickerProps) {
  const { t } = useTranslation();
  return (
    <Segmented
      aria-label={t("against.label")} value={period.against}
      options={(["target", "previous", "year"] as const).map((value) => ({ value, label: t(`against.${value}`) }))}
      onChange={(value) => change({ vs: value === "target" ? null : value })}
    />
  );
}
