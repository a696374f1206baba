"""Write a settled scene back, set by set: guests, their keys, visits and stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from kernel.statements import array
from loyalty.guests.matching import KINDS
from loyalty.journey.recognising import Recognised
from loyalty.journey.scene import GUEST_COLUMNS, KnownVisit, Person, Raw, Scene
from loyalty.stays.incoming import Row
from loyalty.stays.visits import Draft

_encode = msgspec.json.Encoder().encode


def _json(value: dict[str, Any]) -> str:
    return _encode(value).decode() if value else "{}"


VISIT_COLUMNS = (
    "ordinal", "check_in_on", "check_out_on", "checked_out_at", "channel", "source", "room_no", "room_type",
    "rate_cents", "nights", "room_cents", "other_cents", "stays", "clerk", "prev_on", "prev_channel",
)  # fmt: skip


@dataclass(slots=True)
class VisitWrite:
    """A visit to be written: the draft, its guest, and the row it replaces if there is one."""

    guest: Person
    draft: Draft
    known: KnownVisit | None
    last: bool
    id: int = 0

    def values(self) -> tuple[Any, ...]:
        d, shown = self.draft, self.draft.shown
        return (
            d.ordinal, d.check_in_on, d.check_out_on, d.checked_out_at, shown.channel, shown.source, shown.room_no,
            shown.room_type, shown.rate_cents, d.nights, d.room_cents, d.other_cents, len(d.stays), d.clerk,
            d.prev_on, d.prev_channel,
        )  # fmt: skip


@dataclass(slots=True)
class Changes:
    """All that one transaction writes, in terms of the scene."""

    visits: list[VisitWrite] = field(default_factory=list)
    gone: list[KnownVisit] = field(default_factory=list)
    months: set[date] = field(default_factory=set)
    people: set[int] = field(default_factory=set)  # guests whose first or second visit, or person, changed


def give_ids(raw: Raw, scene: Scene, changes: Changes) -> dict[int, int]:
    """Real ids for new guests and visits, one round trip for both. Returns provisional -> real guest id."""
    new_guests = [guest for guest in scene.guests.values() if guest.id < 0]
    new_visits = [write for write in changes.visits if write.known is None]
    real: dict[int, int] = {}
    if new_guests or new_visits:
        guests, visits = raw.execute(
            NEXT_IDS, (len(new_guests), len(new_visits)), binary=True
        ).fetchone() or ((), ())
        for guest, guest_id in zip(new_guests, guests or (), strict=True):
            real[guest.id] = guest_id
        for guest in new_guests:
            del scene.guests[guest.id]
            guest.id = real[guest.id]
            scene.guests[guest.id] = guest
        for write, visit_id in zip(new_visits, visits or (), strict=True):
            write.id = visit_id
    return real


def write_guests(raw: Raw, guests: Iterable[Person], now: datetime) -> None:
    changed = [guest for guest in guests if guest.before != guest.now()]
    if not changed:
        return
    columns = [array(column) for column in zip(*(guest.now() for guest in changed), strict=True)]
    raw.execute(GUESTS, (now, now, array([guest.id for guest in changed]), *columns))


def write_keys(
    raw: Raw,
    new: Sequence[tuple[int, str, int | None]],
    lost: Sequence[tuple[int, str]],
    real: dict[int, int],
) -> None:
    if lost:
        raw.execute(LOST_KEYS, ([g for g, _ in lost], [int(k[0]) for _, k in lost], [k[2:] for _, k in lost]))
    if new:
        guests = [real.get(guest, guest) for guest, _, _ in new]
        raw.execute(
            NEW_KEYS,
            (guests, [int(k[0]) for _, k, _ in new], [k[2:] for _, k, _ in new], [e for _, _, e in new]),
        )


def write_doubts(raw: Raw, found: Recognised, real: dict[int, int], now: datetime) -> None:
    """The review list: what disagrees now, and no longer what did."""
    conflicts = {_pair(real.get(a, a), real.get(b, b)): _reason(key) for a, b, key in found.conflicts}
    if found.reclustered:
        guests = [real.get(guest, guest) for guest in found.reclustered]
        raw.execute(SETTLED_CONFLICTS, (guests, [a for a, _ in conflicts], [b for _, b in conflicts]))
    doubts = [("conflict", *pair, reason) for pair, reason in conflicts.items()]
    alike = {_pair(real.get(a, a), real.get(b, b)) for a, b in found.lookalikes}
    doubts += [("masked_phone", *pair, "masked_phone") for pair in alike if pair[0] != pair[1]]
    if doubts:
        raw.execute(DOUBTS, (now, *(list(column) for column in zip(*doubts, strict=True))))


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _reason(key: str) -> str:
    """Which kind of key two guests share: 'pms', 'email' …"""
    return next(kind for kind, number in KINDS.items() if str(number) == key[0])


def write_visits(raw: Raw, writes: Sequence[VisitWrite], gone: Sequence[KnownVisit]) -> None:
    if gone:
        ids = [visit.id for visit in gone]
        raw.execute("DELETE FROM remarks_task WHERE visit_id = ANY(%s)", (ids,))
        raw.execute("UPDATE stays_stay SET visit_id = NULL WHERE visit_id = ANY(%s)", (ids,))
        raw.execute("DELETE FROM stays_visit WHERE id = ANY(%s)", (ids,))
    if writes:
        columns = [array(column) for column in zip(*(write.values() for write in writes), strict=True)]
        raw.execute(VISITS, (array([w.id for w in writes]), array([w.guest.id for w in writes]), *columns))


def write_stays(raw: Raw, rows: Sequence[Row], moved: Sequence[Row], now: datetime) -> None:
    if moved:
        raw.execute(
            MOVED,
            ([row.id for row in moved], [row.guest_id for row in moved], [row.visit_id for row in moved]),
        )
    if rows:
        values = (
            (
                r.external_id, r.guest_id, r.visit_id, r.updated_at, r.status, r.counted, r.booked_at, r.check_in,
                r.check_out, r.check_in_on, r.check_out_on, r.room_no, r.room_type, r.rate_cents, r.currency,
                r.room_cents, r.fnb_cents, r.other_cents, r.source, r.channel, r.clerk, array(r.requests),
                r.guest_name, r.phone, array(r.keys), _json(r.details), r.digest,
            )
            for r in rows
        )  # fmt: skip
        raw.execute(STAYS, (now, *(array(column) for column in zip(*values, strict=True))))


def mark_dirty(raw: Raw, property_id: int, changes: Changes, now: datetime) -> None:
    """Say, in the same transaction, which figures are to be computed anew."""
    if changes.months:
        raw.execute(DIRTY_MONTHS, (property_id, now, sorted(changes.months)))
    if changes.people:
        raw.execute(DIRTY_GUESTS, (property_id, now, sorted(changes.people)))


NEXT_IDS = """
SELECT (SELECT array_agg(nextval('guests_guest_id_seq')) FROM generate_series(1, %s)),
       (SELECT array_agg(nextval('stays_visit_id_seq')) FROM generate_series(1, %s))
