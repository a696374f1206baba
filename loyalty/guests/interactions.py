"""What passed between a guest and the house: complaints until they are settled, praise, requests, conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements

KINDS = ("complaint", "praise", "request", "conversation", "review")


class NoSuchInteraction(Refused):
    code = "no_such_interaction"
    status = 404
    zh = "没有这条记录。"
    en = "There is no such record."


class NothingToSettle(Refused):
    code = "nothing_to_settle"
    status = 409
    zh = "只有投诉和要求需要处理。"
    en = "Only complaints and requests are settled."


@dataclass(frozen=True, slots=True)
class Interaction:
    """One of them; a complaint or request is open while `settled_at` is None."""

    id: int
    kind: str
    source: str
    day: date
    text: str
    owner: UUID | None
    due_at: datetime | None
    settled_at: datetime | None
    outcome: str
    made_at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Note:
    """What is put down. `key`: whoever tells it twice under one key is heard once."""

    kind: str
    day: date
    text: str
    source: str = ""
    owner: UUID | None = None
    due_at: datetime | None = None
    key: str | None = None


def of(raw: Statements, rows: Sequence[int], *, limit: int, before: int | None = None) -> list[Interaction]:
    """What passed with this person, over all rows, the newest first."""
    found = raw.execute(OF, {"rows": list(rows), "before": before, "limit": limit}).fetchall()
    return [Interaction(*row) for row in found]


def note(raw: Statements, guest: int, said: Note, *, by_name: str) -> Interaction:
    """Put it down; with a key that was used before, what stands under it."""
    values = {
        "guest": guest,
        **{name: getattr(said, name) for name in Note.__slots__},
        "now": clock.now(),
        "by_name": by_name[:80],
    }
    row = raw.execute(NOTE, values).fetchone() or raw.execute(KEYED, (said.key,)).fetchone()
    if row is None:
        raise NoSuchInteraction
    return Interaction(*row)


def change(
    raw: Statements,
    rows: Sequence[int],
    number: int,
    *,
    settled: bool | None = None,
    outcome: str | None = None,
    owner: UUID | None = None,
    due_at: datetime | None = None,
) -> Interaction:
    """Settle it or open it again, say what came of it, who sees to it and until when; None leaves it.

    Raises NoSuchInteraction, NothingToSettle.
    """
    found = raw.execute(ONE, (list(rows), number)).fetchone()
    if found is None:
        raise NoSuchInteraction
    if settled is not None and Interaction(*found).kind not in ("complaint", "request"):
        raise NothingToSettle
    values = {"id": number, "settled": settled, "outcome": outcome, "owner": owner, "due_at": due_at}
    row = raw.execute(CHANGE, {**values, "now": clock.now()}).fetchone()
    if row is None:
        raise NoSuchInteraction
    return Interaction(*row)


COLUMNS = "id, kind, source, day, text, owner, due_at, settled_at, outcome, made_at, by_name"
OF = f"""
SELECT {COLUMNS} FROM guests_interaction
 WHERE guest_id = ANY(%(rows)s) AND (%(before)s::bigint IS NULL OR id < %(before)s::bigint) ORDER BY id DESC LIMIT %(limit)s
"""  # noqa: S608 (constants)
# The last ones of the card's guest g, as JSON.
OF_CARD = """
SELECT json_agg(i.told)::text FROM (
  SELECT json_build_object('id', x.id::text, 'kind', x.kind, 'source', x.source, 'day', x.day, 'text', x.text,
           'owner', x.owner, 'due_at', x.due_at, 'settled_at', x.settled_at, 'outcome', x.outcome,
           'open', x.kind IN ('complaint', 'request') AND x.settled_at IS NULL, 'made_at', x.made_at,
           'by_name', x.by_name) AS told
    FROM guests_interaction x
   WHERE x.guest_id = ANY(ARRAY(SELECT g.id UNION ALL SELECT m.id FROM guests_guest m WHERE m.merged_into_id = g.id))
   ORDER BY x.id DESC LIMIT 5) i
"""
ONE = f"SELECT {COLUMNS} FROM guests_interaction WHERE guest_id = ANY(%s) AND id = %s"  # noqa: S608
KEYED = f"SELECT {COLUMNS} FROM guests_interaction WHERE key = %s"  # noqa: S608
NOTE = f"""
INSERT INTO guests_interaction (guest_id, kind, source, day, text, key, owner, due_at, outcome, made_at, by_name)
VALUES (%(guest)s, %(kind)s, %(source)s, %(day)s, %(text)s, %(key)s, %(owner)s::uuid, %(due_at)s::timestamptz, '', %(now)s,
        %(by_name)s)
ON CONFLICT (key) DO NOTHING RETURNING {COLUMNS}
"""  # noqa: S608
CHANGE = f"""
UPDATE guests_interaction SET outcome = coalesce(%(outcome)s::text, outcome), owner = coalesce(%(owner)s::uuid, owner),
       due_at = coalesce(%(due_at)s::timestamptz, due_at),
       settled_at = CASE WHEN %(settled)s::boolean IS NULL THEN settled_at
                         WHEN %(settled)s::boolean THEN coalesce(settled_at, %(now)s::timestamptz) END
 WHERE id = %(id)s RETURNING {COLUMNS}
"""  # noqa: S608
