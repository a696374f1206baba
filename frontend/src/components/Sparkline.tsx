interface SparkProps {
  values: readonly (number | null)[];
  /** What the line says, for those who cannot see it. */
  label: string;
  tone?: "plain" | "acc" | "bad";
  target?: number | null;
  width: number;
  height: number;
}

/** The line alone; null values break it. Scale: the values and the target, a little air around them. */
export function Spark({ values, label, tone = "plain", target = null, width, height }: SparkProps) {
  const known = values.filter((value): value is number => value !== null);
  const scaled = target === null ? known : [...known, target];
  const least = Math.min(...scaled);
  const span = Math.max(...scaled) - least;
  const x = (index: number) => 3 + (values.length > 1 ? (index / (values.length - 1)) * (width - 6) : 0);
  const y = (value: number) => (span === 0 ? height / 2 : 3 + (1 - (value - least) / span) * (height - 6));
  const path = values
    .map((value, index) => {
      if (value === null) return "";
      const starts = index === 0 || values[index - 1] === null;
      return `${starts ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {target !== null && known.length > 0 && (
        <line className="target-dash" x1="0" x2={width} y1={y(target)} y2={y(target)} />
      )}
      <path className={`spark ${tone}`} d={path} />
      {last >= 0 && <circle className={`dot ${tone}`} cx={x(last)} cy={y(values[last] ?? 0)} r="2.5" />}
    </svg>
  );
}

interface SparklineProps extends SparkProps {
  first: string;
  last: string;
  note?: string;
}

/** A line with its first and its last value in figures. */
export function Sparkline({ first, last, note, ...line }: SparklineProps) {
  return (
    <span className="row cap" style={{ gap: 8, height: line.height }}>
      <span className="t3">{first}</span>
      <Spark {...line} />
      <span className="nowrap">
        <span className={line.tone === "bad" ? "bad b" : "b"}>{last}</span>
        {note && <span className="t3"> {note}</span>}
      </span>
    </span>
  );
}
