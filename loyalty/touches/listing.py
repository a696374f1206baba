"""What passed with all guests of a house: complaints that wait, whose they are, how long they took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kernel.statements import Statements, like
from loyalty.guests import interactions
from loyalty.guests.interactions import Interaction

CLOSED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them. `open`: those that wait, the soonest due first; else the newest first."""

    kind: str | None = None
    open: bool | None = None
    owner: UUID | None = None
    topic: str | None = None
    overdue: bool = False
    q: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One, with whose it is (the guest who stands for the person); `place` is where it stands in the list."""

    one: Interaction
    guest: int
    name: str
    place: tuple[datetime | None, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one kind: `mine` are open and wait for who asks."""

    open: int
    overdue: int
    mine: int
    closed_30d: int
    median_hours: float | None


def listed(
    raw: Statements, wanted: Wanted, now: datetime, *, limit: int, after: tuple[datetime | None, int] | None
) -> list[Line]:
    """Of guests who are not secret."""
    values = {
        "kind": wanted.kind,
        "open": wanted.open,
        "owner": wanted.owner,
        "topic": wanted.topic,
        "overdue": wanted.overdue,
        "like": f"%{like(wanted.q.strip())}%" if wanted.q else None,
        "now": now,
        "limit": limit,
        "due": after[0] if after else None,
        "id": after[1] if after else None,
    }
    sql = BY_DUE if wanted.open else BY_AGE
    return [
        Line(one := interactions.told(row[:-2]), row[-2], row[-1], (one.due_at, one.id))
        for row in raw.execute(sql, values).fetchall()
    ]


def counts(raw: Statements, kind: str, mine: UUID | None, now: datetime) -> Counts:
    """How many of a kind wait, and how long those took that were closed within thirty days."""
    values = {"kind": kind, "mine": mine, "now": now, "since": now - CLOSED_WITHIN}
    row: Sequence[float] = raw.execute(COUNTS, values).fetchone() or (0, 0, 0, 0, None)
    hours = round(float(row[4]), 1) if row[4] is not None else None
    return Counts(int(row[0]), int(row[1]), int(row[2]), int(row[3]), hours)


_FROM = f"""
SELECT {interactions.COLUMNS}, g.id, g.name
  FROM guests_interaction i JOIN guests_guest a ON a.id = i.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE NOT g.secret AND (%(kind)s::text IS NULL OR i.kind = %(kind)s::text)
   AND (%(open)s::boolean IS NULL
        OR %(open)s::boolean = (i.settled_at IS NULL AND i.kind IN ('complaint', 'request')))
   AND (%(owner)s::uuid IS NULL OR i.owner = %(owner)s::uuid)
   AND (%(topic)s::text IS NULL OR i.topic = %(topic)s::text)
   AND (NOT %(overdue)s::boolean OR i.settled_at IS NULL AND i.kind IN ('complaint', 'request') AND i.due_at < %(now)s)
   AND (%(like)s::text IS NULL OR i.text ILIKE %(like)s::text OR g.name ILIKE %(like)s::text OR g.pinyin ILIKE %(like)s::text)
"""  # noqa: S608 (constants)
BY_AGE = f"{_FROM} AND (%(id)s::bigint IS NULL OR i.id < %(id)s::bigint) ORDER BY i.id DESC LIMIT %(limit)s"
BY_DUE = f"""
{_FROM} AND (%(id)s::bigint IS NULL
             OR (coalesce(i.due_at, 'infinity'), i.id) > (coalesce(%(due)s::timestamptz, 'infinity'), %(id)s::bigint))
 ORDER BY coalesce(i.due_at, 'infinity'), i.id LIMIT %(limit)s
"""
COUNTS = """
SELECT count(*) FILTER (WHERE i.settled_at IS NULL),
       count(*) FILTER (WHERE i.settled_at IS NULL AND i.due_at < %(now)s),
       count(*) FILTER (WHERE i.settled_at IS NULL AND i.owner = %(mine)s::uuid),
       count(*) FILTER (WHERE i.settled_at IS NOT NULL),
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY greatest(extract(epoch FROM i.settled_at - coalesce(i.at, i.made_at)), 0)::float8 / 3600)
           FILTER (WHERE i.settled_at IS NOT NULL)
  FROM guests_interaction i JOIN guests_guest a ON a.id = i.guest_id
  JOIN guests_guest g ON g.id = coalesce(a.merged_into_id, a.id)
 WHERE i.kind = %(kind)s AND NOT g.secret AND (i.settled_at IS NULL OR i.settled_at >= %(since)s)
"""
