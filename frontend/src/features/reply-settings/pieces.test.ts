import { describe, expect, it } from "vitest";
import type { Intent } from "@/api/deskRuleTypes";
import { parse } from "@/components/saying/template";
import { around, knownFor, pieces, usesOf } from "./pieces";

const WORDS: Record<string, string> = { name: "姓名", last_room: "上次房号", breakfast_hours: "早餐时间" };
const word = (field: string) => WORDS[field] ?? field;
const read = (text: string, known: Record<string, string>) => pieces(parse(text).parts, known, word);

describe("a reply shown while it is written (C18)", () => {
  const text = "{name|您}好！[您上次住 {last_room}，]早餐 {breakfast_hours}。";

  it("shows what is put in, and greys the clause whose field is not known, with the field's word in it", () => {
    expect(read(text, { name: "李总", breakfast_hours: "7:00–10:00" })).toEqual([
      { kind: "value", text: "李总" }, { kind: "plain", text: "好！" }, { kind: "dropped", text: "您上次住 〈上次房号〉，" },
      { kind: "plain", text: "早餐 " }, { kind: "value", text: "7:00–10:00" }, { kind: "plain", text: "。" },
    ]);
  });

  it("marks a field that is neither known nor in a clause, for without it nothing is proposed", () => {
    expect(read(text, { last_room: "8210" }).filter(({ kind }) => kind === "lacking")).toEqual([{ kind: "lacking", text: "早餐时间" }]);
    expect(read(text, {})[0]).toEqual({ kind: "instead", text: "您" });
  });

  it("points at a fault where it is", () => {
    const wrong = "还是给您留上次那间房，{名字}，行吗？";
    const flaw = parse(wrong).flaw;
    expect(around(wrong, flaw?.at ?? 0)).toEqual({ before: "…是给您留上次那间房，", bad: "{", after: "名字}，行吗？" });
    expect(around("", 1)).toEqual({ before: "", bad: "", after: "" });
  });

  it("makes nothing up for a real guest, nor for one of whom nothing is known", () => {
    const facts = [{ field: "last_room", label: { zh: "", en: "" }, value: "8305", from: { zh: "", en: "" } }];
    expect(knownFor("guest", "zh-CN", facts, "平江店")).toEqual({ last_room: "8305" });
    expect(knownFor("sample", "zh-CN", facts, "平江店")).toMatchObject({ last_room: "8305", property: "平江店", name: "王芳" });
  });

  it("knows which replies a fact of the house is in", () => {
    const intent = { name: "早餐", name_en: "Breakfast", templates: [{ locale: "zh-CN", step: 1, text: "早餐 {breakfast_hours}[，{breakfast_hours}]", standard: true }] } as unknown as Intent;
    expect(usesOf([intent], [], ({ name }) => name).get("breakfast_hours")).toEqual(["早餐"]);
  });
});
