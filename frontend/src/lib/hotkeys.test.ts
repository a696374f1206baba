import { describe, expect, it } from "vitest";
import { meantKey } from "./hotkeys";

const body = { tagName: "BODY" };

describe("keys of a page", () => {
  it("hears letters in either case and named keys", () => {
    expect(meantKey({ key: "S" }, body)).toBe("s");
    expect(meantKey({ key: "Enter" }, body)).toBe("Enter");
    expect(meantKey({ key: "Enter" }, null)).toBe("Enter");
  });

  it("hears nothing while something is being typed, or composed by an input method", () => {
    expect(meantKey({ key: "s" }, { tagName: "INPUT" })).toBeNull();
    expect(meantKey({ key: "Enter" }, { tagName: "TEXTAREA" })).toBeNull();
    expect(meantKey({ key: "s" }, { tagName: "DIV", isContentEditable: true })).toBeNull();
    expect(meantKey({ key: "Enter", isComposing: true }, body)).toBeNull();
    expect(meantKey({ key: "s" }, { tagName: "INPUT", type: "radio" })).toBe("s");
  });

  it("leaves the browser its own shortcuts, and a held key confirms once", () => {
    expect(meantKey({ key: "c", ctrlKey: true }, body)).toBeNull();
    expect(meantKey({ key: "e", metaKey: true }, body)).toBeNull();
    expect(meantKey({ key: "Enter", repeat: true }, body)).toBeNull();
  });

  it("leaves Enter to the button or link that has the focus, but not the letters", () => {
    expect(meantKey({ key: "Enter" }, { tagName: "BUTTON" })).toBeNull();
    expect(meantKey({ key: "Enter" }, { tagName: "A" })).toBeNull();
    expect(meantKey({ key: "s" }, { tagName: "BUTTON" })).toBe("s");
  });
});
