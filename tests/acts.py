"""What each request is as far as paying for Huike goes, written by hand for people to read.

tests/api/test_standing.py holds the product against it; billing.standing says which standing allows which act.
Routes that are not below a chain or a property stand under `safe` or where they judge by themselves.
"""

from typing import Any

_PLACES = ("chains/<slug:chain>", "properties/<slug:property>")
_REPORTS = (
    *("comparison", "remarks", "channel-mix", "repeat"),
    *("liability", "redemption", "benefits", "tiers", "wallet", "coupons"),
    *("latency", "churn", "rfm", "value", "campaigns"),
    "profit",
)
_GUEST = "properties/<slug:property>/guests/<int:id>"

# Taking one's own data away: possible as long as it is there.
EXPORT = [
    "GET chains/<slug:chain>/audit",
    "GET properties/<slug:property>/coupon-batches/<int:id>.csv",
    "GET properties/<slug:property>/guests.csv",
    "GET properties/<slug:property>/guests.xlsx",
    "GET properties/<slug:property>/imports/<int:id>/rejects.csv",
    "GET properties/<slug:property>/visits.csv",
    "GET properties/<slug:property>/visits.xlsx",
    *(
        f"GET {place}/reports/{name}.{form}"
        for place in _PLACES
        for name in _REPORTS
        for form in ("csv", "xlsx")
    ),
    "GET chains/<slug:chain>/reports/settlement.csv",
    "GET chains/<slug:chain>/reports/settlement.xlsx",
]

# What a member holds: he can ask for it, and the desk can tell him, always.
BALANCE = [
    f"GET {_GUEST}/benefits",
    f"GET {_GUEST}/coupons",
    f"GET {_GUEST}/elsewhere",
    f"GET {_GUEST}/points",
    f"GET {_GUEST}/points/explain",
    f"GET {_GUEST}/tier/history",
    f"GET {_GUEST}/wallet",
    f"GET {_GUEST}/wallet/statement.csv",
    f"GET {_GUEST}/wallet/statement.xlsx",
    f"POST {_GUEST}/balance-link",
    "GET partner/memberships/<str:id>",
    "GET properties/<slug:property>/coupons/<str:code>",
    "GET properties/<slug:property>/wallet/receipts/<int:posting>",
    "POST partner/members/search",
    "POST partner/memberships/list",
]

# Signing in, the console's first pages, paying, and shutting a door: never refused.
SAFE = [
    f"POST {_GUEST}/opt-outs",
    "POST properties/<slug:property>/replies/<int:id>/settle",
    "GET chains/<slug:chain>/webhooks",  # to find the one to be deleted
    "DELETE chains/<slug:chain>/webhooks/<int:id>",
    "POST chains/<slug:chain>/webhooks/<int:id>/rotate",
    "GET chains/<slug:chain>",
    "GET chains/<slug:chain>/first-run",
    "PATCH chains/<slug:chain>/first-run",
    "GET chains/<slug:chain>/properties",
    "GET chains/<slug:chain>/properties/<slug:property>",
    "GET chains/<slug:chain>/billing",
    "PATCH chains/<slug:chain>/billing",
    "POST chains/<slug:chain>/billing/checkout",
    "GET chains/<slug:chain>/billing/invoices",
    "POST chains/<slug:chain>/billing/plan",
    "POST chains/<slug:chain>/billing/portal",
    "GET chains/<slug:chain>/billing/preview",
    "POST chains/<slug:chain>/billing/refresh",
    "POST chains/<slug:chain>/properties/<slug:property>/close",
    "GET chains/<slug:chain>/keys",
    "DELETE chains/<slug:chain>/keys/<int:id>",
    "POST chains/<slug:chain>/keys/<int:id>/rotate",  # a key that got out is replaced, paid or not
    "GET chains/<slug:chain>/staff",
    "PATCH chains/<slug:chain>/staff/<uuid:id>",  # to shut somebody out; anything else is asked again as `write`
    "DELETE chains/<slug:chain>/invitations/<int:id>",
    "POST properties/<slug:property>/campaigns/<int:id>/pause",  # what is going out can always be held
    "POST properties/<slug:property>/campaigns/<int:id>/stop",
    "POST properties/<slug:property>/imports/<int:id>/cancel",
    f"PUT {_GUEST}/reach",  # likewise
    f"POST {_GUEST}/consents",  # a guest takes his consent back when he likes
    "GET session",
    "POST session",
    "PATCH session",
    "DELETE session",
    "PUT session/password",
    "GET operator/chains",
    "GET operator/chains/<slug:chain>",
    "PATCH operator/chains/<slug:chain>",
    "POST operator/chains/<slug:chain>/billing",
    "GET operator/figures",
    "GET operator/health",
    "GET operator/impersonations",
    "POST operator/impersonations",
    "DELETE operator/impersonations/current",
]

