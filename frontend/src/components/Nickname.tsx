/** A nickname with quiet slashes between its fields. */
export function Nickname({ text }: { text: string }) {
  const parts = text.split("/");
  return (
    <span className="nick">
      {parts.map((part, index) => (
        <span key={index}>
          {index > 0 && <i>/</i>}
          {part}
        </span>
      ))}
    </span>
  );
}

const fieldsOf = (text: string): string[] => text.split("/");

/** The beginning two texts share: in `韩磊4` and `韩磊5` only the count differs. */
function shared(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return length;
}

/** What was written and what it should be: only what differs is marked. */
export function NicknameDiff({ text, other, as }: { text: string; other: string; as: "written" | "expected" }) {
  const mine = fieldsOf(text);
  const theirs = fieldsOf(other);
  const comparable = mine.length === theirs.length;
  const marked = (part: string) => part && (as === "written" ? <u>{part}</u> : <b>{part}</b>);
  const field = (part: string, index: number) => {
    const theirPart = theirs[index] ?? "";
    if (!comparable) return marked(part);
    if (part === theirPart) return part;
    // Of name and count together, the name is the part that is usually right.
    const same = index === 0 ? shared(part, theirPart) : 0;
    return <>{part.slice(0, same)}{marked(part.slice(same))}</>;
  };
  return (
    <span className="nick" style={{ fontWeight: 400 }}>
      {mine.map((part, index) => (
        <span key={index}>
          {index > 0 && <i>/</i>}
          {field(part, index)}
        </span>
      ))}
    </span>
  );
}
