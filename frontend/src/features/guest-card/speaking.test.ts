import { describe, expect, it } from "vitest";
import type { IntentNamed } from "@/api/guestDeskTypes";
import { meant, messageIn, momentOf, spokenBy } from "./speaking";

describe("the language of a reply", () => {
  it("is the guest's own where the PMS knows it, and English for those who speak neither", () => {
    expect(spokenBy("zh-TW", "Wang")).toBe("zh-CN");
    expect(spokenBy("EN", "李四")).toBe("en");
    expect(spokenBy("fr", "Dupont")).toBe("en");
  });

  it("is told from how the name is written where nobody said", () => {
    expect(spokenBy(null, "李四")).toBe("zh-CN");
    expect(spokenBy(null, "Tom Baker")).toBe("en");
    expect(spokenBy(null, "")).toBe("zh-CN");
  });

  it("takes the common question along, and leaves what somebody wrote", () => {
    expect(messageIn("en", "有房间吗？")).toBe("Do you have a room?");
    expect(messageIn("en", "多少钱")).toBe("多少钱");
  });
});

describe("what is said next", () => {
  const stay = (check_out_on: string, in_house = true) => [{ check_out_on, in_house }];
  it("is good-bye to whoever is here and leaves by tomorrow, and a greeting to everybody else", () => {
    expect(momentOf(stay("2026-11-24"), "2026-11-23")).toBe("check_out");
    expect(momentOf(stay("2026-11-26"), "2026-11-23")).toBe("check_in");
    expect(momentOf(stay("2026-11-23", false), "2026-11-23")).toBe("check_in");
    expect(momentOf([], "2026-11-23")).toBe("check_in");
  });
});

describe("what a message was taken for", () => {
  const [room, price, invoice] = ["room", "price", "invoice"].map((code) => ({ code, name: code, name_en: code })) as [IntentNamed, IntentNamed, IntentNamed];
  it("is all that the reply answers, and each may be answered by itself", () => {
    expect(meant({ intent: room, intents: [price, invoice], answered: [room, price] })).toEqual({ named: [room, price], near: [room, price, invoice] });
  });

  it("is one kind where one is answered, and the others may be chosen", () => {
    expect(meant({ intent: room, intents: [price], answered: [room] })).toEqual({ named: [room], near: [price] });
    expect(meant({ intent: null, intents: [price], answered: [] })).toEqual({ named: [], near: [price] });
    expect(meant({ intent: room, intents: [price], answered: [] })).toEqual({ named: [room], near: [price] });
  });
});
