export interface Piece {
  text: string;
  hit: boolean;
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A text in pieces: what the words found, and what stands between. Of two words that overlap the longer one counts; a word with a gap (`早餐…差`) is found in both its parts. */
export function marked(text: string, words: readonly string[]): Piece[] {
  const known = words.flatMap((word) => word.split("…")).filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (known.length === 0) return text ? [{ text, hit: false }] : [];
  // With one group, split gives what lies between and what was found in turn.
  return text.split(new RegExp(`(${known.map(escaped).join("|")})`, "gi")).map((piece, index) => ({ text: piece, hit: index % 2 === 1 })).filter((piece) => piece.text !== "");
}