# What a PMS sends, and the file of it where there is no PMS (guests and contacts are asked again as `write`).
STAYS = [
    "PUT properties/<slug:property>/stays/<str:external_id>",
    "POST properties/<slug:property>/stays/batch",
    "POST properties/<slug:property>/imports",
    "PUT properties/<slug:property>/imports/<int:id>/mapping",
    "POST properties/<slug:property>/imports/<int:id>/start",
]

# A member uses what he has, or gets back what he is owed; and what goes wrong with it is put right.
REDEEM = [
    f"POST {_GUEST}/benefits/<str:code>/use",
    f"POST {_GUEST}/points/redeem",
    f"POST {_GUEST}/points/reverse",
    f"POST {_GUEST}/points/spend-elsewhere",
    f"POST {_GUEST}/points/transfer",
    f"POST {_GUEST}/wallet/charges",
    f"POST {_GUEST}/wallet/refunds",
    f"POST {_GUEST}/wallet/reverse",
    "POST properties/<slug:property>/approvals/<int:id>",
    "POST properties/<slug:property>/benefit-uses/<int:id>/undo",
    "POST properties/<slug:property>/coupons/<str:code>/redeem",
    "POST properties/<slug:property>/coupons/<str:code>/refund",
    "POST properties/<slug:property>/fulfilments/<int:id>/cancel",
    "POST properties/<slug:property>/fulfilments/<int:id>/confirm",
    "POST properties/<slug:property>/wallet/refunds/<int:id>/payout",
]

# Reading, and what only computes.
READ = [
    "GET properties/<slug:property>/messages",
    "GET properties/<slug:property>/messages/<int:id>",
    "GET properties/<slug:property>/messaging/settings",
    "GET properties/<slug:property>/messaging/status",
    "GET properties/<slug:property>/replies",
    "GET chains/<slug:chain>/events",
    "GET chains/<slug:chain>/webhooks/<int:id>",
    "GET chains/<slug:chain>/webhooks/<int:id>/deliveries",
    "GET chains/<slug:chain>/webhooks/<int:id>/deliveries/<int:delivery>",
    "GET chains/<slug:chain>/programme",
    "GET chains/<slug:chain>/segments",
    "GET chains/<slug:chain>/sharing",
    *(f"GET {place}/reports/{name}" for place in _PLACES for name in _REPORTS),
    "GET chains/<slug:chain>/reports/settlement",
    *(f"GET {place}/reports/{name}" for place in _PLACES for name in ("channel-coach", "contact-pool")),
    "GET chains/<slug:chain>/win-back/summary",
    f"GET {_GUEST}",
    f"GET {_GUEST}/consents",
    f"GET {_GUEST}/consumption",
    f"GET {_GUEST}/family",
    f"GET {_GUEST}/interactions",
    f"GET {_GUEST}/timeline",
    "GET properties/<slug:property>/interactions",
    "POST properties/<slug:property>/interactions/find",
    "GET properties/<slug:property>/preference-proposals",
    "GET properties/<slug:property>/desk/keyword-rules",
    f"POST {_GUEST}/reply-suggestions",
    f"GET {_GUEST}/scripts",
    "POST properties/<slug:property>/reply-suggestions",
    "POST properties/<slug:property>/desk/reply-templates/try",
    *(
        f"GET properties/<slug:property>/desk/{page}"
        for page in ("facts", "intents", "room-names", "scripts")
    ),
    f"GET {_GUEST}/phone",
    f"GET {_GUEST}/profile",
    f"GET {_GUEST}/reach",
    *(
        f"GET properties/<slug:property>/{page}"
        for page in (
            "approvals",
            "clerks",
            "clock",
            "colleagues",
            "costs",
            "desk/arrivals",
            "desk/departures",
            "desk/departments",
            "desk/notes",
            "desk/shift",
            "desk/surprise-rules",
            "desk/tasks",
            "coupon-batches",
            "coupon-batches/<int:id>",
            "coupon-effects",
            "fulfilments",
            "games",
            "guests",
            "guests/by-external-id/<path:external_id>",
            "imports",
            "imports/<int:id>",
            "imports/fields",
            "messaging/filings",
            "notices",
            "owner-rules",
            "owner-transfers",
            "owner-transfers/mine",
            "products",
            "programme",
            "programme/coherence",
            "programme/templates",
            "programme/tier-advice",
            "programme/versions",
            "programme/versions/<int:number>",
            "remark-tasks",
            "review-list",
            "rewards",
            "segments",
            "segments/<str:code>",
            "segments/<str:code>/guests",
            "segments/fields",
            "segments/suggestions",
            "shifts",
            "sources",
            "stays",
            "stays/<str:external_id>",
            "tags",
            "tier-matches",
            "training",
            "training/examples",
            "training/exercise",
            "visits",
            "wallet/refunds",
            "workload",
            "campaigns",
            "campaigns/calendar",
            "campaigns/suggestions",
            "campaigns/<int:id>",
            "campaigns/<int:id>/results",
            "campaigns/<int:id>/targets",
            "win-back",
        )
    ),
    "GET search",  # asks each property's chain by itself
    "POST properties/<slug:property>/desk/surprise-rules/preview",
    "POST properties/<slug:property>/owner-rules/preview",
    "POST properties/<slug:property>/programme/check",
    "POST properties/<slug:property>/programme/generate",
    "POST properties/<slug:property>/remarks/parse",
    "POST properties/<slug:property>/campaigns/<int:id>/audience",
    "POST properties/<slug:property>/campaigns/<int:id>/preview",
    "POST properties/<slug:property>/segments/preview",
]

