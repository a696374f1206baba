import { describe, expect, it } from "vitest";
import { bandsOf } from "./bands";

const step = (ordinal: number, lower: number | null, median: number | null, upper: number | null, guests = 40) => ({ ordinal, guests, lower, median, upper });

describe("bands of days between visits", () => {
  it("leave out gaps that nobody made, and mark the last that stands for all later ones", () => {
    const { bands } = bandsOf([step(1, 30, 60, 90), step(2, null, null, null, 0), step(10, 10, 20, 30)]);
    expect(bands.map(({ ordinal, last }) => [ordinal, last])).toEqual([[1, false], [10, true]]);
  });

  it("count in quarters where the farthest is most of a year, in months where it is less", () => {
    expect(bandsOf([step(1, 60, 90, 270)])).toMatchObject({ ticks: [0, 90, 180, 270], top: 270 });
    expect(bandsOf([step(1, 20, 40, 100)])).toMatchObject({ ticks: [0, 30, 60, 90], top: 100 });
  });

  it("stand where nobody came back, and over years", () => {
    expect(bandsOf([step(1, null, null, null)]).ticks).toEqual([0, 10]);
    expect(bandsOf([])).toMatchObject({ bands: [], top: 10 });
    expect(bandsOf([step(1, 300, 900, 4000)]).ticks.length).toBeLessThanOrEqual(5);
  });
});
