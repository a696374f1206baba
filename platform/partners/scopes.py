"""What each scope of a key allows, in the same abilities by which staff are judged."""

from staff.roles import Ability

SCOPES: dict[str, frozenset[Ability]] = {
    "stays:read": frozenset({Ability.SEE_GUESTS}),
    "stays:write": frozenset({Ability.SEND_STAYS}),
    "guests:read": frozenset({Ability.SEE_GUESTS}),
    "guests:write": frozenset({Ability.SEE_GUESTS, Ability.EDIT_GUESTS, Ability.MERGE_GUESTS}),
    "guests:pii": frozenset({Ability.SEE_FULL_PHONE}),
    "remarks:read": frozenset({Ability.SEE_GUESTS}),
    "remarks:write": frozenset({Ability.SEE_GUESTS, Ability.WRITE_REMARKS, Ability.ASSIGN_REMARKS}),
    "reports:read": frozenset({Ability.SEE_REPORTS_CHAIN, Ability.SEE_REPORTS_PROPERTY}),
    "imports:write": frozenset({Ability.IMPORT_DATA}),
    "exports:read": frozenset({Ability.EXPORT_DATA}),
    "sources:write": frozenset({Ability.SEE_GUESTS, Ability.MAP_SOURCES}),
    "chain:write": frozenset({Ability.MANAGE_CHAIN, Ability.MANAGE_PROPERTY}),
    "audit:read": frozenset({Ability.SEE_AUDIT}),
    "programme:read": frozenset({Ability.SEE_GUESTS, Ability.SEE_PROGRAMME}),
    "programme:write": frozenset({Ability.SEE_PROGRAMME, Ability.EDIT_PROGRAMME}),
    "value:write": frozenset(
        {Ability.SEE_GUESTS, Ability.SEE_PROGRAMME, Ability.MOVE_VALUE, Ability.ADJUST_VALUE}
    ),
    "events:read": frozenset({Ability.SEE_EVENTS}),
    "members:write": frozenset({Ability.SEE_GUESTS, Ability.SEE_PROGRAMME, Ability.ENROL_MEMBERS}),
}

# Everything but making keys and webhooks and inviting people: a leaked key must not be able to outlive its revocation.
# A second person is a person, and so is who pays.
EVERYTHING = frozenset(Ability) - {
    Ability.MANAGE_KEYS,
    Ability.MANAGE_WEBHOOKS,
    Ability.MANAGE_STAFF,
    Ability.MANAGE_BILLING,
    Ability.APPROVE_VALUE,
}


def abilities(scopes: list[str]) -> frozenset[Ability]:
    """The union; every key may see the chain it belongs to. An unknown scope allows nothing."""
    if "*" in scopes:
        return EVERYTHING
    return frozenset({Ability.SEE_CHAIN}).union(*(SCOPES.get(scope, frozenset()) for scope in scopes))
