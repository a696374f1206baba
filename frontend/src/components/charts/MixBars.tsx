import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CHANNELS, type Channel, type ChannelMix, type ChannelTargets } from "@/api/types";
import { ChannelMark } from "@/components/ChannelMark";
import { FAR_PP } from "@/components/Figures";
import { percent, rate, signed } from "@/lib/numbers";
import styles from "./charts.module.css";

export interface MixRow {
  key: string;
  name: string;
  mix: ChannelMix;
  gap: number | null;
  /** The visits behind a segment. */
  opens?: ((channel: Channel) => string) | undefined;
  last?: boolean;
}

/** Where the targets end, cumulated: 40, 60, 95 (per cent). */
export const ticksOf = (targets: ChannelTargets): number[] => [
  targets.member, targets.member + targets.corporate, targets.member + targets.corporate + targets.ota,
];

/** The channel that is furthest from its target. */
export function furthest(mix: ChannelMix): Channel | null {
  const known = CHANNELS.filter((channel) => mix[channel].gap_pp !== null);
  return known.toSorted((a, b) => Math.abs(mix[b].gap_pp ?? 0) - Math.abs(mix[a].gap_pp ?? 0))[0] ?? null;
}

const Ticks = ({ targets }: { targets: ChannelTargets }) =>
  ticksOf(targets).map((at) => <i key={at} className={styles.tick} style={{ left: `${at}%` }} aria-hidden="true" />);

/** Channel mix as one 100 % bar per row; the bar of targets on top is the legend. */
export function MixBars({ rows, targets, label }: { rows: readonly MixRow[]; targets: ChannelTargets; label: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.chart} role="group" aria-label={label}>
      <div className={`${styles.row ?? ""} ${styles.mix ?? ""} ${styles.head ?? ""}`}>
        <span style={{ alignSelf: "end" }}>{t("targets")}</span>
        <Legend targets={targets} />
        <span className={styles.figure} style={{ alignSelf: "end", fontSize: 12 }}>{t("gap")}</span>
        <span className={styles.figure} style={{ alignSelf: "end", fontSize: 12 }}>{t("furthest")}</span>
      </div>
      {rows.map((row) => <MixLine key={row.key} row={row} targets={targets} />)}
    </div>
  );
}

function Legend({ targets }: { targets: ChannelTargets }) {
  const { t } = useTranslation();
  const starts = [0, ...ticksOf(targets)];
  return (
    <div className={styles.legend}>
      <div className={styles.bar} aria-hidden="true">
        {CHANNELS.map((channel) => (
          <span key={channel} className={styles[channel]} style={{ flex: `${targets[channel]} 0 0` }} />
        ))}
      </div>
      {CHANNELS.map((channel, index) => {
        const place = channel === "walk_in" ? { right: 0 } : { left: `${starts[index] ?? 0}%` };
        return (
          <span key={channel} className={styles.what} style={place}>
            <ChannelMark channel={channel} />
            {t("legend", { channel: t(`channelShort.${channel}`), n: targets[channel] })}
          </span>
        );
      })}
    </div>
  );
}

function MixLine({ row, targets }: { row: MixRow; targets: ChannelTargets }) {
  const { t } = useTranslation();
  const worst = furthest(row.mix);
  const far = row.gap !== null && row.gap >= FAR_PP && !row.last;
  return (
    <div className={`${styles.row ?? ""} ${styles.mix ?? ""} ${row.last ? (styles.last ?? "") : ""}`}>
      <span className={styles.name} title={row.name}>{row.name}</span>
      <div className={styles.bar}>
        {CHANNELS.map((channel) => {
          const { share } = row.mix[channel];
          if (!share) return null;
          const says = `${row.name} ${t(`channel.${channel}`)} ${rate(share)}`;
          const part = { key: channel, className: styles[channel], style: { flex: `${share} 0 0` }, title: says };
          const inside = <em>{percent(share)}</em>;
          const to = row.opens?.(channel);
          return to ? (
            <Link {...part} key={channel} to={to} aria-label={says}>{inside}</Link>
          ) : (
            <span {...part} key={channel}>{inside}</span>
          );
        })}
        <Ticks targets={targets} />
      </div>
      <span className={`${styles.figure ?? ""} ${styles.strong ?? ""} ${far ? "bad b" : ""}`}>
        {row.gap === null ? "–" : row.gap.toFixed(1)}
      </span>
      <span className={styles.figure}>
        {worst && `${t(`channel.${worst}`)} ${signed(row.mix[worst].gap_pp)}`}
      </span>
    </div>
  );
}

/** The same in 10 pixels, for a card on a phone. */
export function MiniMix({ mix, targets, label }: { mix: ChannelMix; targets: ChannelTargets; label: string }) {
  return (
    <div className={styles.mini} role="img" aria-label={label}>
      {CHANNELS.map((channel) => (
        <span key={channel} className={styles[channel]} style={{ flex: `${mix[channel].share ?? 0} 0 0` }} />
      ))}
      {ticksOf(targets).flatMap((at) => [
        <i key={at} className={styles.tick} style={{ left: `${at}%` }} />,
        <i key={`${at}u`} className={`${styles.tick ?? ""} ${styles.under ?? ""}`} style={{ left: `${at}%` }} />,
      ])}
    </div>
  );
}
