import { describe, expect, it } from "vitest";
import { fieldsIn, parse, render, smsParts, smsWarnings } from "./template";

const said = (template: string, known: Record<string, string>) => render(parse(template).parts, known);

describe("a text with fields", () => {
  it("leaves out a clause whose field is not known, and the comma it leaves behind", () => {
    const text = "{name|您好}，[您上次住的是 {last_room}，]我们等您回来。";
    expect(said(text, { name: "王芳", last_room: "8210" }).text).toBe("王芳，您上次住的是 8210，我们等您回来。");
    expect(said(text, {})).toEqual({ text: "您好，我们等您回来。", missing: [], dropped: ["[您上次住的是 {last_room}，]"] });
  });

  it("is not said to whom a field outside of any clause is not known", () => {
    expect(said("{name}，欢迎", {}).missing).toEqual(["name"]);
    expect(said("{name|您}，欢迎", {}).missing).toEqual([]);
  });

  it("knows clauses in clauses, and signs written as themselves", () => {
    expect(said("a[b {tier}[ c {points}]]", { tier: "金卡" }).text).toBe("ab 金卡");
    expect(said("\\{不是字段\\}", {}).text).toBe("{不是字段}");
    expect(fieldsIn(parse("a[b {tier}[ c {points}]]").parts)).toEqual(["tier", "points"]);
  });

  it.each([["{名字}", "field"], ["a}b", "brace"], ["[{name}", "bracket"], ["a]", "bracket"], ["[没有字段]", "plain"], ["{name", "brace"]])("says where %s is wrong", (template, code) => {
    expect(parse(template).flaw?.code).toBe(code);
  });
});

describe("an SMS", () => {
  it("is billed as one to 70 signs, and by 67 beyond", () => {
    expect([70, 71, 134, 135].map((n) => smsParts("字".repeat(n)))).toEqual([1, 2, 2, 3]);
  });

  it("is warned of what vendors refuse", () => {
    expect(smsWarnings("{name|您}您好[，上次住 {last_room}]")).toEqual([]);
    expect(smsWarnings("{name}{title}您好")).toEqual(["beside"]);
    expect(smsWarnings("{name}您好{name}")).toEqual(["twice"]);
    expect(smsWarnings("【回客】看 https://x.cn [a {tier}][b {points}][c {years}]")).toEqual(["clauses", "link", "sign"]);
  });
});
