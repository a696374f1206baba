"""The journey of a stay: from what the PMS sent to everything it causes, in one transaction, safe to repeat.

    incoming -> newest state wins -> whose stay is it -> visits and ordinals anew -> nickname, remark task
             -> months and persons whose figures are to be renewed

Nothing here is triggered by a signal; the order is the order of the lines in `follow`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kernel import clock
from kernel.statements import Statements
from loyalty.guests import turns
from loyalty.journey.deriving import House, derive
from loyalty.journey.following import Desk
from loyalty.journey.recognising import Recognised, recluster, recognise
from loyalty.journey.scene import Raw, Scene, read
from loyalty.remarks.shifts import watches
from loyalty.stays.incoming import COUNTED, Problem, Row, StayIn, row
from loyalty.stays.sources import Mapped, channel_of, default, uncounted
from tenants.context import raw_connection
from tenants.models import Property


@dataclass(slots=True)
class Outcome:
    """What became of one incoming stay: created, updated, unchanged, stale, or a problem."""

    index: int
    external_id: str | None
    result: str = ""
    problem: Problem | None = None


def follow(hotel: Property, stays: Sequence[StayIn], *, undated: bool = False) -> list[Outcome]:
    """Carry stays to everything they cause; outcomes in input order, every good stay kept whatever stands beside it.

    Must run inside in_property(hotel). With `undated` (files without a time of change) content that equals the
    known state is unchanged, and what differs counts as the newest.
    """
    outcomes, rows = _checked(hotel, stays)
    if not rows:
        return outcomes
    with transaction.atomic():
        raw = Statements(raw_connection())
        turns.take(raw, hotel.pk)
        now = clock.now()
        fresh, held = _newest(raw, rows, outcomes, undated=undated)
        if fresh:
            house = _house(hotel)
            _name_channels(raw, fresh, now)
            found = recognise(raw, fresh, held)
            derive(raw, found, {stay.guest_id for stay in fresh} | found.reclustered, house, now)
    return outcomes


def rederive(hotel: Property, guests: Iterable[int], *, channels: bool = False) -> None:
    """Compute these guests anew from their stays, after a setting they rest on has changed. In a transaction."""
    raw, now = Statements(raw_connection()), clock.now()
    found = Recognised(Scene())
    ids = list(guests)
    read(raw, ids, found.scene)
    if channels:
        _rename_channels(raw, found.scene)
    derive(raw, found, ids, _house(hotel), now)


def tell_apart(hotel: Property, guests: Iterable[int]) -> Recognised:
    """Cluster these guests and everyone connected with them anew, after a decision by staff. In a transaction."""
    raw, now = Statements(raw_connection()), clock.now()
    found = Recognised(Scene())
    seeds = set(guests)
    read(raw, seeds, found.scene)
    recluster(raw, found, seeds)
    derive(raw, found, found.reclustered, _house(hotel), now)
    return found


def _checked(hotel: Property, stays: Sequence[StayIn]) -> tuple[list[Outcome], list[tuple[Outcome, Row]]]:
    zone = clock.zone(hotel.time_zone)
    outcomes, rows = [], []
    for index, stay in enumerate(stays):
        outcome = Outcome(index, stay.external_id)
        outcomes.append(outcome)
        try:
            rows.append((outcome, row(stay, zone)))
        except Problem as problem:
            outcome.problem = problem
    return outcomes, rows


def _newest(
    raw: Raw, rows: list[tuple[Outcome, Row]], outcomes: list[Outcome], *, undated: bool
) -> tuple[list[Row], dict[str, int]]:
    """The newest state of each stay among these rows and what is known; tells every row's result."""
    ids = list({row.external_id for _, row in rows})
    known: dict[str, tuple[datetime, bytes]] = {}
    held: dict[str, int] = {}
    for external_id, updated_at, digest, guest_id in raw.execute(KNOWN, (ids,), binary=True):
        known[external_id] = (updated_at, bytes(digest))
        held[external_id] = guest_id
    winners: dict[str, Row] = {}
    for outcome, stay in rows:
        last = known.get(stay.external_id)
        if undated and last is not None:
            # The file does not say when: what differs from the known state is taken as the newer one.
            stay.updated_at = (
                last[0]
                if last[1] == stay.digest
                else max(stay.updated_at, last[0] + timedelta(microseconds=1))
            )
        state = (stay.updated_at, stay.digest)
        if last is None:
            outcome.result = "created"
        elif state == last:
            outcome.result = "unchanged"
            continue
        elif state < last:
            outcome.result = "stale"
            continue
        else:
            outcome.result = "updated"
        known[stay.external_id] = state
        winners[stay.external_id] = stay
    return list(winners.values()), {
        external_id: guest for external_id, guest in held.items() if external_id in winners
    }


def _house(hotel: Property) -> House:
    desk = Desk(clock.zone(hotel.time_zone), timedelta(hours=hotel.remark_deadline_hours), watches())
    shorts = {name: short for name, _, short, _ in Statements(raw_connection()).execute(SOURCES) if short}
    return House(hotel.pk, bytes(hotel.chain.person_key), desk, shorts)


def _own_sources(raw: Raw) -> dict[str, Mapped]:
    return {name: Mapped(channel, short, mapped) for name, channel, short, mapped in raw.execute(SOURCES)}


def _name_channels(raw: Raw, rows: list[Row], now: datetime) -> None:
    """Give every stay its channel; list sources and clerks met for the first time."""
    own = _own_sources(raw)
    met = {stay.source for stay in rows} - own.keys()
    if met:
        new = {name: default(name) for name in met}
        raw.execute(
            NEW_SOURCES,
            (
                now,
                list(new),
                [m.channel for m in new.values()],
                [m.short for m in new.values()],
                [m.mapped for m in new.values()],
            ),
        )
    clerks = {stay.clerk: stay.clerk_name for stay in rows if stay.clerk}
    if clerks:
        raw.execute(CLERKS, (list(clerks), list(clerks.values())))
    for stay in rows:
        _count(stay, own, stay.details.get("rate_code", ""), stay.details.get("market_code", ""))


def _count(stay: Row, own: dict[str, Mapped], rate_code: str, market_code: str) -> None:
    stay.channel = channel_of(stay.source, own)
    stay.counted = stay.status in COUNTED and not uncounted(rate_code, market_code, stay.source)


def _rename_channels(raw: Raw, scene: Scene) -> None:
    """Stays of the scene take the channel their source has now; the database already has it."""
    own = _own_sources(raw)
    for stay in scene.stays.values():
        stay.channel = channel_of(stay.source, own)


KNOWN = "SELECT external_id, updated_at, digest, guest_id FROM stays_stay WHERE external_id = ANY(%s)"
SOURCES = "SELECT name, channel, short, mapped FROM stays_source"
NEW_SOURCES = """
INSERT INTO stays_source (first_seen_at, name, channel, short, mapped)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[]) ON CONFLICT (name) DO NOTHING
"""
CLERKS = """
INSERT INTO stays_clerk (external_id, name) SELECT * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (external_id) DO UPDATE SET name = EXCLUDED.name WHERE stays_clerk.name <> EXCLUDED.name AND EXCLUDED.name <> ''
"""
