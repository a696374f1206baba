"""The one judge: may this holder of a grant do that, here?"""

from dataclasses import dataclass

from staff.models import Membership, StaffMember
from staff.roles import ABILITIES, OF_A_PROPERTY, WHOLE_CHAIN, Ability, Role


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody (a member of staff or a key) holds at one chain."""

    chain_id: int
    role: str  # "" for a key
    abilities: frozenset[Ability]
    property_ids: frozenset[int] | None  # None: every property of the chain, those to come included

    def covers(self, property_id: int) -> bool:
        return self.property_ids is None or property_id in self.property_ids


def may(grant: Grant | None, ability: Ability, *, property_id: int | None = None) -> bool:
    """Judge one act: at one property, or (without one) on the chain."""
    if grant is None or ability not in grant.abilities:
        return False
    if property_id is not None:
        return grant.covers(property_id)
    return grant.property_ids is None or ability not in WHOLE_CHAIN


def grant_of(membership: Membership) -> Grant:
    role = Role(membership.role)
    listed = frozenset(membership.property_ids)
    # Whose last property was taken away must not fall back to all of them.
    everywhere = not listed and role not in OF_A_PROPERTY
    return Grant(membership.chain_id, role, ABILITIES[role], None if everywhere else listed)


def operator_grant(chain_id: int) -> Grant:
    return Grant(chain_id, Role.OPERATOR, ABILITIES[Role.OPERATOR], None)


def grants_of(staff: StaffMember) -> dict[int, Grant]:
    """Chain -> grant, read anew for each request so that a revoked role is gone on the next one."""
    held = Membership.objects.filter(staff=staff, is_active=True, chain__state="open")
    return {membership.chain_id: grant_of(membership) for membership in held}
