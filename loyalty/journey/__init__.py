"""The journey of a stay: from what the PMS sent to everything it causes, in one transaction, safe to repeat.

    incoming -> newest state wins -> whose stay is it -> visits and ordinals anew -> nickname, remark task
             -> months and persons whose figures are to be renewed -> what the programme makes of it

Nothing here is triggered by a signal; the order is the order of the lines in `follow`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kernel import clock, deadlocks
from kernel.statements import Statements
from loyalty.guests import turns
from loyalty.journey.deriving import House, derive
from loyalty.journey.following import Desk
from loyalty.journey.opening import Opening, open_with
from loyalty.journey.recognising import Recognised, recluster, recognise
from loyalty.journey.scene import Scene, read
from loyalty.journey.writing import Ids
from loyalty.lifecycle import marks as lifecycle_marks
from loyalty.programme import visiting
from loyalty.stays.incoming import COUNTED, Problem, Row, StayIn, row
from loyalty.stays.sources import channel_of, default, uncounted
from tenants.context import raw_connection
from tenants.models import Property
from tenants.telling import tell

UPDATED = "guest.updated"


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
    return deadlocks.done_again(lambda: _follow(hotel, stays, undated=undated))


def _follow(hotel: Property, stays: Sequence[StayIn], *, undated: bool) -> list[Outcome]:
    outcomes, rows = _checked(hotel, stays)
    if not rows:
        return outcomes
    with transaction.atomic():
        raw = Statements(raw_connection())
        standing: list[int] = []
        # Sent without waiting for each answer: for one stay the way there and back is what costs.
        with raw.pipeline():
            turns.take(raw, hotel.pk)
            opening = open_with(raw, [row for _, row in rows])
            now = (
                clock.now()
            )  # not before the turn is ours: lists by time of receipt must not skip what waited
            fresh, held = _newest(opening, rows, undated=undated)
            if fresh:
                _name_channels(raw, opening, fresh, now)
                found = recognise(raw, fresh, held, opening)
                touched = {stay.guest_id for stay in fresh} | found.reclustered
                standing = derive(raw, found, touched, _house(hotel, opening), _ids(opening), now)
                tell(raw, UPDATED, standing)
                lifecycle_marks.put(raw, hotel.pk, standing)
        visiting.after_stays(raw, hotel, standing)
    return outcomes


def rederive(hotel: Property, guests: Iterable[int]) -> None:
    """Compute these guests anew from their stays, after a setting they rest on has changed. In a transaction."""
    raw = Statements(raw_connection())
    found = Recognised(Scene())
    ids = list(guests)
    read(raw, ids, found.scene)
    opening = open_with(raw, [])
    standing = derive(raw, found, ids, _house(hotel, opening), _ids(opening), clock.now())
    tell(raw, UPDATED, standing)
    lifecycle_marks.put(raw, hotel.pk, standing)
    visiting.after_stays(raw, hotel, standing)


def tell_apart(hotel: Property, guests: Iterable[int]) -> Recognised:
    """Cluster these guests and everyone connected with them anew, after a decision by staff. In a transaction."""
    raw = Statements(raw_connection())
    found = Recognised(Scene())
    seeds = set(guests)
    read(raw, seeds, found.scene)
    recluster(raw, found, seeds)
    opening = open_with(raw, [])
    standing = derive(raw, found, found.reclustered, _house(hotel, opening), _ids(opening), clock.now())
    tell(raw, UPDATED, standing)
    lifecycle_marks.put(raw, hotel.pk, standing)
    visiting.after_stays(raw, hotel, standing)
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
    opening: Opening, rows: list[tuple[Outcome, Row]], *, undated: bool
) -> tuple[list[Row], dict[str, int]]:
    """The newest state of each stay among these rows and what is known; tells every row's result."""
    known: dict[str, tuple[datetime, bytes]] = {}
    held: dict[str, int] = {}
    for external_id, updated_at, digest, guest_id in opening.known or ():
        known[external_id] = (updated_at, bytes.fromhex(digest))
        held[external_id] = guest_id
    winners: dict[str, Row] = {}
    for outcome, stay in rows:
        last = known.get(stay.external_id)
        if undated and last is not None:
            # The file does not say when: what differs from the known state is taken as the newer one.
            later = max(stay.updated_at, last[0] + timedelta(microseconds=1))
            stay.updated_at = last[0] if last[1] == stay.digest else later
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
    return list(winners.values()), {each: guest for each, guest in held.items() if each in winners}


def _house(hotel: Property, opening: Opening) -> House:
    desk = Desk(clock.zone(hotel.time_zone), timedelta(hours=hotel.remark_deadline_hours), opening.shifts())
    shorts = {name: short for name, _, short, _ in opening.sources or () if short}
    return House(hotel.pk, bytes(hotel.chain.person_key), desk, shorts)


def _ids(opening: Opening) -> Ids:
    # Taken from the end: the first guest of a batch gets the smallest number.
    return Ids((opening.guest_ids or [])[::-1], (opening.visit_ids or [])[::-1])


def _name_channels(raw: Statements, opening: Opening, rows: list[Row], now: datetime) -> None:
    """Give every stay its channel; list sources and clerks met for the first time."""
    own = opening.own_sources()
    new = {name: default(name) for name in {stay.source for stay in rows} - own.keys()}
    if new:
        mapped = list(new.values())
        channels, shorts = [each.channel for each in mapped], [each.short for each in mapped]
        raw.execute(NEW_SOURCES, (now, list(new), channels, shorts, [each.mapped for each in mapped]))
    known = dict(opening.clerks or ())
    clerks = {stay.clerk: stay.clerk_name for stay in rows if stay.clerk}
    met = {each: name for each, name in clerks.items() if each not in known or name not in ("", known[each])}
    if met:
        raw.execute(CLERKS, (list(met), list(met.values())))
    for stay in rows:
        stay.channel = channel_of(stay.source, own)
        free = uncounted(stay.details.get("rate_code", ""), stay.details.get("market_code", ""), stay.source)
        stay.counted = stay.status in COUNTED and not free


NEW_SOURCES = """
INSERT INTO stays_source (first_seen_at, name, channel, short, mapped)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[]) ON CONFLICT (name) DO NOTHING
"""
CLERKS = """
INSERT INTO stays_clerk (external_id, name) SELECT * FROM unnest(%s::text[], %s::text[])
ON CONFLICT (external_id) DO UPDATE SET name = EXCLUDED.name WHERE EXCLUDED.name <> ''
"""
