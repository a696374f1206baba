import { describe, expect, it } from "vitest";
import type { Scope } from "@/session/scope";
import { needsOf } from "./nav";

const at = (path: string, inHouse = false): Scope =>
  ({ path, property: inHouse ? { slug: "x" } : null, may: () => false }) as unknown as Scope;

describe("what a page needs", () => {
  it("is what its item of the menu says, below it as well", () => {
    expect(needsOf(at("/c/acme"), "/c/acme/keys")).toEqual({ needs: "manage_keys", page: "keys" });
    expect(needsOf(at("/p/x", true), "/p/x/imports/7")).toEqual({ needs: "import_data", page: "imports" });
    expect(needsOf(at("/p/x", true), "/p/x/reports/remarks")).toEqual({ needs: "see_reports_property", page: "reports" });
  });

  it("is the first page's for the scope's own address only, with or without a last slash", () => {
    expect(needsOf(at("/c/acme"), "/c/acme/")?.page).toBe("overview");
    expect(needsOf(at("/p/x", true), "/p/x")?.page).toBe("home");
  });

  it("is that of the whole menu item for the tabs below it", () => {
    expect(needsOf(at("/c/acme"), "/c/acme/repeat/churn")).toEqual({ needs: "see_reports_chain", page: "repeatAndChurn" });
    expect(needsOf(at("/c/acme"), "/c/acme/win-back")).toEqual({ needs: "see_campaigns", page: "winBack" });
  });

  it("is known of a page that no menu has, and of no address that is no page", () => {
    expect(needsOf(at("/p/x", true), "/p/x/review")).toEqual({ needs: "merge_guests", page: null });
    expect(needsOf(at("/c/acme"), "/c/acme/keysmith")).toBeNull();
    expect(needsOf(at("/c/acme"), "/c/acme/review")).toBeNull();
  });
});
