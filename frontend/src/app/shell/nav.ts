import type { Ability } from "@/api/types";
import type { IconName } from "@/components/Icon";
import type { Scope } from "@/session/scope";

export interface NavItem {
  /** Key of its word in shell.json → nav. */
  key: string;
  icon: IconName;
  /** Below the scope's own path. */
  path: string;
  needs: Ability;
  /** One of the phone's bar, which has room for five. */
  onPhone?: boolean;
}
export interface NavGroup {
  key: string;
  items: NavItem[];
}

const CHAIN: NavGroup[] = [
  {
    key: "business",
    items: [
      { key: "overview", icon: "home", path: "", needs: "see_reports_chain", onPhone: true },
      { key: "properties", icon: "properties", path: "/properties", needs: "see_reports_chain" },
      { key: "remarks", icon: "pencil", path: "/remarks", needs: "see_reports_chain", onPhone: true },
      { key: "channels", icon: "channels", path: "/channels", needs: "see_reports_chain" },
      { key: "profit", icon: "bill", path: "/profit", needs: "see_profit" },
      { key: "repeatAndChurn", icon: "repeat", path: "/repeat", needs: "see_reports_chain", onPhone: true },
    ],
  },
  {
    key: "action",
    items: [
      { key: "winBack", icon: "send", path: "/win-back", needs: "see_campaigns", onPhone: true },
      { key: "segments", icon: "funnel", path: "/segments", needs: "see_campaigns" },
    ],
  },
  {
    key: "membership",
    items: [
      { key: "programme", icon: "card", path: "/programme", needs: "see_programme" },
      { key: "membershipReports", icon: "chart", path: "/membership", needs: "see_reports_chain" },
    ],
  },
  {
    key: "vendorsGroup",
    items: [
      { key: "vendors", icon: "plug", path: "/vendors", needs: "see_events" },
      { key: "keys", icon: "key", path: "/keys", needs: "manage_keys" },
      { key: "sandboxes", icon: "flask", path: "/sandboxes", needs: "manage_keys" },
      { key: "webhooks", icon: "send", path: "/webhooks", needs: "manage_webhooks" },
      { key: "events", icon: "pulse", path: "/events", needs: "see_events" },
    ],
  },
  {
    key: "system",
    items: [
      { key: "staff", icon: "guests", path: "/staff", needs: "manage_staff" },
      { key: "billing", icon: "bill", path: "/billing", needs: "manage_billing" },
      { key: "audit", icon: "log", path: "/audit", needs: "see_audit" },
      { key: "settings", icon: "settings", path: "/settings", needs: "manage_chain" },
    ],
  },
];

const PROPERTY: NavGroup[] = [
  {
    key: "today",
    items: [
      { key: "home", icon: "home", path: "", needs: "see_guests", onPhone: true },
      { key: "remarks", icon: "pencil", path: "/remarks", needs: "write_remarks", onPhone: true },
      { key: "arrivals", icon: "bell", path: "/arrivals", needs: "see_guests", onPhone: true },
      { key: "shift", icon: "clock", path: "/shift", needs: "serve_guests" },
    ],
  },
  {
    key: "guestsGroup",
    items: [
      { key: "guests", icon: "guests", path: "/guests", needs: "see_guests", onPhone: true },
      { key: "owners", icon: "person", path: "/owners", needs: "see_guests" },
      { key: "visits", icon: "bed", path: "/visits", needs: "see_guests" },
      { key: "complaints", icon: "warn", path: "/complaints", needs: "see_guests" },
    ],
  },
  {
    key: "action",
    items: [
      { key: "winBack", icon: "send", path: "/win-back", needs: "see_campaigns" },
      { key: "segments", icon: "funnel", path: "/segments", needs: "see_campaigns" },
      { key: "campaigns", icon: "gift", path: "/campaigns", needs: "see_campaigns" },
      { key: "messages", icon: "chat", path: "/messages", needs: "see_campaigns" },
    ],
  },
  {
    key: "membership",
    items: [
      { key: "redeem", icon: "gift", path: "/redeem", needs: "move_value" },
      { key: "vouchers", icon: "ticket", path: "/vouchers", needs: "move_value" },
      { key: "memberTasks", icon: "tasks", path: "/member-tasks", needs: "move_value" },
      { key: "programme", icon: "card", path: "/programme", needs: "see_programme" },
      { key: "membershipReports", icon: "chart", path: "/membership", needs: "see_reports_property" },
      { key: "batches", icon: "ticket", path: "/coupon-batches", needs: "edit_programme" },
    ],
  },
  {
    key: "house",
    items: [
      { key: "reports", icon: "chart", path: "/reports", needs: "see_reports_property", onPhone: true },
      { key: "imports", icon: "upload", path: "/imports", needs: "import_data" },
      { key: "sources", icon: "source", path: "/sources", needs: "map_sources" },
      { key: "products", icon: "bag", path: "/products", needs: "manage_property" },
      { key: "staff", icon: "guests", path: "/staff", needs: "manage_property" },
      { key: "training", icon: "book", path: "/training", needs: "serve_guests" },
      { key: "deskRules", icon: "sliders", path: "/desk-rules", needs: "manage_desk" },
      { key: "messaging", icon: "send", path: "/messaging", needs: "manage_messaging" },
      { key: "settings", icon: "settings", path: "/settings", needs: "manage_property" },
    ],
  },
];

interface Page extends Pick<NavItem, "path" | "needs"> {
  key: string | null;
}

/** Pages that no menu has, reached from others. */
const APART: Page[] = [{ key: null, path: "/review", needs: "merge_guests" }];

/** What the page at this address needs, as its menu says; null for an address that is no page of a menu. */
export function needsOf(scope: Scope, pathname: string): { needs: Ability; page: string | null } | null {
  const below = pathname.slice(scope.path.length).replace(/\/+$/, "");
  const items: Page[] = scope.property ? [...PROPERTY.flatMap((group) => group.items), ...APART] : CHAIN.flatMap((group) => group.items);
  const found = items.find(({ path }) => below === path || (path !== "" && below.startsWith(`${path}/`)));
  return found ? { needs: found.needs, page: found.key } : null;
}

/** The pages of a scope that this person may open. */
export function navOf(scope: Scope): NavGroup[] {
  return (scope.property ? PROPERTY : CHAIN)
    .map((group) => ({ ...group, items: group.items.filter(({ needs }) => scope.may(needs)) }))
    .filter(({ items }) => items.length > 0);
}
