import { describe, expect, it } from "vitest";
import { withParts } from "@/lib/filters";
import { asked, cleared, isFiltered } from "./filters";

describe("the guest list's filters live in the address", () => {
  it("asks for what the address says (C10)", () => {
    const address = new URLSearchParams("channel=ota&source=携程&visits_min=3&rate_min=200&last_visit_days_min=180&tag=怕吵&page=2");
    expect(asked(address)).toEqual({ channel: "ota", source: "携程", visits_min: "3", rate_min: "200", last_visit_days_min: "180", tag: "怕吵" });
  });

  it("leaves out what the API would refuse, so that half a number never breaks the list", () => {
    expect(asked(new URLSearchParams("visits_min=many&rate_min=1.&channel=web&q=%20"))).toEqual({});
    expect(isFiltered(new URLSearchParams("channel=web"))).toBe(false);
  });

  it("sets and takes away parts of the address, leaving the others", () => {
    const next = withParts(new URLSearchParams("q=li&channel=ota"), { channel: "member", visits_min: 2 });
    expect(next.toString()).toBe("q=li&channel=member&visits_min=2");
    expect(withParts(next, cleared).toString()).toBe("");
  });
});
