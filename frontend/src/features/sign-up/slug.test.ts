import { describe, expect, it } from "vitest";
import { slugTyped } from "./slug";
import { houseZones, likelyZone } from "./zones";

describe("an address while it is typed", () => {
  it("is small letters, digits and single hyphens, whatever the keyboard gives", () => {
    expect(slugTyped("Qi Chuan_酒店")).toBe("qi-chuan-");
    expect(slugTyped("ＱＣ８８")).toBe("qc88");
    expect(slugTyped("--a--b")).toBe("a-b");
  });
});

describe("the time zone of a first property", () => {
  it("is China's for who reads Chinese, the browser's for others", () => {
    expect(likelyZone("zh-CN", "Europe/Berlin")).toBe("Asia/Shanghai");
    expect(likelyZone("en", "Europe/Berlin")).toBe("Europe/Berlin");
    expect(likelyZone("en", "")).toBe("Asia/Shanghai");
  });

  it("can be chosen even where the browser does not list it", () => {
    expect(houseZones("Mars/Base")[0]).toBe("Mars/Base");
    expect(houseZones("Asia/Shanghai")).toContain("Asia/Shanghai");
  });
});
