import { describe, expect, it } from "vitest";
import { earlier, newest, numberOf, type Numbered, type Read } from "./reading";

const PAGE = 10;

/** A chain whose events have these numbers, and how often it was asked. */
function of(numbers: readonly number[]) {
  const asked = { times: 0 };
  const read: Read<Numbered> = (after) => {
    asked.times += 1;
    const rest = numbers.filter((number) => number > after);
    return Promise.resolve({ rows: rest.slice(0, PAGE).map((number) => ({ number })), more: rest.length > PAGE });
  };
  return { read, asked };
}

const shapes: Record<string, number[]> = {
  none: [],
  few: [3, 900, 901],
  exactly_a_page: Array.from({ length: PAGE }, (_, n) => n + 1),
  dense: Array.from({ length: 5_000 }, (_, n) => n + 40),
  sparse: Array.from({ length: 3_000 }, (_, n) => 17 + n * 211),
  a_burst_long_ago: [...Array.from({ length: 400 }, (_, n) => n + 1), 900_000],
  a_burst_now: [1, 2, ...Array.from({ length: 400 }, (_, n) => n + 900_000)],
};

describe.each(Object.entries(shapes))("events that are %s", (_, numbers) => {
  it("are read from their end, in few requests", async () => {
    const { read, asked } = of(numbers);
    const rows = await newest(read, PAGE);
    expect(rows.at(-1)?.number).toBe(numbers.at(-1));
    expect(rows.map(({ number }) => number)).toEqual(numbers.slice(numbers.length - rows.length));
    expect(asked.times).toBeLessThan(60);
  });

  it("are all seen by going back from there", async () => {
    const { read } = of(numbers);
    const seen = await newest(read, PAGE);
    for (let rounds = 0; rounds < 6_000; rounds += 1) {
      const before = await earlier(read, seen[0]?.number ?? 0, PAGE);
      if (before.length === 0) break;
      seen.unshift(...before);
    }
    expect(seen.map(({ number }) => number)).toEqual(numbers);
  });
});

it("knows the number in an id", () => {
  expect(numberOf("evt_123")).toBe(123);
});
