import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { channelColours, remarkColours, themeFor } from "./theme";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The CSS variables of one scheme. */
function variables(scheme: "light" | "dark"): Record<string, string> {
  const [light = "", dark = ""] = css.split('[data-theme="dark"]');
  const found = (scheme === "light" ? light : dark).matchAll(/--([\w-]+):\s*([^;]+);/g);
  return Object.fromEntries([...found].map(([, key = "", value = ""]) => [key, value.trim()]));
}

describe.each(["light", "dark"] as const)("the %s theme", (scheme) => {
  it("gives Ant Design the colours of the style sheet", () => {
    const own = variables(scheme);
    const token = themeFor(scheme).token ?? {};
    expect([token.colorPrimary, token.colorError, token.colorWarning, token.colorSuccess]).toEqual([own.accent, own.bad, own.warn, own.good]);
    expect([token.colorText, token.colorTextSecondary, token.colorTextTertiary]).toEqual([own["text-1"], own["text-2"], own["text-3"]]);
    expect([token.colorBgContainer, token.colorBorder]).toEqual([own.ground, own.line]);
  });

  it("gives the charts the colours of the style sheet", () => {
    const own = variables(scheme);
    const names = { member: "member", corporate: "corporate", ota: "ota", walk_in: "walkin" } as const;
    for (const [channel, short] of Object.entries(names)) {
      expect(channelColours[channel as keyof typeof names][scheme]).toBe(own[`ch-${short}`]);
    }
    expect(remarkColours.missing[scheme]).toBe(own["rm-missing"]);
  });

  it("keeps one set of sizes", () => {
    expect(themeFor(scheme).token).toMatchObject({ fontSize: 14, controlHeight: 32, borderRadius: 6 });
  });
});
