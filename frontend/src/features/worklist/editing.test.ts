import { describe, expect, it } from "vitest";
import type { Task } from "@/api/propertyTypes";
import { bodyOf, countsWithout, draftOf, inOrder, isNoneNoted, stepsSaid, wordsOf } from "./editing";

const nickname = "陈静3/携程/8206/236/20261121";
const task = (over: { id?: string; phone?: string | null; words?: string; overdue?: boolean } = {}): Task => ({
  id: over.id ?? "1",
  guest: { id: "7", name: "陈静", phone: over.phone === undefined ? "137****6621" : over.phone, visits: 3 },
  proposal: {
    nickname, description: `${nickname}\n${over.words ?? "要安静的房间"}`, description_length: 0, requests: [],
    tags: [{ name: "怕吵", chosen: true }, { name: "有宝宝", chosen: false }],
  },
  overdue: over.overdue ?? false,
} as unknown as Task);

describe("a remark to confirm", () => {
  it("is the proposal as it stands when nothing is touched", () => {
    const draft = draftOf(task());
    expect(draft).toMatchObject({ tags: ["怕吵"], words: "要安静的房间", noneNoted: false, missing: [] });
    expect(draft.length).toBe(nickname.length + 1 + 6);
    expect(bodyOf(task(), draft)).toEqual({ tags: ["怕吵"], description: `${nickname}\n要安静的房间`, none_noted: false });
  });

  it("lacks the phone until a number is filled in, and sends only what the PMS did not have", () => {
    const missing = task({ phone: null });
    expect(draftOf(missing).missing).toEqual(["phone"]);
    const filled = draftOf(missing, { phone: " 138 0013 8000 " });
    expect(filled.missing).toEqual([]);
    expect(bodyOf(missing, filled).phone).toBe("138 0013 8000");
  });

  it("lacks tags and description when they are emptied, and a description that WeCom would not take", () => {
    expect(draftOf(task(), { tags: [], words: " " }).missing).toEqual(["tags", "description"]);
    expect(draftOf(task(), { words: "长".repeat(130) }).missing).toEqual(["description"]);
  });

  it("knows the explicit answer of a guest without wishes", () => {
    expect(isNoneNoted(" 客人无特殊要求。")).toBe(true);
    expect(draftOf(task({ words: "客人无特殊要求" })).noneNoted).toBe(true);
    expect(draftOf(task(), { words: "客人无特殊要求，靠窗" }).noneNoted).toBe(false);
  });

  it("takes the first line for the nickname only where it is one", () => {
    expect(wordsOf(`${nickname}\n一\n二`, nickname)).toBe("一\n二");
    expect(wordsOf("要枕头", nickname)).toBe("要枕头");
  });

  it("says once what was shortened", () => {
    expect(stepsSaid(["century", "source", "year"])).toEqual(["source", "year"]);
    expect(stepsSaid(["century"])).toEqual(["century"]);
  });
});

describe("the list", () => {
  const [a, b, c] = [task({ id: "a" }), task({ id: "b" }), task({ id: "c" })];

  it("moves up when one is done, and puts the skipped behind", () => {
    expect(inOrder([a, b, c], [], new Set(["a"])).map(({ id }) => id)).toEqual(["b", "c"]);
    expect(inOrder([a, b, c], ["b", "a"], new Set()).map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("counts at once what was done", () => {
    const counts = { open: 9, missing_phone: 1, overdue: 2, done_today: 14 };
    expect(countsWithout(counts, task({ phone: null, overdue: true }))).toEqual({ open: 8, missing_phone: 0, overdue: 1, done_today: 15 });
    expect(countsWithout(counts, task())).toEqual({ open: 8, missing_phone: 1, overdue: 2, done_today: 15 });
  });
});
