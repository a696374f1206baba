import type { Heard } from "@/api/deskRuleTypes";

export interface Stretch {
  text: string;
  heard: boolean;
}

/** The text with the words that were heard marked; where two overlap, the longer one. */
export function marked(text: string, found: readonly Pick<Heard, "words">[]): Stretch[] {
  const words = [...new Set(found.flatMap((one) => one.words.flatMap((word) => word.split("…"))))].filter(Boolean).toSorted((a, b) => b.length - a.length);
  const lower = text.toLowerCase();
  const stretches: Stretch[] = [];
  let plain = "";
  for (let at = 0; at < text.length;) {
    const word = words.find((one) => lower.startsWith(one.toLowerCase(), at));
    if (word === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    if (plain) stretches.push({ text: plain, heard: false });
    plain = "";
    stretches.push({ text: text.slice(at, at + word.length), heard: true });
    at += word.length;
  }
  if (plain) stretches.push({ text: plain, heard: false });
  return stretches;
}
