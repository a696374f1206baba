"""Notes from one shift to the next: they stand until somebody ticks them off. Of a secret guest only who may sees one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements

MOST = 200


class NoSuchNote(Refused):
    code = "no_such_note"
    status = 404
    zh = "没有这条交接事项。"
    en = "There is no such note."


@dataclass(frozen=True, slots=True)
class Note:
    """What the next shift must know."""

    id: int
    day: date
    shift: str
    text: str
    guest: int | None
    guest_name: str | None
    made_at: datetime
    made_name: str
    settled_at: datetime | None
    settled_name: str


@dataclass(frozen=True, slots=True)
class By:
    """Who writes; `staff` is None for a key."""

    staff: UUID | None
    name: str


def listed(raw: Statements, *, open_only: bool, start: date, end: date) -> list[Note]:
    """Those that stand, whenever they were written; without `open_only` also what was written in these days."""
    asked = {"open_only": open_only, "from": start, "to": end, "most": MOST}
    return [Note(*row) for row in raw.execute(LISTED, asked)]


def make(raw: Statements, day: date, shift: str, text: str, guest: int | None, by: By) -> Note:
    values = {"day": day, "shift": shift, "text": text, "guest": guest, "by": by.staff, "name": by.name[:80]}
    number = raw.value(MAKE, {**values, "now": clock.now()})
    return one(raw, number)


def change(raw: Statements, number: int, *, text: str | None, settled: bool | None, by: By) -> Note:
    """Say it otherwise, tick it off or put it back; None leaves it. Raises NoSuchNote."""
    one(raw, number)
    values: dict[str, Any] = {"id": number, "text": text, "settled": settled, "by": by.staff}
    raw.execute(CHANGE, {**values, "name": by.name[:80], "now": clock.now()})
    return one(raw, number)


def one(raw: Statements, number: int) -> Note:
    """Raises NoSuchNote, also for one about a secret guest."""
    row = raw.execute(ONE, (number,)).fetchone()
    if row is None:
        raise NoSuchNote
    return Note(*row)


_NOTE = """
SELECT n.id, n.day, n.shift, n.text, g.id, g.name, n.made_at, n.made_name, n.settled_at, n.settled_name
  FROM desk_note n
  LEFT JOIN guests_guest a ON a.id = n.guest_id
  LEFT JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE g.secret IS NOT TRUE
"""
ONE = f"{_NOTE} AND n.id = %s"
LISTED = f"""{_NOTE} AND (n.settled_at IS NULL OR NOT %(open_only)s::boolean AND n.day BETWEEN %(from)s AND %(to)s)
 ORDER BY n.settled_at IS NOT NULL, n.id DESC LIMIT %(most)s
"""
MAKE = """
INSERT INTO desk_note (day, shift, text, guest_id, made_at, made_by, made_name, settled_name)
VALUES (%(day)s, %(shift)s, %(text)s, %(guest)s::bigint, %(now)s, %(by)s::uuid, %(name)s, '') RETURNING id
"""
CHANGE = """
UPDATE desk_note SET text = coalesce(%(text)s::text, text),
       settled_at = CASE WHEN %(settled)s::boolean IS NULL THEN settled_at
                         WHEN %(settled)s::boolean THEN coalesce(settled_at, %(now)s::timestamptz) END,
       settled_by = CASE WHEN %(settled)s::boolean IS NULL OR %(settled)s::boolean AND settled_at IS NOT NULL THEN settled_by
                         WHEN %(settled)s::boolean THEN %(by)s::uuid END,
       settled_name = CASE WHEN %(settled)s::boolean IS NULL OR %(settled)s::boolean AND settled_at IS NOT NULL
                           THEN settled_name
                           WHEN %(settled)s::boolean THEN %(name)s::text ELSE '' END
 WHERE id = %(id)s
"""
