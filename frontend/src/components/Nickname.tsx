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

/** What was written and what it should be: only the fields that differ are marked. */
export function NicknameDiff({ text, other, as }: { text: string; other: string; as: "written" | "expected" }) {
  const mine = fieldsOf(text);
  const theirs = fieldsOf(other);
  const comparable = mine.length === theirs.length;
  return (
    <span className="nick" style={{ fontWeight: 400 }}>
      {mine.map((part, index) => {
        const differs = !comparable || part !== theirs[index];
        const marked = as === "written" ? <u>{part}</u> : <b>{part}</b>;
        return (
          <span key={index}>
            {index > 0 && <i>/</i>}
            {differs ? marked : part}
          </span>
        );
      })}
    </span>
  );
}
