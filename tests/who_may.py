"""Who may do what, written by hand for people to read; tests/test_isolation.py holds the product against it."""

# Neither a property nor a chain stands first in these, and nobody has to be known for most of them.
OPEN = {
    "balances/<str:token>",  # the member who holds the link
    "clicks/<str:token>",  # who got the message
    "opt-outs/<str:token>",  # who got the message
    "hooks/messaging/<slug:property>/<str:vendor>/<str:token>",  # who holds the property's token
    "hooks/stripe",  # who signs as Stripe does
    "event-types",  # anybody: what may be heard of, in words
    "invitations/<str:token>",  # who holds the link
    "key-scopes",  # anybody: what a key may be given, in words
    "openapi.json",  # anybody: it says nothing of anyone
    "password-resets",  # anybody: it answers all alike
    "password-resets/<str:token>",  # who holds the link
    "plans",  # anybody: the price list
    "session",  # anybody comes in here
    "session/password",  # one's own
    "sign-ups",  # anybody: it answers all alike
    "sign-ups/<str:token>",  # who holds the link
    "sign-ups/<str:token>/slug",  # who holds the link
}

# The caller's own places all at once: who is unknown gets 401, and another's place in the query is not found.
OWN = {
    "search",
    # The property stands in the body or follows from the key.
    "partner/members",
    "partner/members/search",
    "partner/memberships/link",
    "partner/memberships/list",
    "partner/memberships/unlink",
    "partner/memberships/<str:id>",
}

# For operators of the platform: who is unknown gets 401, and for everybody else these are not there.
OPERATORS = {
    "operator/chains",
    "operator/chains/<slug:chain>",
    "operator/chains/<slug:chain>/billing",
    "operator/figures",
    "operator/health",
    "operator/impersonations",
    "operator/impersonations/current",
}

_DESK = {"see_chain", "see_guests", "see_full_phone", "edit_guests", "write_remarks"} | {
    "see_programme",
    "move_value",
    "adjust_value",
    "greet_guests",
}
_REPORTS = {"see_chain", "see_reports_chain", "see_reports_property", "see_programme"}
_CAMPAIGNS = {"see_campaigns", "edit_campaigns", "send_messages", "greet_guests", "manage_messaging"}

ROLES = {
    "operator": _REPORTS
    | {"manage_staff", "manage_keys", "manage_chain", "manage_property", "see_audit", "see_events"},
    "owner": _REPORTS
    | _DESK
    | _CAMPAIGNS
    | {
        "approve_campaigns",
        "merge_guests",
        "assign_remarks",
        "import_data",
        "export_data",
        "map_sources",
        "manage_staff",
        "manage_keys",
        "manage_chain",
        "manage_property",
        "see_audit",
        "edit_programme",
        "approve_value",
        "manage_billing",
        "see_events",
        "manage_webhooks",
    },
    "analyst": _REPORTS | {"see_guests", "export_data", "see_campaigns"},
    "marketing": _REPORTS
    | _CAMPAIGNS
    | {"approve_campaigns", "see_guests", "edit_guests", "export_data", "edit_programme"},
    "manager": _DESK
    | _CAMPAIGNS
    | {
        "see_reports_property",
        "merge_guests",
        "assign_remarks",
        "import_data",
        "export_data",
        "map_sources",
        "manage_staff",
        "manage_property",
        "see_audit",
        "edit_programme",
        "approve_value",
    },
    "front_desk": _DESK,
}

SCOPES = {
    "stays:write": {"see_chain", "send_stays"},
    "guests:read": {"see_chain", "see_guests"},
    "reports:read": {"see_chain", "see_reports_chain", "see_reports_property"},
    "imports:write": {"see_chain", "import_data"},
    "audit:read": {"see_chain", "see_audit"},
}

