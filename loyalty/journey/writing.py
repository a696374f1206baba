"""Write a settled scene back, set by set: guests, their keys, visits and stays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from kernel.statements import array
from loyalty.guests.matching import KINDS, kind_and_value
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


@dataclass(slots=True)
class Ids:
    """Numbers drawn ahead, in the statement that opened the journey; those not used are gaps and harm nobody."""

    guests: list[int] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)

    def have(self, raw: Raw, guests: int, visits: int) -> None:
        """Draw more if these are not enough."""
        lack = (max(0, guests - len(self.guests)), max(0, visits - len(self.visits)))
        if any(lack):
            more = raw.execute(NEXT_IDS, lack).fetchone() or (None, None)
            self.guests += more[0] or []
            self.visits += more[1] or []


def give_ids(raw: Raw, scene: Scene, changes: Changes, ids: Ids) -> dict[int, int]:
    """Real ids for new guests and visits. Returns provisional -> real guest id."""
    new_guests = [guest for guest in scene.guests.values() if guest.id < 0]
    new_visits = [write for write in changes.visits if write.known is None]
    ids.have(raw, len(new_guests), len(new_visits))
    real: dict[int, int] = {}
    for guest in new_guests:
        del scene.guests[guest.id]
        real[guest.id] = guest.id = ids.guests.pop()
        scene.guests[guest.id] = guest
    for write in new_visits:
        write.id = ids.visits.pop()
    return real


@dataclass(slots=True)
class Batch:
    """What goes into the one statement that writes; provisional guest ids are real by now."""

    guests: Sequence[Person]
    changes: Changes
    stays: Sequence[Row]
    moved: Sequence[Row]
    new_keys: Sequence[tuple[int, str, int | None]]
    lost_keys: Sequence[tuple[int, str]]
    tasks: Sequence[tuple[Any, ...]]


def write(raw: Raw, property_id: int, batch: Batch, now: datetime) -> None:
    """Write everything in one statement: for a single stay the way to the server and back is what costs."""
    changes = batch.changes
    changed = [guest for guest in batch.guests if guest.before != guest.now()]
    months, people = sorted(changes.months), sorted(changes.people)
    new, lost, gone = batch.new_keys, batch.lost_keys, [visit.id for visit in changes.gone]
    raw.execute(
        WRITE,
        {
            "now": now,
            "property": property_id,
            **_columns("g", [(guest.id, *guest.now()) for guest in changed], len(GUEST_COLUMNS) + 1),
            **_columns(
                "v", [(w.id, w.guest.id, *w.values()) for w in changes.visits], len(VISIT_COLUMNS) + 2
            ),
            **_columns("s", [_stay_values(row) for row in batch.stays], len(_STAY_COLUMNS)),
            **_columns("m", [(row.id, row.guest_id, row.visit_id) for row in batch.moved], 3),
            **_columns("k", [(guest, *kind_and_value(key), entry) for guest, key, entry in new], 4),
            **_columns("l", [(guest, *kind_and_value(key)) for guest, key in lost], 3),
            **_columns("t", batch.tasks, TASK_COLUMNS),
            "gone": array(gone),
            "months": array(months),
            "people": array(people),
        },
    )


def _columns(prefix: str, rows: Sequence[tuple[Any, ...]], width: int) -> dict[str, str]:
    """Rows turned into columns, each an array literal under a name of its own: g0, g1 …"""
    columns = zip(*rows, strict=True) if rows else [()] * width
    return {f"{prefix}{n}": array(column) for n, column in enumerate(columns)}


def _stay_values(r: Row) -> tuple[Any, ...]:
    return (
        r.external_id, r.guest_id, r.visit_id, r.updated_at, r.status, r.counted, r.booked_at, r.check_in,
        r.check_out, r.check_in_on, r.check_out_on, r.room_no, r.room_type, r.rate_cents, r.currency,
        r.room_cents, r.fnb_cents, r.other_cents, r.source, r.channel, r.clerk, array(r.requests),
        r.guest_name, r.phone, array(r.keys), _json(r.details), r.digest,
    )  # fmt: skip


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
    return next(kind for kind, number in KINDS.items() if number == kind_and_value(key)[0])


NEXT_IDS = """
SELECT (SELECT array_agg(nextval('guests_guest_id_seq')) FROM generate_series(1, %s)),
       (SELECT array_agg(nextval('stays_visit_id_seq')) FROM generate_series(1, %s))
