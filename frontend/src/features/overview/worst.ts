import type { ChainInfo, ComparisonFigures } from "@/api/types";

/** The four measures the overview judges a property by. */
export type Measure = "repeat" | "member" | "ota" | "remark";
export const MEASURES: readonly Measure[] = ["repeat", "member", "ota", "remark"];

/** Less of it is better only for OTA. */
export const wants = (measure: Measure): "more" | "less" => (measure === "ota" ? "less" : "more");

export function shareOf(row: ComparisonFigures, measure: Measure): number | null {
  if (measure === "repeat") return row.repeat_guest_rate;
  if (measure === "remark") return row.remarks.completion_rate;
  return row.channel_mix[measure].share;
}

/** In per cent. Channels: the property's own target where it has one; the others are the chain's. */
export function targetOf(row: ComparisonFigures, measure: Measure, chain: ChainInfo): number {
  if (measure === "repeat") return chain.target_repeat_rate;
  if (measure === "remark") return chain.target_remark_rate;
  return row.targets[measure];
}

export interface MeasureGap {
  measure: Measure;
  share: number;
  /** Signed: what is shown. */
  pp: number;
  /** How far on the bad side, never negative: what is ranked by. */
  short: number;
}

const gap = (measure: Measure, share: number, base: number): MeasureGap => {
  const pp = share * 100 - base;
  return { measure, share, pp, short: Math.max(0, wants(measure) === "less" ? pp : -pp) };
};

/** The gaps of a row to its targets, or to the same row of an earlier period; unknown shares have none. */
export function gapsOf(row: ComparisonFigures, chain: ChainInfo, earlier?: ComparisonFigures): MeasureGap[] {
  return MEASURES.flatMap((measure) => {
    const share = shareOf(row, measure);
    const base = earlier ? shareOf(earlier, measure) : targetOf(row, measure, chain) / 100;
    return share === null || base === null ? [] : [gap(measure, share, base * 100)];
  });
}

/** Below this a gap is rounding, not a finding. */
const NOTHING_PP = 0.05;

/** The gaps on the bad side, worst first. */
export const shortfalls = (gaps: readonly MeasureGap[]): MeasureGap[] =>
  gaps.filter(({ short }) => short >= NOTHING_PP).toSorted((a, b) => b.short - a.short);

export interface Ranked<Row> {
  row: Row;
  gaps: MeasureGap[];
  short: MeasureGap[];
  earlier: Row | undefined;
}

/** Properties by their worst gap; those without one by name, those without any visit last. */
export function ranked<Row extends ComparisonFigures & { property: string; name: string }>(
  rows: readonly Row[], chain: ChainInfo, earlier: readonly Row[] | undefined, againstEarlier: boolean,
): Ranked<Row>[] {
  const before = new Map(earlier?.map((row) => [row.property, row]));
  const all = rows.map((row) => {
    const then = before.get(row.property);
    const gaps = againstEarlier ? (then ? gapsOf(row, chain, then) : []) : gapsOf(row, chain);
    return { row, gaps, short: shortfalls(gaps), earlier: then };
  });
  const worst = ({ short, gaps }: Ranked<Row>) => (gaps.length === 0 ? -1 : (short[0]?.short ?? 0));
  return all.toSorted((a, b) => worst(b) - worst(a) || a.row.name.localeCompare(b.row.name, "zh-CN"));
}
