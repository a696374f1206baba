"""Which visits of a guest are on or coming: stays that are booked join the counted ones by the rule of visits.

A visit that is only booked has no row of its own yet. What is prepared is prepared for the visit, so two rooms on one
night, or an extension booked on a new folio, are one here too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

import msgspec

from kernel.statements import Statements, array
from loyalty.stays.sources import uncounted

# Who is booked for yesterday may still come after midnight.
LATE = timedelta(days=1)
# A visit is looked at for some days after it ended: what was not done on it is told from what was never due.
ENDED = timedelta(days=4)
_by_arrival = attrgetter("check_in", "check_out", "external_id")


@dataclass(frozen=True, slots=True)
class Folio:
    """One stay of a visit that is on or coming. `visit` is None while it is only booked."""

    id: int
    external_id: str
    guest: int
    status: str
    check_in: datetime
    check_out: datetime
    check_in_on: date
    check_out_on: date
    room_no: str
    room_type: str
    source: str
    channel: str
    requests: list[str]
    visit: int | None
    ordinal: int | None
    prev_on: date | None
    details: dict[str, Any]


@dataclass(slots=True)
class Coming:
    """One visit: its stays by arrival, which one of the guest's it is (or would be), and the check-in before it."""

    ordinal: int
    day: date
    until: date
    prev_on: date | None
    stays: list[Folio] = field(default_factory=list)

    @property
    def ids(self) -> set[int]:
        return {stay.id for stay in self.stays}

    @property
    def here(self) -> list[Folio]:
        """The stays whose guests have come and not left."""
        return [stay for stay in self.stays if stay.status == "in_house"]

    @property
    def over(self) -> bool:
        """Everybody has left."""
        return all(stay.status == "checked_out" for stay in self.stays)

    @property
    def rooms(self) -> str:
        return "、".join(dict.fromkeys(stay.room_no for stay in self.stays if stay.room_no))


def visits_of(stays: Iterable[Folio], visits: int, last_on: date | None) -> list[Coming]:
    """The visits that these stays make, in order; `visits` and `last_on` are the guest's count and last check-in.

    A counted visit keeps its number; one that is booked has the next after those before it.
    """
    comings: list[Coming] = []
    for stay in sorted(stays, key=_by_arrival):
        if comings and stay.check_in_on <= comings[-1].until:
            comings[-1].until = max(comings[-1].until, stay.check_out_on)
        else:
            comings.append(Coming(0, stay.check_in_on, stay.check_out_on, None))
        comings[-1].stays.append(stay)
    counted = [stay.ordinal for coming in comings for stay in coming.stays if stay.ordinal is not None]
    number = min(counted) - 1 if counted else visits
    before = None if counted else last_on
    for coming in comings:
        own = [stay.ordinal for stay in coming.stays if stay.ordinal is not None]
        coming.ordinal = number = min(own) if own else number + 1
        known = next((stay.prev_on for stay in coming.stays if stay.ordinal == number), None) if own else None
        coming.prev_on = known or before
        before = coming.day
    return comings


def read(raw: Statements, guests: Sequence[int], today: date) -> dict[int, list[Coming]]:
    """Of these guests (standing ones) the visits that are on, have just ended or are booked from today on."""
    stays: dict[int, list[Folio]] = defaultdict(list)
    people: dict[int, tuple[int, date | None]] = {}
    asked = {"guests": array(list(guests)), "late": today - LATE, "ended": today - ENDED}
    for visits, last_on, details, *rest in raw.execute(STAYS, asked).fetchall():
        values: list[Any] = [*rest, msgspec.json.decode(details)]
        stay = Folio(*values)
        words = (stay.details.get("rate_code", ""), stay.details.get("market_code", ""), stay.source)
        if stay.visit is None and uncounted(*words):
            continue
        people[stay.guest] = (visits, last_on)
        stays[stay.guest].append(stay)
    return {guest: visits_of(found, *people[guest]) for guest, found in stays.items()}


STAYS = """
SELECT g.visits, g.last_visit_on, s.details::text, s.id, s.external_id, g.id, s.status, s.check_in, s.check_out, s.check_in_on,
       s.check_out_on, s.room_no, s.room_type, s.source, s.channel, s.requests, s.visit_id, v.ordinal, v.prev_on
  FROM guests_guest g
  JOIN stays_stay s ON s.guest_id = g.id
  LEFT JOIN stays_visit v ON v.id = s.visit_id
 WHERE g.id = ANY(%(guests)s::bigint[])
   AND (s.status = 'booked' AND s.check_in_on >= %(late)s OR v.check_out_on >= %(ended)s)
"""
