import { describe, expect, it } from "vitest";
import { marked } from "./marked";

const hits = (text: string, ...words: string[]) => marked(text, words).filter(({ hit }) => hit).map((piece) => piece.text);

describe("words found in a text", () => {
  it("are marked wherever they stand, in any case, and nothing of the text is lost", () => {
    const pieces = marked("空调太吵,Wifi 也坏了,空调!", ["空调", "wifi"]);
    expect(pieces.map(({ text }) => text).join("")).toBe("空调太吵,Wifi 也坏了,空调!");
    expect(pieces.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(["空调", "Wifi", "空调"]);
  });

  it("count as the longer one where two overlap", () => {
    expect(hits("热水没有了", "热水", "热水没有")).toEqual(["热水没有"]);
    expect(hits("空调太吵，空调声音也大", "空调", "空调太吵", "太吵")).toEqual(["空调太吵", "空调"]);
  });

  it("are marked in both parts where they have a gap (C42)", () => {
    expect(hits("早餐味道太差", "早餐…差")).toEqual(["早餐", "差"]);
  });

  it("may hold signs that mean something to a pattern, and may be none", () => {
    expect(hits("价格(含早)不对", "(含早)")).toEqual(["(含早)"]);
    expect(marked("好", [])).toEqual([{ text: "好", hit: false }]);
    expect(marked("", ["好", ""])).toEqual([]);
  });
});
