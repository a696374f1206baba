"""A sandbox is moved forward in time: every night on the way happens, in order, and is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.programme import nightly, wording
from loyalty.programme.wording import Said
from tenants.context import in_property, in_public, raw_connection
from tenants.models import Property

DAYS_MAX = 92
# What follows on a publication runs at the same time: the clock waits for it instead of refusing to move.
WAIT_S = 10
SHOWN = 50  # of what happened on a day

# Notices of the day and changes of tiers, as they were put down.
HAPPENED = """
SELECT what, guest_id, name, code, facts FROM (
  SELECT 'notice' AS what, n.guest_id, s.name, n.kind AS code, n.facts::text, n.id FROM programme_notice n
    JOIN guests_guest s ON s.id = n.guest_id WHERE n.day = %s
  UNION ALL
  SELECT 'tier', c.guest_id, s.name, c.reason, c.facts::text, c.id FROM tiers_change c
    JOIN guests_guest s ON s.id = c.guest_id WHERE c.on_day = %s
) AS found WHERE true ORDER BY what DESC, id LIMIT %s
"""


class NoSandbox(Refused):
    code = "not_a_sandbox"
    status = 422
    zh = "只有沙箱才能调整时间。"
    en = "Only a sandbox has a clock that can be moved."


class NotForward(Refused):
    code = "clock_not_forward"
    status = 422
    zh = "时间只能向前调：现在是 {today}。"
    en = "The clock moves forward only: it is {today} now."


class TooFar(Refused):
    code = "clock_too_far"
    status = 422
    zh = "一次最多前进 {most} 天，要求的是 {days} 天。"
    en = "At most {most} days at a time, not {days}."


class MovedMeanwhile(Refused):
    code = "clock_moved_meanwhile"
    zh = "有人同时在调整时间，请刷新后重试。"
    en = "Somebody else moved the clock in this moment. Reload and try again."


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a night brought to one guest."""

    what: str  # notice | tier
    guest: int
    name: str
    code: str
    says: Said


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    told: dict[str, dict[str, int]]
    happened: list[Happening] = field(default_factory=list)


def advance(hotel: Property, to: date) -> Iterator[Day]:
    """Day by day until `to`, each with its night. Stopped half-way, the clock stands where it came to.

    Inside the property, outside of a transaction.
    """
    if not hotel.sandbox:
        raise NoSandbox
    today = clock.today(hotel.time_zone)
    if to <= today:
        raise NotForward(today=today)
    if (days := (to - today).days) > DAYS_MAX:
        raise TooFar(most=DAYS_MAX, days=days)
    return _days(hotel, today, days)


def _days(hotel: Property, today: date, days: int) -> Iterator[Day]:
    nightly.catch_up(hotel, wait_s=WAIT_S)  # what is due already comes first
    for n in range(1, days + 1):
        day = today + timedelta(days=n)
        _move(hotel, day)
        with in_property(hotel):
            nights = nightly.catch_up(hotel, wait_s=WAIT_S)
            found = Day(day, nights.get(day, {}), _happened(Statements(raw_connection()), day))
        # Not within: who takes no further day leaves this standing here, and it would step out of the property
        # whenever it is cleared away, in the middle of somebody else's request.
        yield found


def _move(hotel: Property, day: date) -> None:
    """Set the clock to this day, at the time of day that it is."""
    zone = clock.zone(hotel.time_zone)
    wanted = datetime.combine(day, clock.now().astimezone(zone).time(), zone)
    with in_public():
        shift = round((wanted - clock.now().astimezone(UTC)).total_seconds())
        moved = Property.objects.filter(pk=hotel.pk, clock_shift_s=hotel.clock_shift_s)
        if not moved.update(clock_shift_s=shift):
            raise MovedMeanwhile
    hotel.clock_shift_s = shift


def _happened(raw: Statements, day: date) -> list[Happening]:
    found: list[Any] = raw.execute(HAPPENED, (day, day, SHOWN)).fetchall()
    return [
        Happening(what, guest, name, code, wording.say(code, msgspec.json.decode(facts)))
        for what, guest, name, code, facts in found
    ]
