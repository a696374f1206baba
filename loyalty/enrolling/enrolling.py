"""Somebody becomes a member at a PMS's desk: once, whoever asks how often. And a PMS's own number leads to a member."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from kernel import clock, deadlocks
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty import journey
from loyalty.enrolling.members import Member, members
from loyalty.guests import editing, persons, turns
from loyalty.guests.matching import KINDS
from loyalty.guests.models import Guest
from loyalty.programme import versions, visiting
from loyalty.programme.points.refusals import NoProgramme
from loyalty.programme.tiers import membership
from loyalty.programme.versions import Published
from tenants.context import raw_connection
from tenants.models import Property

FILLED = ("phone", "email", "birthday")


class NotEnrollable(Refused):
    """Also for a guest whom the PMS marks secret: of him nothing is told outside."""

    code = "not_eligible"
    status = 422
    zh = "无法为这位客人办理会员，请在前台处理。"
    en = "This guest cannot be enrolled here: let the desk see to it."


class NoIdentity(Refused):
    code = "no_identity"
    status = 422
    zh = "需要手机号、邮箱或客人编号中的至少一项。"
    en = "A phone number, an e-mail or the customer's number is needed."


class LinkedElsewhere(Refused):
    code = "already_linked"
    status = 409
    zh = "这个客人编号已经属于另一位客人。"
    en = "This customer's number already leads to another guest."


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom a PMS wants enrolled: checked, in our spelling."""

    name: str
    phone: str | None = None  # E.164
    email: str | None = None  # lower case
    birthday: date | None = None
    number: str | None = None  # by which the PMS knows him

    def identities(self) -> list[tuple[int, str]]:
        """What leads to the guest, strongest first."""
        given = (("phone", self.phone), ("pms", self.number), ("email", self.email))
        return [(KINDS[kind], value) for kind, value in given if value]


def in_force(raw: Statements, hotel: Property) -> Published:
    """The programme of today, or NoProgramme."""
    published = versions.in_force(raw, clock.today(hotel.time_zone))
    if published is None:
        raise NoProgramme
    return published


def enrol(hotel: Property, customer: Customer) -> tuple[Member, bool]:
    """The membership of this customer, and whether it is new. Inside in_property(hotel).

    Who is a member already keeps what he has; what the property did not know of him is added.
    """
    if not customer.identities():
        raise NoIdentity
    return deadlocks.done_again(lambda: _enrol(hotel, customer))


@transaction.atomic
def _enrol(hotel: Property, customer: Customer) -> tuple[Member, bool]:
    raw = Statements(raw_connection())
    published = in_force(raw, hotel)
    turns.take(raw, hotel.pk)
    found = _known(raw, customer.identities())
    guest = _completed(found, customer) if found else _created(customer)
    journey.tell_apart(hotel, {guest})
    guest = persons.rows_of(raw, guest)[0]
    if known := members(raw, published.programme, [guest]):
        return known[guest], False
    membership.admit(raw, published.programme, guest, clock.today(hotel.time_zone))
    visiting.after_stays(raw, hotel, [guest])
    made = members(raw, published.programme, [guest])
    if not made:
        raise NotEnrollable
    return made[guest], True


def link(hotel: Property, guest_id: int, number: str) -> None:
    """Let the PMS's own number lead to this member. Again: nothing changes. Inside in_property(hotel)."""
    deadlocks.done_again(lambda: _link(hotel, guest_id, number))


@transaction.atomic
def _link(hotel: Property, guest_id: int, number: str) -> None:
    raw = Statements(raw_connection())
    turns.take(raw, hotel.pk)
    holder = _known(raw, [(KINDS["pms"], number)])
    if holder == guest_id:
        return
    if holder is not None:
        raise LinkedElsewhere
    raw_connection().execute(editing.ENTER, [guest_id, KINDS["pms"], number, guest_id])
    journey.tell_apart(hotel, {guest_id})


def unlink(hotel: Property, guest_id: int, number: str) -> bool:
    """Take such a link back; False when there was none. Stays that came under the number stay where they are."""

    def once() -> bool:
        with transaction.atomic():
            raw = Statements(raw_connection())
            turns.take(raw, hotel.pk)
            gone = raw.execute(
                UNLINK, (KINDS["pms"], number, list(persons.rows_of(raw, guest_id)))
            ).fetchall()
            if gone:
                journey.tell_apart(hotel, {row[0] for row in gone})
            return bool(gone)

    return deadlocks.done_again(once)


def _known(raw: Statements, identities: list[tuple[int, str]]) -> int | None:
    """The standing guest to whom the strongest of these leads."""
    for kind, value in identities:
        found = raw.execute(KNOWN, (kind, value)).fetchone()
        if found:
            return int(found[0])
    return None


def _created(customer: Customer) -> int:
    now = clock.now()
    guest = Guest.objects.create(
        name=customer.name, person=b"", by_hand=["name"], created_at=now, changed_at=now
    )
    _write(guest.pk, {name: getattr(customer, name) for name in FILLED if getattr(customer, name)}, customer)
    return guest.pk


def _completed(guest_id: int, customer: Customer) -> int:
    guest = Guest.objects.get(pk=guest_id)
    if guest.secret:
        raise NotEnrollable
    missing = {
        name: value for name in FILLED if (value := getattr(customer, name)) and not getattr(guest, name)
    }
    _write(guest_id, missing, customer)
    return guest_id


def _write(guest_id: int, changes: dict[str, Any], customer: Customer) -> None:
    raw = raw_connection()
    if changes:
        editing.edit(raw, guest_id, changes, clock.now())
    if customer.number and _known(Statements(raw), [(KINDS["pms"], customer.number)]) is None:
        raw.execute(editing.ENTER, [guest_id, KINDS["pms"], customer.number, guest_id])


KNOWN = """
SELECT coalesce(g.merged_into_id, g.id) FROM guests_identity i JOIN guests_guest g ON g.id = i.guest_id
 WHERE i.kind = %s AND i.value = %s ORDER BY g.contested, g.last_visit_on DESC NULLS LAST, g.id LIMIT 1
"""
# Only what was entered, never what stays brought.
UNLINK = """
DELETE FROM guests_identity WHERE kind = %s AND value = %s AND guest_id = ANY(%s::bigint[]) AND entry IS NOT NULL
RETURNING guest_id
"""
