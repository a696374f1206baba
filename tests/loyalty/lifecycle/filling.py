"""A property filled with visits, straight into its tables: what the numbers are made of, and nothing else."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from kernel.statements import Statements
from loyalty.guests.models import Guest
from loyalty.lifecycle import assessing
from loyalty.lifecycle.models import State
from loyalty.stays.models import Source, Stay, Visit
from tenants.context import in_property, raw_connection
from tenants.models import Property
from tests.loyalty.lifecycle import generator

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = date(2026, 6, 30)
SOURCES = {"携程": "ota", "会员": "member", "散客": "walk_in", "中石油": "corporate"}


def guest(name: str, **more: object) -> Guest:
    key = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    return Guest(name=name, person=key, created_at=LONG_AGO, changed_at=LONG_AGO, **more)


def visit(
    of: Guest, ordinal: int, day: date, before: date | None, source: str, cents: int, **more: object
) -> Visit:
    facts: dict[str, object] = {
        "check_out_on": day + timedelta(days=1),
        "checked_out_at": datetime.combine(day + timedelta(days=1), time(3), UTC),
        "channel": SOURCES[source],
        "source": source,
        "room_no": "8210",
        "room_type": "",
        "rate_cents": cents,
        "nights": 1,
        "room_cents": cents,
        "other_cents": 0,
        "stays": 1,
        "prev_on": before,
    }
    return Visit(guest=of, ordinal=ordinal, check_in_on=day, **{**facts, **more})


def sources() -> None:
    Source.objects.bulk_create(
        (
            Source(name=name, channel=channel, mapped=True, first_seen_at=LONG_AGO)
            for name, channel in SOURCES.items()
        ),
        ignore_conflicts=True,
    )


def come(of: Guest, days: Iterable[date], source: str = "携程", cents: int = 20800, **last: object) -> None:
    """The guest with exactly these visits, in place of all there were. Inside the property."""
    sources()
    Stay.objects.filter(guest=of).delete()
    Visit.objects.filter(guest=of).delete()
    ordered = sorted(days)
    made = [
        visit(
            of,
            n,
            day,
            ordered[n - 2] if n > 1 else None,
            source,
            cents,
            **(last if n == len(ordered) else {}),
        )
        for n, day in enumerate(ordered, 1)
    ]
    Visit.objects.bulk_create(made)
    Guest.objects.filter(pk=of.pk).update(
        visits=len(ordered),
        first_visit_on=ordered[0] if ordered else None,
        last_visit_on=ordered[-1] if ordered else None,
    )


def met(name: str, days: Iterable[date], source: str = "携程", cents: int = 20800, **last: object) -> Guest:
    """A new guest with these visits. Inside the property."""
    made = guest(name)
    made.save()
    come(made, days, source, cents, **last)
    return made


def regulars(guests: int, until: date = TODAY) -> list[Guest]:
    """Guests who come again after about 60 days, three times each. Inside the property."""
    sources()
    made = [guest(f"客{n}", visits=3) for n in range(guests)]
    rows = []
    for n, one in enumerate(made):
        first = until - timedelta(days=200 + n % 40)
        second = first + timedelta(days=50 + n % 21)
        third = second + timedelta(days=50 + (n * 7) % 21)
        one.first_visit_on, one.last_visit_on = first, third
        for ordinal, (day, before) in enumerate(((first, None), (second, first), (third, second)), 1):
            rows.append(visit(one, ordinal, day, before, "携程", 20800))
    Guest.objects.bulk_create(made)
    Visit.objects.bulk_create(rows)
    return made


def crowd(guests: int, seed: int, days: int = 700, until: date = TODAY) -> list[Guest]:
    """Guests who behave as the models say, over four sources. Inside the property."""
    drawn = generator.visits(guests, seed, days=days, joined_over=days - 60)
    draw = np.random.default_rng(seed)
    names = list(SOURCES)
    first = until - timedelta(days=days - 1)
    sources()
    made = [guest(f"客人{n}-{seed}") for n in range(guests)]
    Guest.objects.bulk_create(made)
    whose = draw.integers(0, len(names), guests)
    rows: list[Visit] = []
    ordinal, before = 0, -1
    for who, day, cents in zip(drawn.guest.tolist(), drawn.day.tolist(), drawn.cents.tolist(), strict=True):
        ordinal = ordinal + 1 if who == before else 1
        prev = rows[-1].check_in_on if who == before else None
        rows.append(visit(made[who], ordinal, first + timedelta(days=day), prev, names[whose[who]], cents))
        before = who
        made[who].visits, made[who].last_visit_on = ordinal, rows[-1].check_in_on
        made[who].first_visit_on = made[who].first_visit_on or rows[-1].check_in_on
    Visit.objects.bulk_create(rows, batch_size=5000)
    Guest.objects.bulk_update(made, ["visits", "first_visit_on", "last_visit_on"], batch_size=2000)
    return made


def raw() -> Statements:
    return Statements(raw_connection())


def night(place: Property, day: date = TODAY) -> dict[str, int]:
    with in_property(place):
        return assessing.night(raw(), place, day)


def follow(place: Property, guests: Iterable[int], today: date = TODAY) -> list[int]:
    with in_property(place):
        return assessing.follow(raw(), place, list(guests), today)


def standings(place: Property) -> dict[int, tuple[object, ...]]:
    """All states, without by which night and when they were written."""
    names = [f.attname for f in State._meta.fields if f.attname not in ("basis_id", "as_of", "guest_id")]
    with in_property(place):
        return {row[0]: row[1:] for row in State.objects.values_list("guest_id", *names)}
