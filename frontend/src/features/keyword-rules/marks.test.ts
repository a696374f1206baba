import { describe, expect, it } from "vitest";
import { marked } from "./marks";

describe("a text with what was heard in it (C42)", () => {
  it("marks every word once, the longer of two that overlap", () => {
    expect(marked("空调太吵，空调声音也大", [{ words: ["空调", "空调太吵"] }, { words: ["太吵"] }])).toEqual([
      { text: "空调太吵", heard: true }, { text: "，", heard: false }, { text: "空调", heard: true }, { text: "声音也大", heard: false },
    ]);
  });

  it("marks both parts of a word that has a gap", () => {
    expect(marked("早餐味道太差", [{ words: ["早餐…差"] }]).filter(({ heard }) => heard).map(({ text }) => text)).toEqual(["早餐", "差"]);
  });

  it("hears English whatever its case, and leaves a text alone in which nothing was heard", () => {
    expect(marked("Too Noisy", [{ words: ["noisy"] }])).toEqual([{ text: "Too ", heard: false }, { text: "Noisy", heard: true }]);
    expect(marked("都好", [])).toEqual([{ text: "都好", heard: false }]);
    expect(marked("", [{ words: ["", "a"] }])).toEqual([]);
  });
});
