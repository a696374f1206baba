"""Every page of the console, and what a reader meets on one."""

import json
import re
from typing import Any

from config.local.folders import PROJECT

MEMBERSHIP = [
    f"/membership/{tab}" for tab in ["liability", "redemption", "benefits", "tiers", "wallet", "coupons"]
]
SLIPPING = ["churn", "latency", "rfm", "lifetime"]
MIXING = ["coach", "pool"]
DESK_RULES = ["replies", "facts", "scripts", "keywords", "owner-rules", "departments"]
CHAIN = [
    *["", "/remarks", "/channels", "/repeat", "/properties", "/staff", "/keys", "/audit", "/settings"],
    *["/programme", *MEMBERSHIP, "/membership/settlement"],
    *["/vendors", "/sandboxes", "/webhooks", "/events", "/billing"],
    *["/segments", "/segments/new", "/win-back", "/profit"],
    *(f"/repeat/{tab}" for tab in SLIPPING),
    *(f"/channels/{tab}" for tab in MIXING),
]
HOUSE = [
    *["", "/remarks", "/guests", "/guests/{li_si}", "/review", "/visits", "/imports", "/sources", "/reports"],
    *["/reports/channels", "/reports/repeat", "/staff", "/settings"],
    *["/arrivals", "/shift", "/training", "/desk-rules"],
    *["/guests/{li_si}/timeline", "/complaints"],
    *["/owners", "/products", "/products?tab=costs", "/reports/profit"],
    *(f"/desk-rules/{tab}" for tab in DESK_RULES),
    *["/redeem", "/vouchers", "/member-tasks/notices", "/member-tasks/fulfilments"],
    *["/member-tasks/approvals", "/member-tasks/tier-matches"],
    *["/programme", "/programme/versions", "/coupon-batches", *MEMBERSHIP],
    *["/segments", "/segments/new", "/campaigns", "/campaigns/new", "/campaigns/calendar"],
    *["/messages", "/messages/replies", "/messaging", "/win-back"],
    *(f"/reports/{tab}" for tab in [*MIXING, *SLIPPING]),
]
PAGES = [*(f"/c/acme{each}" for each in CHAIN), *(f"/p/acme-1{each}" for each in HOUSE)]
CJK = re.compile(r"[\u4e00-\u9fff]+")
LOCALES = PROJECT / "frontend" / "src" / "locales"

# All that a reader meets: texts, and what stands in for them.
TEXTS = """
() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent && !parent.closest('script, style, noscript')) found.push(walk.currentNode.data.trim());
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      // Ant Design names its own arrows in code.
      if (node.hasAttribute(name) && !node.matches('.anticon')) found.push(node.getAttribute(name).trim());
  return [...new Set(found)].filter((text) => text !== '');
}
"""


def keys_of(locale: str) -> set[str]:
    """The names of all texts, as they would stand on a page if the text were missing."""
    found, said = set(), set()

    def walk(node: dict[str, Any], above: str) -> None:
        for key, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{above}{key}.")
            else:
                found.add(above + key)
                said.add(value)

    for file in (LOCALES / locale).glob("*.json"):
        walk(json.loads(file.read_text()), "")
    return found - said