"""
_GUEST_TYPES = (
    "text", "text", "text", "text", "bytea", "date", "text", "text", "text", "boolean", "text", "int",
    "int", "bigint", "date", "date", "date", "text", "text", "text", "bigint", "boolean", "boolean",
)  # fmt: skip
_GUEST_NAMES = ["merged_into_id" if name == "merged_into" else name for name in GUEST_COLUMNS]
_VISIT_TYPES = (
    "int", "date", "date", "timestamptz", "text", "text", "text", "text", "bigint", "int", "bigint", "bigint", "int",
    "text", "date", "text",
)  # fmt: skip
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
_TASK_TYPES = (
    "bigint", "bigint", "text", "text", "timestamptz", "boolean", "boolean", "boolean", "boolean", "boolean",
    "timestamptz",
)  # fmt: skip
TASK_COLUMNS = len(_TASK_TYPES)


def _unnest(prefix: str, *types: str) -> str:
    return "unnest(" + ", ".join(f"%({prefix}{n})s::{kind}[]" for n, kind in enumerate(types)) + ")"


def _taken_over(names: Sequence[str]) -> str:
    return ", ".join(f"{name} = EXCLUDED.{name}" for name in names)


# Foreign keys are checked at the end of the transaction, so the parts may refer to each other.
WRITE = f"""
WITH guests AS (
  INSERT INTO guests_guest (id, {", ".join(_GUEST_NAMES)}, by_hand, tags, notes, created_at, changed_at)
  SELECT u.*, '{{}}', '{{}}', '', %(now)s, %(now)s FROM {_unnest("g", "bigint", "bigint", *_GUEST_TYPES)} AS u
  ON CONFLICT (id) DO UPDATE SET {_taken_over([*_GUEST_NAMES, "changed_at"])}
), tasks_gone AS (
  DELETE FROM remarks_task WHERE visit_id = ANY(%(gone)s::bigint[])
), visits_gone AS (
  DELETE FROM stays_visit WHERE id = ANY(%(gone)s::bigint[])
), visits AS (
  INSERT INTO stays_visit (id, guest_id, {", ".join(VISIT_COLUMNS)})
  SELECT * FROM {_unnest("v", "bigint", "bigint", *_VISIT_TYPES)}
  ON CONFLICT (id) DO UPDATE SET {_taken_over(["guest_id", *VISIT_COLUMNS])}
), moved AS (
  UPDATE stays_stay s SET guest_id = u.guest, visit_id = u.visit
    FROM {_unnest("m", "bigint", "bigint", "bigint")} AS u(id, guest, visit) WHERE s.id = u.id
), stays AS (
  INSERT INTO stays_stay ({", ".join(_STAY_NAMES)}, received_at)
  SELECT {", ".join(f"u.{n}::text[]" if n in ("requests", "keys") else f"u.{n}" for n in _STAY_NAMES)}, %(now)s
    FROM {_unnest("s", *(kind for _, kind in _STAY_COLUMNS))} AS u({", ".join(_STAY_NAMES)})
  ON CONFLICT (external_id) DO UPDATE SET {_taken_over([*_STAY_NAMES[1:], "received_at"])}
), keys_lost AS (
  DELETE FROM guests_identity i USING {_unnest("l", "bigint", "smallint", "text")} AS k(guest, kind, value)
   WHERE i.guest_id = k.guest AND i.kind = k.kind AND i.value = k.value
), keys AS (
  INSERT INTO guests_identity (guest_id, kind, value, entry)
  SELECT * FROM {_unnest("k", "bigint", "smallint", "text", "bigint")} ON CONFLICT DO NOTHING
), tasks AS (
  INSERT INTO remarks_task AS t (visit_id, guest_id, clerk, shift, due_at, nickname_done, tags_done, phone_done,
                                 description_done, none_noted, completed_at, assigned_by_hand, wrong, written,
                                 expected, completed_name)
  SELECT visit_id, guest_id, clerk, shift, due_at, nickname_done, tags_done, phone_done, description_done, none_noted,
         CASE WHEN nickname_done AND tags_done AND phone_done AND description_done THEN written_at END,
         false, '', '', '', ''
    FROM {_unnest("t", *_TASK_TYPES)}
         AS u(visit_id, guest_id, clerk, shift, due_at, nickname_done, tags_done, phone_done, description_done,
              none_noted, written_at)
  ON CONFLICT (visit_id) DO UPDATE SET
     guest_id = EXCLUDED.guest_id,
     clerk = CASE WHEN t.assigned_by_hand THEN t.clerk ELSE EXCLUDED.clerk END,
     shift = EXCLUDED.shift,
     due_at = EXCLUDED.due_at,
     nickname_done = CASE WHEN t.completed_at IS NULL THEN EXCLUDED.nickname_done ELSE t.nickname_done END,
     tags_done = t.tags_done OR EXCLUDED.tags_done,
     phone_done = t.phone_done OR EXCLUDED.phone_done,
     description_done = t.description_done OR EXCLUDED.description_done,
     none_noted = t.none_noted OR EXCLUDED.none_noted,
     completed_at = coalesce(t.completed_at, EXCLUDED.completed_at)
), months AS (
  INSERT INTO public.reports_dirtymonth (property_id, at, month)
  SELECT %(property)s::bigint, %(now)s, unnest(%(months)s::date[])
), people AS (
  INSERT INTO public.reports_dirtyguest (property_id, at, guest_id)
  SELECT %(property)s::bigint, %(now)s, unnest(%(people)s::bigint[])
)
SELECT
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
