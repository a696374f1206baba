"""A sandbox is moved forward in time: on every day on the way the nights happen, campaigns choose, and messages go.

In the order of a real day: the night in the small hours, the gate at ten in the morning (whatever the time of day to
which the clock is moved), and once more when the day has come to the time it is moved to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from math import ceil

from kernel import clock
from loyalty.nights import following, nightly, sending
from loyalty.programme import advancing as programme
from loyalty.programme.advancing import Day
from tenants.context import in_property
from tenants.models import Property

NIGHT, MORNING = time(4), time(10)


def advance(hotel: Property, to: date) -> Iterator[Day]:
    """Day by day until `to`. Stopped half-way, the clock stands where it came to.

    Inside the property, outside of a transaction.
    """
    return _days(hotel, programme.advance(hotel, to), to)


def _days(hotel: Property, days: Iterator[Day], to: date) -> Iterator[Day]:
    _work(hotel)  # what is due already comes first
    while (now := _local(hotel)).date() < to:
        if now.time() < MORNING:
            # Ten o'clock lies between now and the same time tomorrow.
            with _at(hotel, now.date(), MORNING):
                _work(hotel)
        day = next(days)
        yield replace(day, told={**day.told, **_day(hotel, day.day)})


def _day(hotel: Property, day: date) -> dict[str, dict[str, int]]:
    """The rest of a day whose programme's night is done, up to the time of day that it is."""
    until = _local(hotel).time()
    with _at(hotel, day, min(NIGHT, until)):
        following.follow_all(hotel)
        told = nightly.catch_up(hotel).get(day, {})
    if until >= MORNING:
        with _at(hotel, day, MORNING):
            _work(hotel)
    with in_property(hotel):
        _work(hotel)
    return told


def _work(hotel: Property) -> None:
    following.follow_all(hotel)
    for what, work in sending.WORK.items():
        if (following_at := work(hotel)) is not None:
            sending.wake(hotel, what, following_at)


@contextmanager
def _at(hotel: Property, day: date, at: time) -> Iterator[None]:
    """Within: it is this time of that day at the property, for everything that is done with this object of it."""
    before = hotel.clock_shift_s
    wanted = datetime.combine(day, at, clock.zone(hotel.time_zone))
    hotel.clock_shift_s = before + ceil((wanted - _local(hotel)).total_seconds())
    try:
        with in_property(hotel):
            yield
    finally:
        hotel.clock_shift_s = before


def _local(hotel: Property) -> datetime:
    with clock.ahead(hotel.clock_ahead):
        return clock.now().astimezone(clock.zone(hotel.time_zone))
