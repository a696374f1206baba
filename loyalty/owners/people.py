"""Who works at this property, by name. Whoever owns guests and does not work here any more has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from staff.access import grant_of, may
from staff.models import Membership, StaffMember
from staff.roles import Ability
from tenants.context import in_public, raw_connection
from tenants.models import Property


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may look after guests here."""

    id: UUID
    name: str
    role: str


def here(hotel: Property) -> dict[UUID, Colleague]:
    """Everybody who works at this property now and may see its guests, by name."""
    with in_public():
        held = (
            Membership.objects.filter(
                Q(property_ids=[]) | Q(property_ids__contains=[hotel.pk]),
                chain_id=hotel.chain_id,
                is_active=True,
                staff__is_active=True,
            )
            .select_related("staff")
            .order_by("staff__name", "staff_id")
        )
        found = {
            each.staff_id: Colleague(each.staff_id, each.staff.name, each.role)
            for each in held
            if may(grant_of(each), Ability.SEE_GUESTS, property_id=hotel.pk)
        }
    _back()
    return found


def names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these people, of whoever left too; '' is nobody's name, so an unknown id is left out."""
    asked = {each for each in ids if each is not None}
    if not asked:
        return {}
    with in_public():
        found = dict(StaffMember.objects.filter(pk__in=asked).values_list("pk", "name"))
    _back()
    return found


def _back() -> None:
    """Whoever holds the connection goes on with it in the property: it returns there only when asked for again."""
    raw_connection()
