import { describe, expect, it } from "vitest";
import { localeOf } from "./i18n";

describe("the language of whoever was never here", () => {
  it("is the browser's where the console speaks it, and Chinese otherwise", () => {
    expect(["en", "en-GB", "EN-us", "zh-CN", "zh-TW", "fr", "", null, undefined].map(localeOf)).toEqual(["en", "en", "en", "zh-CN", "zh-CN", "zh-CN", "zh-CN", "zh-CN", "zh-CN"]);
  });
});