"""
_GUEST_TYPES = (
    "bigint", "text", "text", "text", "text", "bytea", "date", "text", "text", "text", "boolean", "text", "int",
    "int", "bigint", "date", "date", "date", "text", "text", "text", "bigint", "boolean", "boolean",
)  # fmt: skip
_GUEST_NAMES = ["merged_into_id" if name == "merged_into" else name for name in GUEST_COLUMNS]
GUESTS = f"""
INSERT INTO guests_guest (id, {", ".join(_GUEST_NAMES)}, by_hand, tags, notes, created_at, changed_at)
SELECT u.*, '{{}}', '{{}}', '', %s, %s FROM unnest(%s::bigint[], {", ".join(f"%s::{t}[]" for t in _GUEST_TYPES)}) AS u
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{n} = EXCLUDED.{n}" for n in _GUEST_NAMES)}, changed_at = EXCLUDED.changed_at
"""  # noqa: S608 (put together from constants)
LOST_KEYS = """
DELETE FROM guests_identity i USING unnest(%s::bigint[], %s::smallint[], %s::text[]) AS k(guest, kind, value)
 WHERE i.guest_id = k.guest AND i.kind = k.kind AND i.value = k.value
"""
NEW_KEYS = """
INSERT INTO guests_identity (guest_id, kind, value, entry)
SELECT * FROM unnest(%s::bigint[], %s::smallint[], %s::text[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
_VISIT_TYPES = (
    "int", "date", "date", "timestamptz", "text", "text", "text", "text", "bigint", "int", "bigint", "bigint", "int",
    "text", "date", "text",
)  # fmt: skip
VISITS = f"""
INSERT INTO stays_visit (id, guest_id, {", ".join(VISIT_COLUMNS)})
SELECT * FROM unnest(%s::bigint[], %s::bigint[], {", ".join(f"%s::{t}[]" for t in _VISIT_TYPES)})
ON CONFLICT (id) DO UPDATE SET guest_id = EXCLUDED.guest_id, {", ".join(f"{n} = EXCLUDED.{n}" for n in VISIT_COLUMNS)}
"""  # noqa: S608 (put together from constants)
SETTLED_CONFLICTS = """
DELETE FROM guests_doubt d
 WHERE d.kind = 'conflict' AND d.settled_at IS NULL AND d.guest_id = ANY(%s)
   AND NOT EXISTS (SELECT FROM unnest(%s::bigint[], %s::bigint[]) AS k(a, b) WHERE k.a = d.guest_id AND k.b = d.other_id)
"""
DOUBTS = """
INSERT INTO guests_doubt (found_at, kind, guest_id, other_id, reason)
SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[]) ON CONFLICT DO NOTHING
"""
MOVED = """
UPDATE stays_stay s SET guest_id = u.guest, visit_id = u.visit
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS u(id, guest, visit) WHERE s.id = u.id
"""
_STAY_COLUMNS = (
    ("external_id", "text"), ("guest_id", "bigint"), ("visit_id", "bigint"), ("updated_at", "timestamptz"),
    ("status", "text"), ("counted", "boolean"), ("booked_at", "timestamptz"), ("check_in", "timestamptz"),
    ("check_out", "timestamptz"), ("check_in_on", "date"), ("check_out_on", "date"), ("room_no", "text"),
    ("room_type", "text"), ("rate_cents", "bigint"), ("currency", "text"), ("room_cents", "bigint"),
    ("fnb_cents", "bigint"), ("other_cents", "bigint"), ("source", "text"), ("channel", "text"), ("clerk", "text"),
    ("requests", "text"), ("guest_name", "text"), ("phone", "text"), ("keys", "text"), ("details", "jsonb"),
    ("digest", "bytea"),
)  # fmt: skip
_STAY_NAMES = [name for name, _ in _STAY_COLUMNS]
STAYS = f"""
INSERT INTO stays_stay ({", ".join(_STAY_NAMES)}, received_at)
SELECT {", ".join(f"u.{n}::text[]" if n in ("requests", "keys") else f"u.{n}" for n in _STAY_NAMES)}, %s
  FROM unnest({", ".join(f"%s::{t}[]" for _, t in _STAY_COLUMNS)}) AS u({", ".join(_STAY_NAMES)})
ON CONFLICT (external_id) DO UPDATE
   SET {", ".join(f"{n} = EXCLUDED.{n}" for n in _STAY_NAMES if n != "external_id")}, received_at = EXCLUDED.received_at
"""  # noqa: S608 (put together from constants)
DIRTY_MONTHS = (
    "INSERT INTO public.reports_dirtymonth (property_id, at, month) SELECT %s, %s, unnest(%s::date[])"
)
DIRTY_GUESTS = (
    "INSERT INTO public.reports_dirtyguest (property_id, at, guest_id) SELECT %s, %s, unnest(%s::bigint[])"
)
