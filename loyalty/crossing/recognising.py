"""The highest tier of a person is known at every property of the chain that shares tiers.

A change of membership leaves a mark (sharing_mark), in its own transaction. The worker takes the marks of a
property, replaces what the chain knows of those guests, and tells the other properties that know the person.
Doing it twice changes nothing; what is marked meanwhile stays marked.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from chains.models import Chain
from kernel import clock
from kernel.statements import Statements, array
from loyalty.programme import versions
from sharing.models import Mark, Standing
from sharing.settings import Shared, share, shared_by
from tenants.context import SchemaLagging, in_property, raw_connection
from tenants.models import Property

log = logging.getLogger(__name__)

CHAIN_LOCK = 7401  # the first number of the advisory lock; the second is the chain


@dataclass(frozen=True, slots=True)
class Held:
    """What one guest holds at one property."""

    guest: int
    person: bytes
    tier: str
    until: date | None


def refresh_marked() -> dict[str, int]:
    """Pass on what is marked, chain by chain; a property that fails keeps its marks and holds up nobody."""
    told = {"guests": 0, "failed": 0}
    places = Property.objects.filter(pk__in=Mark.objects.values("property_id").distinct())
    for place in places.select_related("chain").order_by("pk"):
        try:
            told["guests"] += refresh(place)
        except SchemaLagging:
            told["failed"] += 1  # its marks wait until it is up to date
        except Exception:
            log.exception("Tiers of property %s could not be passed on", place.pk)
            told["failed"] += 1
    return told


def refresh(place: Property) -> int:
    """Pass on the marked guests of one property; how many there were."""
    with transaction.atomic():
        _lock(place.chain_id)
        marked = _take(place.pk)
        # What is held at a sandbox is known nowhere else.
        if not marked or place.sandbox or not shared_by(place.chain_id).tiers:
            return 0
        persons = _replace(place, marked)
        _tell(place.chain, persons)
        return len(marked)


def switch(chain: Chain, **switches: bool) -> Shared:
    """Switch what the chain shares; tiers that are shared from now on are marked, those no more are forgotten."""
    with transaction.atomic():
        _lock(chain.pk)
        before = shared_by(chain.pk)
        after = share(chain, **switches)
        if before.tiers != after.tiers:
            for place in Property.objects.filter(chain=chain, state="open", sandbox=False):
                place.chain = chain
                _begin(place) if after.tiers else _forget(place)
            if not after.tiers:
                Standing.objects.filter(chain=chain).delete()
    return after


def _lock(chain_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s::int)", [CHAIN_LOCK, chain_id])


def _take(property_id: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sharing_mark WHERE property_id = %s RETURNING guest_id", [property_id])
        return sorted({guest for (guest,) in cursor.fetchall()})


def _replace(place: Property, guests: Collection[int]) -> set[bytes]:
    """What the chain knows of these guests, anew; returns the persons it was or is about."""
    with in_property(place):
        raw = Statements(raw_connection())
        published = versions.in_force(raw, clock.today(place.time_zone))
        rows = [
            Held(row[0], bytes(row[1]), *row[2:]) for row in raw.execute(HELD, (list(guests),)).fetchall()
        ]
    known = Standing.objects.filter(property_id=place.pk, guest_id__in=guests)
    persons = {bytes(person) for person in known.values_list("person", flat=True)}
    known.delete()
    if published is None:
        return persons
    tiers = {tier.code: (rank, tier) for rank, tier in enumerate(published.programme.tiers.levels)}
    Standing.objects.bulk_create(
        Standing(
            chain_id=place.chain_id,
            person=held.person,
            property_id=place.pk,
            guest_id=held.guest,
            tier=held.tier,
            name=tiers[held.tier][1].name,
            name_en=tiers[held.tier][1].name_en,
            rank=tiers[held.tier][0],
            until=held.until,
        )
        for held in rows
        if held.tier in tiers
    )
    return persons | {held.person for held in rows}


def _tell(chain: Chain, persons: Iterable[bytes]) -> None:
    """Every property that knows one of these persons learns the best tier held elsewhere."""
    by_person: dict[bytes, list[Standing]] = defaultdict(list)
    for standing in Standing.objects.filter(chain=chain, person__in=list(persons)):
        by_person[bytes(standing.person)].append(standing)
    open_ones = Property.objects.filter(chain=chain, state="open", sandbox=False)
    places = {place.pk: place for place in open_ones}
    told: dict[int, list[tuple[Standing, Standing | None]]] = defaultdict(list)
    for standings in by_person.values():
        for own in standings:
            others = [other for other in standings if other.property_id != own.property_id and other.rank > 0]
            told[own.property_id].append((own, max(others, key=lambda other: other.rank, default=None)))
    for property_id, pairs in told.items():
        if property_id in places:
            _write(places[property_id], pairs, {pk: place.name for pk, place in places.items()})


def _write(place: Property, pairs: list[tuple[Standing, Standing | None]], names: dict[int, str]) -> None:
    rows: list[tuple[Any, ...]] = [
        (
            own.guest_id,
            best.tier if best else None,
            best.until.isoformat() if best and best.until else None,
            names.get(best.property_id, "") if best else None,
        )
        for own, best in pairs
    ]
    today = clock.today(place.time_zone)
    columns = {name: array(column) for name, column in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
    with in_property(place):
        raw = Statements(raw_connection())
        raw.execute(ENDED, {**columns, "today": today})
        raw.execute(BEGUN, {**columns, "today": today, "now": clock.now()})


def _begin(place: Property) -> None:
    with in_property(place):
        Statements(raw_connection()).execute(MARK_ALL, (place.pk, clock.now()))


def _forget(place: Property) -> None:
    with in_property(place):
        Statements(raw_connection()).execute(FORGOTTEN, (clock.today(place.time_zone),))


HELD = """
SELECT g.id, g.person, m.tier, m.until FROM tiers_membership m JOIN guests_guest g ON g.id = m.guest_id
 WHERE g.id = ANY(%s) AND g.merged_into_id IS NULL AND NOT g.secret
"""
COLUMNS = ("guest", "tier", "until", "held_at")
_TOLD = """unnest(%(guest)s::bigint[], %(tier)s::text[], %(until)s::date[], %(held_at)s::text[])
  AS told (guest, tier, until, held_at)"""
# What is told again stays; what differs ends today, and the new word begins.
ENDED = f"""
UPDATE recognition_recognised r SET ended_on = greatest(%(today)s::date, r.since) FROM {_TOLD}
 WHERE r.guest_id = told.guest AND r.ended_on IS NULL
   AND (r.tier, r.until, r.held_at) IS DISTINCT FROM (told.tier, told.until, told.held_at)
"""  # noqa: S608 (put together from constants)
BEGUN = f"""
INSERT INTO recognition_recognised (guest_id, tier, until, held_at, since, told_at)
SELECT told.guest, told.tier, told.until, told.held_at, %(today)s, %(now)s FROM {_TOLD}
 WHERE told.tier IS NOT NULL
   AND NOT EXISTS (SELECT FROM recognition_recognised r WHERE r.guest_id = told.guest AND r.ended_on IS NULL)
"""  # noqa: S608
FORGOTTEN = "UPDATE recognition_recognised SET ended_on = greatest(%s::date, since) WHERE ended_on IS NULL"
MARK_ALL = """
INSERT INTO public.sharing_mark (property_id, at, guest_id)
SELECT %s, %s, guest_id FROM tiers_membership
"""
