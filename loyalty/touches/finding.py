"""Whose touch point it is: the guest by our number, by the PMS's number, by phone or by a stay; the stay by its number.

A few statements however many there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kernel import phones
from kernel.statements import Statements
from loyalty.guests.matching import KINDS


@dataclass(frozen=True, slots=True)
class Whom:
    """How a sender names the guest; the first that is given counts."""

    id: int | None = None
    external_id: str = ""
    phone: str = ""  # as written
    stay: str = ""  # the PMS's number of one of his stays


@dataclass(frozen=True, slots=True)
class StayFound:
    id: int
    guest: int  # standing
    room_no: str


@dataclass(slots=True)
class People:
    """Everybody and every stay that a batch names, each leading to the guest who stands for the person."""

    ids: dict[int, int] = field(default_factory=dict)
    numbers: dict[str, set[int]] = field(default_factory=dict)
    phones: dict[str, set[int]] = field(default_factory=dict)
    stays: dict[str, StayFound] = field(default_factory=dict)

    def of(self, whom: Whom) -> tuple[int | None, str]:
        """(the guest, '') or (None, why not: no_such_guest | several_guests | bad_phone)."""
        if whom.id is not None:
            found = self.ids.get(whom.id)
            return found, "" if found else "no_such_guest"
        if whom.external_id:
            return _only(self.numbers.get(whom.external_id, ()))
        if not whom.phone and whom.stay:
            there = self.stays.get(whom.stay)
            return (there.guest, "") if there else (None, "no_such_stay")
        number = phones.e164(whom.phone) if whom.phone else None
        if number is None:
            return None, "bad_phone"
        return _only(self.phones.get(number, ()))


def people(raw: Statements, whom: Iterable[Whom], stays: Iterable[str]) -> People:
    """Look them all up."""
    asked = list(whom)
    ids = [each.id for each in asked if each.id is not None and 0 < each.id < 2**63]
    numbers = [each.external_id for each in asked if each.external_id]
    written = [number for each in asked if each.phone and (number := phones.e164(each.phone))]
    found = People()
    if ids:
        found.ids = {row[0]: row[1] for row in raw.execute(BY_ID, (ids,)).fetchall()}
    if numbers or written:
        values = {"numbers": numbers, "phones": written, "pms": KINDS["pms"], "phone": KINDS["phone"]}
        for kind, value, guest in raw.execute(BY_IDENTITY, values).fetchall():
            kept = found.phones if kind == KINDS["phone"] else found.numbers
            kept.setdefault(value, set()).add(guest)
    if codes := [code for code in stays if code]:
        found.stays = {row[0]: StayFound(*row[1:]) for row in raw.execute(STAYS, (codes,)).fetchall()}
    return found


def _only(guests: Iterable[int]) -> tuple[int | None, str]:
    found: Sequence[int] = list(guests)
    if len(found) == 1:
        return found[0], ""
    return None, "several_guests" if found else "no_such_guest"


BY_ID = """
SELECT a.id, coalesce(a.merged_into_id, a.id) FROM guests_guest a WHERE a.id = ANY(%s)
"""
BY_IDENTITY = """
SELECT i.kind, i.value, coalesce(g.merged_into_id, g.id)
  FROM guests_identity i JOIN guests_guest g ON g.id = i.guest_id
 WHERE i.kind = %(pms)s AND i.value = ANY(%(numbers)s) OR i.kind = %(phone)s AND i.value = ANY(%(phones)s)
"""
STAYS = """
SELECT s.external_id, s.id, coalesce(g.merged_into_id, g.id), s.room_no
  FROM stays_stay s JOIN guests_guest g ON g.id = s.guest_id WHERE s.external_id = ANY(%s)
"""