WRITE = [
    f"POST {_GUEST}/scripts/<str:code>",
    "POST properties/<slug:property>/reply-uses",
    "PUT properties/<slug:property>/desk/facts",
    "PUT properties/<slug:property>/desk/room-names",
    "PUT properties/<slug:property>/desk/intents/<str:code>",
    "DELETE properties/<slug:property>/desk/intents/<str:code>",
    "PUT properties/<slug:property>/desk/reply-templates/<str:intent>/<str:locale>/<int:step>",
    "DELETE properties/<slug:property>/desk/reply-templates/<str:intent>/<str:locale>/<int:step>",
    f"DELETE {_GUEST}/opt-outs",
    "POST properties/<slug:property>/messages/<int:id>/settle",
    "PUT properties/<slug:property>/messaging/settings",
    "POST chains/<slug:chain>/webhooks",
    "PATCH chains/<slug:chain>/webhooks/<int:id>",
    "POST chains/<slug:chain>/webhooks/<int:id>/deliveries/<int:delivery>/replay",
    "POST chains/<slug:chain>/webhooks/<int:id>/replay",
    "POST chains/<slug:chain>/webhooks/<int:id>/test",
    "PATCH chains/<slug:chain>",
    "POST chains/<slug:chain>/invitations",
    "POST chains/<slug:chain>/keys",
    "PATCH chains/<slug:chain>/keys/<int:id>",
    "PUT chains/<slug:chain>/programme",
    "PATCH chains/<slug:chain>/properties/<slug:property>",
    "POST chains/<slug:chain>/segments",
    "PATCH chains/<slug:chain>/segments/<str:code>",
    "POST chains/<slug:chain>/segments/<str:code>/push",
    "PATCH chains/<slug:chain>/sharing",
    "POST partner/members",
    "POST partner/memberships/link",
    "POST partner/memberships/unlink",
    f"PATCH {_GUEST}",
    f"POST {_GUEST}/consumption",
    f"POST {_GUEST}/consumption/<int:consumption>/take-back",
    f"POST {_GUEST}/coupons",
    f"PUT {_GUEST}/family",
    f"DELETE {_GUEST}/family",
    f"POST {_GUEST}/interactions",
    f"POST {_GUEST}/proposals/<int:proposal>",
    "POST properties/<slug:property>/touches",
    "PUT properties/<slug:property>/desk/keyword-rules/<str:code>",
    "DELETE properties/<slug:property>/desk/keyword-rules/<str:code>",
    f"PATCH {_GUEST}/interactions/<int:interaction>",
    f"POST {_GUEST}/merge",
    f"POST {_GUEST}/points/adjust",
    f"POST {_GUEST}/points/earn",
    f"POST {_GUEST}/points/gap-gift",
    f"POST {_GUEST}/points/purchase",
    f"POST {_GUEST}/points/reinstate",
    f"PUT {_GUEST}/preferences/<str:code>",
    f"DELETE {_GUEST}/preferences/<str:code>",
    f"PATCH {_GUEST}/profile",
    f"PUT {_GUEST}/owner",
    f"PUT {_GUEST}/remark",
    f"PUT {_GUEST}/tags",
    f"POST {_GUEST}/tier/buy",
    f"POST {_GUEST}/tier/grant",
    f"POST {_GUEST}/tier/match",
    f"POST {_GUEST}/unmerge",
    f"POST {_GUEST}/wallet/top-ups",  # new money for a house that does not pay its own
    "PATCH properties/<slug:property>/clerks/<int:id>",
    "PUT properties/<slug:property>/costs",
    "PUT properties/<slug:property>/products/<str:code>",
    "DELETE properties/<slug:property>/products/<str:code>",
    "POST properties/<slug:property>/clock",
    "POST properties/<slug:property>/coupon-batches",
    "POST properties/<slug:property>/coupons/<str:code>/void",
    "POST properties/<slug:property>/messaging/filings",
    "PATCH properties/<slug:property>/messaging/filings/<int:id>",
    "POST properties/<slug:property>/messaging/filings/preview",
    "POST properties/<slug:property>/notices/<int:id>/told",
    "POST properties/<slug:property>/desk/hand-over",
    "POST properties/<slug:property>/desk/notes",
    "PATCH properties/<slug:property>/desk/notes/<int:id>",
    "PUT properties/<slug:property>/desk/surprise-rules/<slug:code>",
    "DELETE properties/<slug:property>/desk/surprise-rules/<slug:code>",
    "POST properties/<slug:property>/desk/take-over",
    "POST properties/<slug:property>/desk/tasks/<int:id>",
    "PUT properties/<slug:property>/desk/departments",
    "PUT properties/<slug:property>/owner-rules",
    "POST properties/<slug:property>/owner-rules/apply",
    "POST properties/<slug:property>/owner-transfers",
    "POST properties/<slug:property>/owner-transfers/<int:id>/seen",
    "PUT properties/<slug:property>/programme",
    "PUT properties/<slug:property>/programme/draft",
    "DELETE properties/<slug:property>/programme/draft",
    "PATCH properties/<slug:property>/remark-tasks/<int:id>",
    "POST properties/<slug:property>/remark-tasks/<int:id>/confirm",
    "DELETE properties/<slug:property>/remark-tasks/<int:id>/confirm",
    "POST properties/<slug:property>/remarks/paste",
    "POST properties/<slug:property>/review-list/<int:id>",
    "POST properties/<slug:property>/campaigns",
    "PATCH properties/<slug:property>/campaigns/<int:id>",
    "DELETE properties/<slug:property>/campaigns/<int:id>",
    "POST properties/<slug:property>/campaigns/<int:id>/approve",
    "POST properties/<slug:property>/campaigns/<int:id>/edit",
    "POST properties/<slug:property>/campaigns/<int:id>/submit",
    "POST properties/<slug:property>/campaigns/<int:id>/test-send",
    "POST properties/<slug:property>/segments",
    "PATCH properties/<slug:property>/segments/<str:code>",
    "DELETE properties/<slug:property>/segments/<str:code>",
    "POST properties/<slug:property>/segments/<str:code>/freeze",
    "PUT properties/<slug:property>/shifts",
    "PUT properties/<slug:property>/sources/<str:source>",
    "POST properties/<slug:property>/tags",
    "POST properties/<slug:property>/tier-matches/<int:id>",
    "POST properties/<slug:property>/training/exercise",
]

