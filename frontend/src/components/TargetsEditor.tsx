import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { CHANNELS, type ChannelTargets } from "@/api/types";
import { ChannelName } from "./ChannelMark";

export const sumOf = (targets: ChannelTargets): number => CHANNELS.reduce((sum, channel) => sum + targets[channel], 0);

/** The four targets; they must sum to 100, and say so while they do not. */
export function TargetsEditor({ value, change, disabled = false }: { value: ChannelTargets; change: (next: ChannelTargets) => void; disabled?: boolean }) {
  const { t } = useTranslation();
  const sum = sumOf(value);
  return (
    <div>
      <div style={{ display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(120px, 1fr))", gap: 12 }}>
        {CHANNELS.map((channel) => (
          <div className="field" key={channel}>
            <label htmlFor={`target-${channel}`}><ChannelName channel={channel} /></label>
            <InputNumber
              id={`target-${channel}`} value={value[channel]} min={0} max={100} precision={0} disabled={disabled} suffix="%" style={{ width: "100%" }}
              onChange={(given) => change({ ...value, [channel]: given ?? 0 })}
            />
          </div>
        ))}
      </div>
      <p className={sum === 100 ? "cap t3" : "cap bad"} style={{ marginTop: 6 }} role={sum === 100 ? undefined : "alert"}>
        {sum === 100 ? t("targetsSum") : t("targetsNotWhole", { sum, off: Math.abs(100 - sum), more: t(sum < 100 ? "tooLittle" : "tooMuch") })}
      </p>
    </div>
  );
}
