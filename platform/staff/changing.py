"""What a member of staff is at a chain changes, or ends."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kernel.errors import Refused
from staff.access import Grant, grant_of
from staff.inviting import PropertyNotYours, RoleNotYours, check_gift, gives
from staff.models import Membership, StaffMember
from staff.roles import Role


class LastOwner(Refused):
    code = "last_owner"
    status = 422
    zh = "集团至少需要一位在职的所有者。"
    en = "A chain needs at least one active owner."


@transaction.atomic
def change(
    membership: Membership,
    giver: Grant,
    *,
    role: Role | None = None,
    property_ids: Collection[int] | None = None,
    is_active: bool | None = None,
) -> Membership:
    """Change role, properties or employment; effective on the person's next request."""
    # The chain's memberships take turns, so that two owners cannot remove each other at once.
    held = {m.pk: m for m in Membership.objects.select_for_update().filter(chain_id=membership.chain_id)}
    membership = held[membership.pk]
    _check_reach(giver, membership)
    membership.role = role or membership.role
    if property_ids is not None:
        membership.property_ids = sorted(set(property_ids))
    check_gift(giver, Role(membership.role), membership.property_ids)
    if is_active is not None:
        membership.is_active = is_active
    if not any(m.role == Role.OWNER and m.is_active for m in held.values()):
        raise LastOwner
    membership.save(update_fields=["role", "property_ids", "is_active"])
    if is_active is False:
        end_sessions(membership.staff_id)
    return membership


def end_sessions(staff_id: UUID) -> None:
    """End every session of one person, everywhere, at once."""
    StaffMember.objects.filter(pk=staff_id).update(session_epoch=F("session_epoch") + 1)


def _check_reach(giver: Grant, membership: Membership) -> None:
    """A manager touches neither the owner nor the desk of another property."""
    if Role(membership.role) not in gives(giver):
        raise RoleNotYours(role=membership.role)
    theirs = grant_of(membership).property_ids
    if giver.property_ids is not None and (theirs is None or not theirs <= giver.property_ids):
        raise PropertyNotYours
