"""Whose a complaint is, and until when: so that it stands with one person, and not in a chat that everybody reads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kernel.statements import Statements
from loyalty.owners import departments, people, reading
from loyalty.owners.people import Colleague
from loyalty.touches.keywords import Rule
from staff.roles import Role
from tenants.models import Property

DUE_HOURS = 24  # of a complaint that no rule speaks for
MANAGEMENT = "management"


@dataclass(frozen=True, slots=True)
class Routed:
    """Who sees to it and until when; nobody where nobody works here who could."""

    owner: UUID | None
    owner_name: str
    department: str
    due_at: datetime


@dataclass(slots=True)
class Hands:
    """Who could see to complaints, and how many each has open; counted on while one batch is given out."""

    here: Mapping[UUID, Colleague]
    members: Mapping[str, Sequence[UUID]]
    owners: Mapping[int, UUID]  # standing guest -> who looks after him
    open: Counter[UUID] = field(default_factory=Counter)


def hands(raw: Statements, hotel: Property, guests: Sequence[int]) -> Hands:
    """As they stand now, for complaints of these (standing) guests. Inside the property."""
    here = people.here(hotel)
    members = {
        code: [each for each in found.members if each in here]
        for code, found in departments.named(raw).items()
    }
    owners = {guest: found.staff for guest, found in reading.many(raw, guests).items() if found.staff in here}
    counted: Counter[UUID] = Counter(dict(raw.execute(OPEN).fetchall()))
    return Hands(here, members, {guest: staff for guest, staff in owners.items() if staff}, counted)


def give(among: Hands, guest: int, rule: Rule | None, now: datetime, *, department: str = "") -> Routed:
    """The rule's department: in it the guest's own owner, else who has the fewest open; else a manager of the house.

    Due from now on, not from when it happened: who hears of it late has his hours all the same.
    """
    code = department or (rule.department if rule else "") or MANAGEMENT
    due_at = now + timedelta(hours=rule.due_hours if rule else DUE_HOURS)
    chosen = _chosen(among, guest, among.members.get(code, ()))
    if chosen is None:
        return Routed(None, "", code, due_at)
    among.open[chosen] += 1
    return Routed(chosen, among.here[chosen].name, code, due_at)


def _chosen(among: Hands, guest: int, members: Sequence[UUID]) -> UUID | None:
    if (owner := among.owners.get(guest)) is not None and owner in members:
        return owner
    for group in (members, _of_role(among, Role.MANAGER), _of_role(among, Role.OWNER)):
        if group:
            return min(group, key=lambda each: among.open[each])
    return None


def _of_role(among: Hands, role: Role) -> list[UUID]:
    return [each.id for each in among.here.values() if each.role == role.value]


OPEN = """
SELECT owner, count(*) FROM guests_interaction
 WHERE kind = 'complaint' AND settled_at IS NULL AND owner IS NOT NULL GROUP BY owner
"""
