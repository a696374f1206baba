import { describe, expect, it } from "vitest";
import { uncovered, USUAL, wrongIn } from "./shifts";

const shift = (name: string, starts: string, ends: string) => ({ name, starts, ends, holder: null });

describe("shifts", () => {
  it("cover the day with the usual three, over midnight too", () => {
    expect(uncovered(USUAL)).toBe(0);
    expect(uncovered([shift("早", "08:00", "20:00")])).toBe(12 * 60);
    expect(uncovered([shift("全", "00:00", "00:00")])).toBe(0);
    expect(uncovered([])).toBe(24 * 60);
  });

  it("need names, each once, and times", () => {
    expect(wrongIn(USUAL)).toBeNull();
    expect(wrongIn([shift(" ", "08:00", "20:00")])).toBe("name");
    expect(wrongIn([shift("早", "08:00", "20:00"), shift("早", "20:00", "08:00")])).toBe("twice");
    expect(wrongIn([shift("早", "8:00", "20:00")])).toBe("time");
  });
});
