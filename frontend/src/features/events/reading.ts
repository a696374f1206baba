/**
 * The interface reads events forward only, so that a reader who stopped somewhere misses nothing. A person wants the
 * newest first: the end is found by doubling and halving, and earlier ones by going back so many numbers. Numbers are
 * shared by all chains, so there are gaps between those of one.
 */
export interface Numbered {
  number: number;
}
export interface Stretch<Row extends Numbered> {
  rows: Row[];
  /** Whether there are more after the last of them. */
  more: boolean;
}
/** Those after a number, ascending, at most a page of them. */
export type Read<Row extends Numbered> = (after: number) => Promise<Stretch<Row>>;

export const numberOf = (id: string): number => Number(id.replace(/^\D+/, ""));

/** The last stretch there is. */
export async function newest<Row extends Numbered>(read: Read<Row>, page: number): Promise<Row[]> {
  let found = await read(0);
  let low = found.rows.at(-1)?.number ?? 0;
  let high = Infinity;
  for (let step = page; found.more && high - low > 1;) {
    const probe = high === Infinity ? low + step : low + Math.floor((high - low) / 2);
    const there = await read(probe);
    const last = there.rows.at(-1);
    if (last) {
      found = there;
      low = last.number;
      step *= 2;
    } else high = probe;
  }
  // Beyond `low` there is something still: the stretch that ended there was full.
  return found.more ? (await read(low)).rows : found.rows;
}

/** The stretch just before a number, ascending; empty where there is none. */
export async function earlier<Row extends Numbered>(read: Read<Row>, first: number, page: number): Promise<Row[]> {
  // So few numbers before hold nothing; so many hold more than a page.
  let [empty, full] = [0, Infinity];
  for (let back = page; ;) {
    const after = Math.max(0, first - 1 - back);
    const { rows, more } = await read(after);
    const reached = !more || (rows.at(-1)?.number ?? first) >= first - 1;
    const before = rows.filter(({ number }) => number < first);
    if (reached && (before.length > 0 || after === 0)) return before;
    if (reached) empty = back;
    else full = back;
    back = full === Infinity ? back * 4 : empty + Math.floor((full - empty) / 2);
    if (back === empty) return before;
  }
}