# What reaches guests; not while an invoice is long overdue.
CAMPAIGN = [
    "POST properties/<slug:property>/campaigns/<int:id>/launch",
    "POST properties/<slug:property>/campaigns/<int:id>/resume",
    "POST properties/<slug:property>/win-back/<int:guest>/act",
    "POST properties/<slug:property>/messages",
]

ADD_PROPERTY = [
    "POST chains/<slug:chain>/properties",
    "POST chains/<slug:chain>/properties/<slug:property>/reopen",
]

# For who is not known: there is no chain to stand anywhere.
STRANGERS = [
    "GET clicks/<str:token>",
    "GET opt-outs/<str:token>",
    "POST opt-outs/<str:token>",
    "POST hooks/messaging/<slug:property>/<str:vendor>/<str:token>",
    "POST hooks/stripe",
    "GET plans",
    "GET balances/<str:token>",
    "GET event-types",
    "GET key-scopes",
    "GET openapi.json",
    "GET invitations/<str:token>",
    "POST invitations/<str:token>",
    "POST password-resets",
    "PUT password-resets/<str:token>",
    "POST sign-ups",
    "GET sign-ups/<str:token>",
    "POST sign-ups/<str:token>",
    "GET sign-ups/<str:token>/slug",
]

ACTS: dict[str, str] = {
    route: act
    for act, routes in (
        ("export", EXPORT),
        ("balance", BALANCE),
        ("safe", SAFE),
        ("stays", STAYS),
        ("redeem", REDEEM),
        ("read", READ),
        ("write", WRITE),
        ("campaign", CAMPAIGN),
        ("add_property", ADD_PROPERTY),
        ("", STRANGERS),
    )
    for route in routes
}


def chosen(view: Any, method: str) -> str:
    """The act in the code, as the table writes it."""
    from api.standing import act_of
    from api.views import CallerView

    return act_of(view, method).value if issubclass(view, CallerView) else ""