NEEDS = {
    "GET chains/<slug:chain>": "see_chain",
    "PATCH chains/<slug:chain>": "manage_chain",
    "GET chains/<slug:chain>/audit": "see_audit",
    "GET chains/<slug:chain>/billing": "manage_billing",
    "PATCH chains/<slug:chain>/billing": "manage_billing",
    "POST chains/<slug:chain>/billing/checkout": "manage_billing",
    "GET chains/<slug:chain>/billing/invoices": "manage_billing",
    "POST chains/<slug:chain>/billing/plan": "manage_billing",
    "POST chains/<slug:chain>/billing/portal": "manage_billing",
    "GET chains/<slug:chain>/billing/preview": "manage_billing",
    "POST chains/<slug:chain>/billing/refresh": "manage_billing",
    "POST chains/<slug:chain>/invitations": "manage_staff",
    "DELETE chains/<slug:chain>/invitations/<int:id>": "manage_staff",
    "GET chains/<slug:chain>/first-run": "manage_chain",
    "PATCH chains/<slug:chain>/first-run": "manage_chain",
    "GET chains/<slug:chain>/keys": "manage_keys",
    "POST chains/<slug:chain>/keys": "manage_keys",
    "PATCH chains/<slug:chain>/keys/<int:id>": "manage_keys",
    "DELETE chains/<slug:chain>/keys/<int:id>": "manage_keys",
    "POST chains/<slug:chain>/keys/<int:id>/rotate": "manage_keys",
    "GET chains/<slug:chain>/programme": "see_programme",
    "PUT chains/<slug:chain>/programme": "manage_chain",
    "GET chains/<slug:chain>/properties": "see_chain",
    "POST chains/<slug:chain>/properties": "manage_chain",
    "GET chains/<slug:chain>/properties/<slug:property>": "see_chain",
    "PATCH chains/<slug:chain>/properties/<slug:property>": "manage_property",
    "POST chains/<slug:chain>/properties/<slug:property>/close": "manage_chain",
    "POST chains/<slug:chain>/properties/<slug:property>/reopen": "manage_chain",
    "GET chains/<slug:chain>/segments": "see_campaigns",
    "POST chains/<slug:chain>/segments": "approve_campaigns",
    "PATCH chains/<slug:chain>/segments/<str:code>": "approve_campaigns",
    "POST chains/<slug:chain>/segments/<str:code>/push": "approve_campaigns",
    "GET chains/<slug:chain>/sharing": "see_programme",
    "PATCH chains/<slug:chain>/sharing": "manage_chain",
    "GET chains/<slug:chain>/staff": "manage_staff",
    "PATCH chains/<slug:chain>/staff/<uuid:id>": "manage_staff",
    "GET chains/<slug:chain>/events": "see_events",
    "GET chains/<slug:chain>/webhooks": "manage_webhooks",
    "POST chains/<slug:chain>/webhooks": "manage_webhooks",
    "GET chains/<slug:chain>/webhooks/<int:id>": "manage_webhooks",
    "PATCH chains/<slug:chain>/webhooks/<int:id>": "manage_webhooks",
    "DELETE chains/<slug:chain>/webhooks/<int:id>": "manage_webhooks",
    "GET chains/<slug:chain>/webhooks/<int:id>/deliveries": "manage_webhooks",
    "GET chains/<slug:chain>/webhooks/<int:id>/deliveries/<int:delivery>": "manage_webhooks",
    "POST chains/<slug:chain>/webhooks/<int:id>/deliveries/<int:delivery>/replay": "manage_webhooks",
    "POST chains/<slug:chain>/webhooks/<int:id>/replay": "manage_webhooks",
    "POST chains/<slug:chain>/webhooks/<int:id>/rotate": "manage_webhooks",
    "POST chains/<slug:chain>/webhooks/<int:id>/test": "manage_webhooks",
    "POST properties/<slug:property>/benefit-uses/<int:id>/undo": "adjust_value",
    "GET properties/<slug:property>/clerks": "see_guests",
    "PATCH properties/<slug:property>/clerks/<int:id>": "manage_property",
    "GET properties/<slug:property>/clock": "see_programme",
    "POST properties/<slug:property>/clock": "edit_programme",
    "GET properties/<slug:property>/fulfilments": "see_guests",
    "POST properties/<slug:property>/fulfilments/<int:id>/cancel": "adjust_value",
    "POST properties/<slug:property>/fulfilments/<int:id>/confirm": "move_value",
    "GET properties/<slug:property>/games": "see_programme",
    "GET properties/<slug:property>/guests": "see_guests",
    "GET properties/<slug:property>/guests.csv": "export_data",
    "GET properties/<slug:property>/guests.xlsx": "export_data",
    "GET properties/<slug:property>/guests/<int:id>": "see_guests",
    "PATCH properties/<slug:property>/guests/<int:id>": "edit_guests",
    "POST properties/<slug:property>/guests/<int:id>/balance-link": "see_guests",
    "GET properties/<slug:property>/guests/<int:id>/consents": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/consents": "edit_guests",
    "GET properties/<slug:property>/guests/<int:id>/elsewhere": "see_guests",
    "GET properties/<slug:property>/guests/<int:id>/interactions": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/interactions": "edit_guests",
    "PATCH properties/<slug:property>/guests/<int:id>/interactions/<int:interaction>": "edit_guests",
    "PUT properties/<slug:property>/guests/<int:id>/preferences/<str:code>": "edit_guests",
    "DELETE properties/<slug:property>/guests/<int:id>/preferences/<str:code>": "edit_guests",
    "GET properties/<slug:property>/guests/<int:id>/profile": "see_guests",
    "PATCH properties/<slug:property>/guests/<int:id>/profile": "edit_guests",
    "GET properties/<slug:property>/guests/<int:id>/reach": "see_guests",
    "PUT properties/<slug:property>/guests/<int:id>/reach": "edit_guests",
    "GET properties/<slug:property>/approvals": "see_guests",
    "POST properties/<slug:property>/approvals/<int:id>": "approve_value",
    "GET properties/<slug:property>/guests/<int:id>/family": "see_guests",
    "PUT properties/<slug:property>/guests/<int:id>/family": "move_value",
    "DELETE properties/<slug:property>/guests/<int:id>/family": "move_value",
    "GET properties/<slug:property>/guests/<int:id>/points": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/points/adjust": "adjust_value",
    "POST properties/<slug:property>/guests/<int:id>/points/earn": "move_value",
    "GET properties/<slug:property>/guests/<int:id>/points/explain": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/points/gap-gift": "adjust_value",
    "POST properties/<slug:property>/guests/<int:id>/points/purchase": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/points/redeem": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/points/reinstate": "adjust_value",
    "POST properties/<slug:property>/guests/<int:id>/points/reverse": "adjust_value",
    "POST properties/<slug:property>/guests/<int:id>/points/transfer": "move_value",
    "GET properties/<slug:property>/programme/coherence": "see_programme",
    "POST properties/<slug:property>/guests/<int:id>/points/spend-elsewhere": "move_value",
    "GET properties/<slug:property>/guests/<int:id>/benefits": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/benefits/<str:code>/use": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/merge": "merge_guests",
    "GET properties/<slug:property>/guests/<int:id>/phone": "see_full_phone",
    "PUT properties/<slug:property>/guests/<int:id>/remark": "write_remarks",
    "PUT properties/<slug:property>/guests/<int:id>/tags": "edit_guests",
    "POST properties/<slug:property>/guests/<int:id>/tier/buy": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/tier/grant": "adjust_value",
    "GET properties/<slug:property>/guests/<int:id>/tier/history": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/tier/match": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/unmerge": "merge_guests",
    "GET properties/<slug:property>/guests/by-external-id/<path:external_id>": "see_guests",
    "GET properties/<slug:property>/coupon-batches": "see_programme",
    "POST properties/<slug:property>/coupon-batches": "edit_programme",
    "GET properties/<slug:property>/coupon-batches/<int:id>": "see_programme",
    "GET properties/<slug:property>/coupon-batches/<int:id>.csv": "edit_programme",
    "GET properties/<slug:property>/coupon-effects": "see_reports_property",
    "GET properties/<slug:property>/coupons/<str:code>": "see_guests",
    "POST properties/<slug:property>/coupons/<str:code>/redeem": "move_value",
    "POST properties/<slug:property>/coupons/<str:code>/refund": "adjust_value",
    "POST properties/<slug:property>/coupons/<str:code>/void": "adjust_value",
    "GET properties/<slug:property>/guests/<int:id>/coupons": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/coupons": "adjust_value",
    "GET properties/<slug:property>/guests/<int:id>/wallet": "see_guests",
    "POST properties/<slug:property>/guests/<int:id>/wallet/charges": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/wallet/refunds": "adjust_value",
    "POST properties/<slug:property>/guests/<int:id>/wallet/reverse": "adjust_value",
    "GET properties/<slug:property>/guests/<int:id>/wallet/statement.csv": "move_value",
    "GET properties/<slug:property>/guests/<int:id>/wallet/statement.xlsx": "move_value",
    "POST properties/<slug:property>/guests/<int:id>/wallet/top-ups": "move_value",
    "GET properties/<slug:property>/wallet/receipts/<int:posting>": "see_guests",
    "GET properties/<slug:property>/wallet/refunds": "adjust_value",
    "POST properties/<slug:property>/wallet/refunds/<int:id>/payout": "adjust_value",
    "GET properties/<slug:property>/imports": "import_data",
    "POST properties/<slug:property>/imports": "import_data",
    "GET properties/<slug:property>/imports/<int:id>": "import_data",
    "POST properties/<slug:property>/imports/<int:id>/cancel": "import_data",
    "PUT properties/<slug:property>/imports/<int:id>/mapping": "import_data",
    "GET properties/<slug:property>/imports/<int:id>/rejects.csv": "import_data",
    "POST properties/<slug:property>/imports/<int:id>/start": "import_data",
    "GET properties/<slug:property>/imports/fields": "import_data",
    "POST properties/<slug:property>/guests/<int:id>/opt-outs": "edit_guests",
    "DELETE properties/<slug:property>/guests/<int:id>/opt-outs": "edit_guests",
    "GET properties/<slug:property>/messages": "see_guests",
    "POST properties/<slug:property>/messages": "send_messages",
    "GET properties/<slug:property>/messages/<int:id>": "see_guests",
    "POST properties/<slug:property>/messages/<int:id>/settle": "send_messages",
    "GET properties/<slug:property>/messaging/settings": "manage_messaging",
    "PUT properties/<slug:property>/messaging/settings": "manage_messaging",
    "GET properties/<slug:property>/messaging/status": "see_campaigns",
    "GET properties/<slug:property>/replies": "see_campaigns",
    "POST properties/<slug:property>/replies/<int:id>/settle": "send_messages",
    "GET properties/<slug:property>/messaging/filings": "see_campaigns",
    "POST properties/<slug:property>/messaging/filings": "manage_messaging",
    "PATCH properties/<slug:property>/messaging/filings/<int:id>": "manage_messaging",
    "POST properties/<slug:property>/messaging/filings/preview": "edit_campaigns",
    "GET properties/<slug:property>/notices": "see_guests",
    "POST properties/<slug:property>/notices/<int:id>/told": "edit_guests",
    "GET properties/<slug:property>/programme": "see_programme",
    "PUT properties/<slug:property>/programme": "edit_programme",
    "POST properties/<slug:property>/programme/check": "see_programme",
    "PUT properties/<slug:property>/programme/draft": "edit_programme",
    "DELETE properties/<slug:property>/programme/draft": "edit_programme",
    "POST properties/<slug:property>/programme/generate": "see_programme",
    "GET properties/<slug:property>/programme/templates": "see_programme",
    "GET properties/<slug:property>/programme/tier-advice": "see_programme",
    "GET properties/<slug:property>/programme/versions": "see_programme",
    "GET properties/<slug:property>/programme/versions/<int:number>": "see_programme",
    "GET properties/<slug:property>/remark-tasks": "see_guests",
    "PATCH properties/<slug:property>/remark-tasks/<int:id>": "assign_remarks",
    "POST properties/<slug:property>/remark-tasks/<int:id>/confirm": "write_remarks",
    "DELETE properties/<slug:property>/remark-tasks/<int:id>/confirm": "write_remarks",
    "POST properties/<slug:property>/remarks/parse": "see_guests",
    "POST properties/<slug:property>/remarks/paste": "write_remarks",
    "GET properties/<slug:property>/review-list": "see_guests",
    "GET properties/<slug:property>/rewards": "see_programme",
    "POST properties/<slug:property>/review-list/<int:id>": "merge_guests",
    "GET properties/<slug:property>/campaigns": "see_campaigns",
    "POST properties/<slug:property>/campaigns": "edit_campaigns",
    "GET properties/<slug:property>/campaigns/calendar": "see_campaigns",
    "GET properties/<slug:property>/campaigns/suggestions": "see_campaigns",
    "GET properties/<slug:property>/campaigns/<int:id>": "see_campaigns",
    "PATCH properties/<slug:property>/campaigns/<int:id>": "edit_campaigns",
    "DELETE properties/<slug:property>/campaigns/<int:id>": "edit_campaigns",
    "POST properties/<slug:property>/campaigns/<int:id>/approve": "approve_campaigns",
    "POST properties/<slug:property>/campaigns/<int:id>/audience": "see_campaigns",
    "POST properties/<slug:property>/campaigns/<int:id>/edit": "edit_campaigns",
    "POST properties/<slug:property>/campaigns/<int:id>/launch": "send_messages",
    "POST properties/<slug:property>/campaigns/<int:id>/pause": "send_messages",
    "POST properties/<slug:property>/campaigns/<int:id>/preview": "see_campaigns",
    "POST properties/<slug:property>/campaigns/<int:id>/resume": "send_messages",
    "POST properties/<slug:property>/campaigns/<int:id>/stop": "send_messages",
    "POST properties/<slug:property>/campaigns/<int:id>/submit": "edit_campaigns",
    "GET properties/<slug:property>/campaigns/<int:id>/targets": "see_campaigns",
    "POST properties/<slug:property>/campaigns/<int:id>/test-send": "edit_campaigns",
    "GET properties/<slug:property>/segments": "see_campaigns",
    "POST properties/<slug:property>/segments": "edit_campaigns",
    "GET properties/<slug:property>/segments/fields": "see_campaigns",
    "POST properties/<slug:property>/segments/preview": "see_campaigns",
    "GET properties/<slug:property>/segments/suggestions": "see_campaigns",
    "GET properties/<slug:property>/segments/<str:code>": "see_campaigns",
    "PATCH properties/<slug:property>/segments/<str:code>": "edit_campaigns",
    "DELETE properties/<slug:property>/segments/<str:code>": "edit_campaigns",
    "POST properties/<slug:property>/segments/<str:code>/freeze": "edit_campaigns",
    "GET properties/<slug:property>/segments/<str:code>/guests": "see_campaigns",
    "GET properties/<slug:property>/shifts": "see_guests",
    "PUT properties/<slug:property>/shifts": "manage_property",
    "GET properties/<slug:property>/sources": "see_guests",
    "PUT properties/<slug:property>/sources/<str:source>": "map_sources",
    "GET properties/<slug:property>/stays": "see_guests",
    "GET properties/<slug:property>/stays/<str:external_id>": "see_guests",
    "PUT properties/<slug:property>/stays/<str:external_id>": "send_stays",
    "POST properties/<slug:property>/stays/batch": "send_stays",
    "GET properties/<slug:property>/tags": "see_guests",
    "POST properties/<slug:property>/tags": "edit_guests",
    "GET properties/<slug:property>/tier-matches": "see_guests",
    "POST properties/<slug:property>/tier-matches/<int:id>": "adjust_value",
    "GET properties/<slug:property>/today": "see_guests",
    "GET properties/<slug:property>/visits": "see_guests",
    "GET properties/<slug:property>/visits.csv": "export_data",
    "GET properties/<slug:property>/visits.xlsx": "export_data",
    # Reports are figures without guests: who may see one may take it along as a file.
    **{
        f"GET {place}/reports/{report}{form}": ability
        for place, ability in (
            ("chains/<slug:chain>", "see_reports_chain"),
            ("properties/<slug:property>", "see_reports_property"),
        )
        for report in (
            *("comparison", "remarks", "channel-mix", "repeat"),
            *("liability", "redemption", "benefits", "tiers", "wallet", "coupons"),
            *("latency", "churn", "rfm", "value", "campaigns"),
        )
        for form in ("", ".csv", ".xlsx")
    },
    **{
        f"GET {place}/reports/{page}": ability
        for place, ability in (
            ("chains/<slug:chain>", "see_reports_chain"),
            ("properties/<slug:property>", "see_reports_property"),
        )
        for page in ("channel-coach", "contact-pool")
    },
    "GET chains/<slug:chain>/win-back/summary": "see_reports_chain",
    "GET properties/<slug:property>/campaigns/<int:id>/results": "see_campaigns",
    "GET properties/<slug:property>/win-back": "see_campaigns",
    "POST properties/<slug:property>/win-back/<int:guest>/act": "greet_guests",
    **{
        f"GET chains/<slug:chain>/reports/settlement{form}": "see_reports_chain"
        for form in ("", ".csv", ".xlsx")
    },
}
