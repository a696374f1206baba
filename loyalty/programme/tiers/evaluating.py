"""Tiers follow the visits: upon each change of a guest's stays, and every night for everybody.

A night is made up of chunks, each a transaction of its own, so a night that was cut off is simply run again: what is
done changes nothing the second time. The decisions of a chunk are made without locks first; only guests for whom
something changes are locked, and decided anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from kernel.statements import Statements, array
from loyalty.programme import notices
from loyalty.programme.document import Programme
from loyalty.programme.notices import Notice
from loyalty.programme.tiers import membership, reading, rows
from loyalty.programme.tiers.deciding import decide
from loyalty.programme.tiers.moving import Outcome
from loyalty.programme.tiers.reading import Scene
from loyalty.programme.tiers.state import State
from loyalty.programme.versions import Published
from tenants.context import raw_connection
from tenants.models import Property

CHUNK = 5_000


@dataclass(slots=True)
class Followed:
    """What became of many guests: how many were looked at, and what changed."""

    guests: int = 0
    up: int = 0
    down: int = 0
    kept: int = 0
    notices: int = 0
    changed: list[int] = field(default_factory=list)  # whose tier, kind or end changed

    def add(self, other: "Followed") -> None:
        for name in ("guests", "up", "down", "kept", "notices"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.changed += other.changed


def follow(
    raw: Statements, hotel: Property, published: Published, guest_ids: Sequence[int], today: date
) -> Followed:
    """Bring the tiers of these guests up to date with their visits. In a transaction; doing it twice changes nothing."""
    scene = reading.read(raw, published.programme, guest_ids, today, lock=True)
    outcomes = _decided(published.programme, scene, today)
    return _write(raw, published.programme, scene, outcomes)


def nightly(raw: Statements, hotel: Property, published: Published, day: date) -> dict[str, int]:
    """Bring everybody's tier up to the beginning of this local day, and tell who is to be told; what happened.

    Days must come in order: a member whose tier changed on a later day is left alone.
    """
    total, after = Followed(), 0
    while True:
        with transaction.atomic():
            raw = Statements(raw_connection())
            ids = [guest for (guest,) in raw.execute(CANDIDATES, (after, _everybody(published), CHUNK))]
            if not ids:
                break
            total.add(_chunk(raw, hotel, published, ids, day))
        after = ids[-1]
    return {
        "guests": total.guests,
        "up": total.up,
        "down": total.down,
        "kept": total.kept,
        "notices": total.notices,
    }


def _chunk(raw: Statements, hotel: Property, published: Published, ids: Sequence[int], day: date) -> Followed:
    programme = published.programme
    membership.join_unlocked(raw, programme, ids, day)
    scene = reading.read(raw, programme, ids, day, lock=False)
    moving = [guest for guest, out in _decided(programme, scene, day).items() if _differs(scene, guest, out)]
    done = follow(raw, hotel, published, moving, day) if moving else Followed()
    done.guests = len(scene.states)
    return done


def _everybody(published: Published) -> bool:
    return published.programme.joins == "first_stay"


def _decided(programme: Programme, scene: Scene, day: date) -> dict[int, Outcome]:
    return {
        guest: decide(programme, guest, state, scene.history(guest), day, scene.merged.get(guest, ()))
        for guest, state in scene.states.items()
        if state.changed_on is None or state.changed_on <= day
    }


def _differs(scene: Scene, guest: int, out: Outcome) -> bool:
    return bool(out.changes or out.notices) or out.state is not scene.states[guest]


def _write(raw: Statements, programme: Programme, scene: Scene, outcomes: dict[int, Outcome]) -> Followed:
    done = Followed(guests=len(scene.states))
    states: dict[int, State] = {}
    steps: list[rows.Written] = []
    told: list[Notice] = []
    claims: list[tuple[int, str, date]] = []
    for guest, out in outcomes.items():
        before = scene.states[guest]
        if not _differs(scene, guest, out):
            continue
        states[guest] = out.state
        steps += [rows.Written(guest, change) for change in out.changes]
        told += out.notices
        claims += [(claim, state, out.state.changed_on or date.min) for claim, state in out.claims]
        if out.state.held != before.held:
            done.changed.append(guest)
            done.up += out.state.held.rank > before.held.rank
            done.down += out.state.held.rank < before.held.rank
            done.kept += out.state.held.rank == before.held.rank and bool(out.changes)
    rows.write(raw, states)
    rows.put_down(raw, steps)
    settle_claims(raw, claims)
    done.notices = notices.put(raw, told) if told else 0
    return done


def settle_claims(raw: Statements, claims: Sequence[tuple[int, str, date]]) -> None:
    """Trials after matching that ended: kept or lapsed."""
    if claims:
        columns = list(zip(*((claim, state, day.isoformat()) for claim, state, day in claims), strict=True))
        raw.execute(SETTLED, [array(column) for column in columns])


SETTLED = """
UPDATE tiers_claim c SET state = new.state, settled_on = new.day
  FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS new (id, state, day)
 WHERE c.id = new.id AND c.state = 'trial'
"""
CANDIDATES = """
SELECT g.id FROM guests_guest g
 WHERE g.id > %s AND g.merged_into_id IS NULL
   AND ((%s AND g.visits > 0) OR EXISTS (SELECT FROM tiers_membership m WHERE m.guest_id = g.id))
 ORDER BY g.id LIMIT %s
"""
