"""What each role may do. This table is the only place that says so."""

from enum import StrEnum


class Role(StrEnum):
    OPERATOR = "operator"  # of the platform: sets chains up, sees no guest
    OWNER = "owner"
    ANALYST = "analyst"
    MARKETING = "marketing"
    MANAGER = "manager"
    FRONT_DESK = "front_desk"


class Ability(StrEnum):
    SEE_CHAIN = "see_chain"  # its name, targets and properties: everybody who works there
    SEE_REPORTS_CHAIN = "see_reports_chain"
    SEE_REPORTS_PROPERTY = "see_reports_property"
    SEE_GUESTS = "see_guests"
    SEE_FULL_PHONE = "see_full_phone"
    EDIT_GUESTS = "edit_guests"
    MERGE_GUESTS = "merge_guests"
    WRITE_REMARKS = "write_remarks"
    ASSIGN_REMARKS = "assign_remarks"
    SEND_STAYS = "send_stays"
    IMPORT_DATA = "import_data"
    EXPORT_DATA = "export_data"
    MAP_SOURCES = "map_sources"
    MANAGE_STAFF = "manage_staff"
    MANAGE_KEYS = "manage_keys"
    MANAGE_CHAIN = "manage_chain"
    MANAGE_PROPERTY = "manage_property"
    SEE_AUDIT = "see_audit"
    SEE_PROGRAMME = "see_programme"  # rules, and what a guest holds of it
    EDIT_PROGRAMME = "edit_programme"
    MOVE_VALUE = "move_value"  # at the desk: redeem, top up, charge, use a benefit
    ADJUST_VALUE = "adjust_value"  # by hand, with a reason: corrections, refunds, grants
    APPROVE_VALUE = "approve_value"  # the second person of a large correction
    MANAGE_BILLING = "manage_billing"  # plan, card, invoices
    SEE_EVENTS = "see_events"  # what happened, as a vendor hears it: ids, no data of guests
    MANAGE_WEBHOOKS = "manage_webhooks"
    SEE_CAMPAIGNS = "see_campaigns"  # segments, campaigns, who is slipping away, what was sent and why not
    EDIT_CAMPAIGNS = "edit_campaigns"  # segments, drafts, texts
    SEND_MESSAGES = "send_messages"  # launch, pause, stop, and act on the win-back board
    APPROVE_CAMPAIGNS = "approve_campaigns"  # where HQ wants to see them first
    GREET_GUESTS = "greet_guests"  # the desk's part of the board: a greeting, a call, never an offer
    MANAGE_MESSAGING = "manage_messaging"  # vendors, hours, caps, filed texts
    SERVE_GUESTS = "serve_guests"  # at the desk: arrivals, tasks, hand-over, replies, scripts
    MANAGE_DESK = (
        "manage_desk"  # rules of surprises and complaints, intents, texts, facts of the house, training
    )
    ASSIGN_GUESTS = "assign_guests"  # owners: rules, transfers, workload
    SEE_PROFIT = "see_profit"  # cost, commission and what is left, beside revenue
    SEND_TOUCHES = "send_touches"  # a POS, a housekeeping app, a review collector writes what it saw
    ENROL_MEMBERS = "enrol_members"  # the partner interface: enrol, link, look up


# Acts on the chain as a whole: who is bound to listed properties may not do them, whatever the role says.
WHOLE_CHAIN = frozenset(
    {Ability.MANAGE_CHAIN, Ability.MANAGE_KEYS, Ability.MANAGE_BILLING, Ability.MANAGE_WEBHOOKS}
)

# The desk rings guests and adds them by phone: it may read one in full, a guest at a time, and each read is audited.
_DESK = frozenset(
    {
        Ability.SEE_CHAIN,
        Ability.SEE_GUESTS,
        Ability.SEE_FULL_PHONE,
        Ability.EDIT_GUESTS,
        Ability.WRITE_REMARKS,
        Ability.SEE_PROGRAMME,
        Ability.MOVE_VALUE,
        Ability.ADJUST_VALUE,
        Ability.GREET_GUESTS,
        Ability.SERVE_GUESTS,
    }
)
_CAMPAIGNS = frozenset(
    {Ability.SEE_CAMPAIGNS, Ability.EDIT_CAMPAIGNS, Ability.SEND_MESSAGES, Ability.GREET_GUESTS}
)
_REPORTS = frozenset(
    {Ability.SEE_CHAIN, Ability.SEE_REPORTS_CHAIN, Ability.SEE_REPORTS_PROPERTY, Ability.SEE_PROGRAMME}
)

ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.OPERATOR: _REPORTS
    | {
        Ability.MANAGE_STAFF,
        Ability.MANAGE_KEYS,
        Ability.MANAGE_CHAIN,
        Ability.MANAGE_PROPERTY,
        Ability.SEE_AUDIT,
        Ability.SEE_EVENTS,
    },
    Role.OWNER: frozenset(Ability) - {Ability.SEND_STAYS, Ability.SEND_TOUCHES, Ability.ENROL_MEMBERS},
    Role.ANALYST: _REPORTS
    | {Ability.SEE_PROFIT, Ability.SEE_GUESTS, Ability.EXPORT_DATA, Ability.SEE_CAMPAIGNS},
    Role.MARKETING: _REPORTS
    | _CAMPAIGNS
    | {Ability.APPROVE_CAMPAIGNS, Ability.MANAGE_MESSAGING, Ability.MANAGE_DESK}
    | {Ability.SEE_GUESTS, Ability.EDIT_GUESTS, Ability.EXPORT_DATA, Ability.EDIT_PROGRAMME},
    Role.MANAGER: _DESK
    | _CAMPAIGNS
    | {
        Ability.MANAGE_MESSAGING,
        Ability.MANAGE_DESK,
        Ability.ASSIGN_GUESTS,
        Ability.SEE_PROFIT,
        Ability.SEE_REPORTS_PROPERTY,
        Ability.MERGE_GUESTS,
        Ability.ASSIGN_REMARKS,
        Ability.IMPORT_DATA,
        Ability.EXPORT_DATA,
        Ability.MAP_SOURCES,
        Ability.MANAGE_STAFF,
        Ability.MANAGE_PROPERTY,
        Ability.SEE_AUDIT,
        Ability.EDIT_PROGRAMME,
        Ability.APPROVE_VALUE,
    },
    Role.FRONT_DESK: _DESK,
}

# Who manages staff gives only these roles, and never a property of which he is not himself.
GIVES: dict[Role, frozenset[Role]] = {
    Role.OPERATOR: frozenset(Role) - {Role.OPERATOR},
    Role.OWNER: frozenset(Role) - {Role.OPERATOR},
    Role.MANAGER: frozenset({Role.FRONT_DESK}),
}

# These work at listed properties; the others may be bound to some, and are of the whole chain otherwise.
OF_A_PROPERTY = frozenset({Role.MANAGER, Role.FRONT_DESK})
