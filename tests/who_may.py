"""Who may do what, written by hand for people to read; tests/test_isolation.py holds the product against it."""

# Neither a property nor a chain stands first in these, and nobody has to be known for most of them.
OPEN = {
    "invitations/<str:token>",  # who holds the link
    "openapi.json",  # anybody: it says nothing of anyone
    "password-resets",  # anybody: it answers all alike
    "password-resets/<str:token>",  # who holds the link
    "session",  # anybody comes in here
    "session/password",  # one's own
}

_DESK = {"see_chain", "see_guests", "edit_guests", "write_remarks"}
_REPORTS = {"see_chain", "see_reports_chain", "see_reports_property"}

ROLES = {
    "operator": _REPORTS | {"manage_staff", "manage_keys", "manage_chain", "manage_property", "see_audit"},
    "owner": _REPORTS
    | _DESK
    | {
        "see_full_phone",
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
    },
    "analyst": _REPORTS | {"see_guests", "export_data"},
    "marketing": _REPORTS | {"see_guests", "edit_guests", "export_data"},
    "manager": _DESK
    | {
        "see_reports_property",
        "see_full_phone",
        "merge_guests",
        "assign_remarks",
        "import_data",
        "export_data",
        "map_sources",
        "manage_staff",
        "manage_property",
        "see_audit",
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
    "POST chains/<slug:chain>/invitations": "manage_staff",
    "DELETE chains/<slug:chain>/invitations/<int:id>": "manage_staff",
    "GET chains/<slug:chain>/keys": "manage_keys",
    "POST chains/<slug:chain>/keys": "manage_keys",
    "DELETE chains/<slug:chain>/keys/<int:id>": "manage_keys",
    "GET chains/<slug:chain>/properties": "see_chain",
    "POST chains/<slug:chain>/properties": "manage_chain",
    "GET chains/<slug:chain>/properties/<slug:property>": "see_chain",
    "PATCH chains/<slug:chain>/properties/<slug:property>": "manage_property",
    "GET chains/<slug:chain>/staff": "manage_staff",
    "PATCH chains/<slug:chain>/staff/<uuid:id>": "manage_staff",
    "GET properties/<slug:property>/imports": "import_data",
    "POST properties/<slug:property>/imports": "import_data",
    "GET properties/<slug:property>/imports/<int:id>": "import_data",
    "POST properties/<slug:property>/imports/<int:id>/cancel": "import_data",
    "PUT properties/<slug:property>/imports/<int:id>/mapping": "import_data",
    "GET properties/<slug:property>/imports/<int:id>/rejects.csv": "import_data",
    "POST properties/<slug:property>/imports/<int:id>/start": "import_data",
    "GET properties/<slug:property>/imports/fields": "import_data",
    "GET properties/<slug:property>/sources": "see_guests",
    "PUT properties/<slug:property>/sources/<str:source>": "map_sources",
    "GET properties/<slug:property>/stays": "see_guests",
    "GET properties/<slug:property>/stays/<str:external_id>": "see_guests",
    "PUT properties/<slug:property>/stays/<str:external_id>": "send_stays",
    "POST properties/<slug:property>/stays/batch": "send_stays",
    # Reports are figures without guests: who may see one may take it along as a file.
    **{
        f"GET {place}/reports/{report}{form}": ability
        for place, ability in (
            ("chains/<slug:chain>", "see_reports_chain"),
            ("properties/<slug:property>", "see_reports_property"),
        )
        for report in ("comparison", "remarks", "channel-mix", "repeat")
        for form in ("", ".csv", ".xlsx")
    },
}
