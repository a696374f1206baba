/** What can be chosen, in groups, in an order people look for it. */
export interface Choice {
  code: string;
  word: string;
}
export interface Group<Key extends string = string> {
  key: Key;
  choices: Choice[];
}

/** Groups by a prefix of the code; what no group knows stands last, so that nothing new is lost. */
export function grouped<Key extends string>(choices: readonly Choice[], groups: readonly (readonly [Key, (code: string) => boolean])[], other: Key): Group<Key>[] {
  const known = groups.map(([key]) => key);
  const keyOf = (code: string): Key => groups.find(([, holds]) => holds(code))?.[0] ?? other;
  return [...known, ...(known.includes(other) ? [] : [other])].map((key) => ({ key, choices: choices.filter(({ code }) => keyOf(code) === key) })).filter(({ choices: some }) => some.length > 0);
}
