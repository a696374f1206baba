/** A share of a whole in one bar with its target, for a key figure that has no trend. */
export function SplitBar({ parts, target, label, says }: {
  parts: readonly { share: number; colour: string }[];
  /** Per cent. */
  target?: number;
  label: string;
  /** Its parts, a wide or double space between them; where they do not fit on one line, they take two. */
  says: string;
}) {
  return (
    <div>
      <div role="img" aria-label={label} style={{ position: "relative", display: "flex", gap: 1.5, height: 10, marginTop: 6, background: "var(--ground-3)", borderRadius: 2 }}>
        {parts.map(({ share, colour }) => (
          <span key={colour} style={{ width: `${share * 100}%`, background: colour, borderRadius: 1 }} />
        ))}
        {target !== undefined && (
          <i style={{ position: "absolute", left: `${target}%`, top: -4, height: 18, borderLeft: "1.5px dashed var(--text-1)" }} />
        )}
      </div>
      <div className="cap t3" style={{ marginTop: 6, display: "flex", flexWrap: "wrap", columnGap: 12 }}>
        {says.split(/\u3000| {2}/).map((part) => <span key={part} className="nowrap">{part}</span>)}
      </div>
    </div>
  );
}
