"""What guests are to be told: put down once, shown to the desk, marked when somebody told it.

Notices wait here until messages can be sent; the desk tells them meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec

from kernel import clock
from kernel.statements import Statements, array
from loyalty.programme import wording

BATCH = 5_000
PUT = """
INSERT INTO programme_notice (guest_id, kind, key, day, until, facts, made_at, told_by)
SELECT guest, kind, key, day, until, facts::jsonb, %s, ''
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[], %s::text[])
       AS new (guest, kind, key, day, until, facts)
ON CONFLICT (key) DO NOTHING
"""
COLUMNS = "n.id, n.guest_id, n.kind, n.day, n.until, n.facts, n.made_at, n.told_at, n.told_by"
OF_PERSON = f"""
SELECT {COLUMNS} FROM programme_notice n
 WHERE n.guest_id = ANY(%s) AND n.told_at IS NULL AND (n.until IS NULL OR n.until >= %s) ORDER BY n.id DESC LIMIT %s
"""  # noqa: S608 (put together from constants)
# The desk's list. Whom the PMS marks secret is not shown in lists; a merged guest has the name of who stands for him.
LISTED = f"""
SELECT {COLUMNS}, s.name FROM programme_notice n JOIN guests_guest g ON g.id = n.guest_id
  JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id)
 WHERE {{state}} AND (%(kind)s::text IS NULL OR n.kind = %(kind)s) AND (%(before)s::bigint IS NULL OR n.id < %(before)s)
   AND NOT s.secret ORDER BY n.id DESC LIMIT %(limit)s
"""  # noqa: S608
STATES = {
    "open": "n.told_at IS NULL AND (n.until IS NULL OR n.until >= %(today)s::date)",
    "told": "n.told_at IS NOT NULL",
    "all": "true",
}
ONE = f"""
SELECT {COLUMNS}, s.name FROM programme_notice n JOIN guests_guest g ON g.id = n.guest_id
  JOIN guests_guest s ON s.id = coalesce(g.merged_into_id, g.id) WHERE n.id = %s
"""  # noqa: S608
OVER = """
UPDATE programme_notice n SET until = %(day)s::date - 1
 WHERE n.guest_id = ANY(%(guests)s::bigint[]
                        || ARRAY(SELECT id FROM guests_guest WHERE merged_into_id = ANY(%(guests)s::bigint[])))
   AND n.kind = ANY(%(kinds)s::text[]) AND n.told_at IS NULL AND (n.until IS NULL OR n.until >= %(day)s::date)
"""
TOLD = "UPDATE programme_notice SET told_at = %s, told_by = %s WHERE id = %s AND told_at IS NULL"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one guest. `key` names the occasion: whatever has the same key is said once."""

    guest: int
    kind: str
    key: str
    day: date
    until: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A notice as it stands in the table."""

    id: int
    guest: int
    kind: str
    day: date
    until: date | None
    facts: dict[str, Any]
    made_at: datetime
    told_at: datetime | None
    told_by: str

    @property
    def says(self) -> wording.Said:
        return wording.say(self.kind, self.facts)


def put(raw: Statements, notices: Sequence[Notice]) -> int:
    """Put these down, each occasion once; how many were new."""
    for notice in notices:
        wording.say(notice.kind, notice.facts)  # what could not be read out later is not put down
    made_at, new = clock.now(), 0
    for start in range(0, len(notices), BATCH):
        some = notices[start : start + BATCH]
        new += raw.execute(
            PUT,
            (
                made_at,
                array([notice.guest for notice in some]),
                array([notice.kind for notice in some]),
                array([notice.key for notice in some]),
                array([str(notice.day) for notice in some]),
                array([str(notice.until) if notice.until else None for notice in some]),
                array([msgspec.json.encode(notice.facts).decode() for notice in some]),
            ),
        ).rowcount
    return new


def over(raw: Statements, guests: Sequence[int], kinds: Sequence[str], day: date) -> int:
    """What has not been told of these kinds is of no use from this day on; of how many. The guests are standing ones."""
    asked = {"guests": array(sorted(guests)), "kinds": array(list(kinds)), "day": day}
    return raw.execute(OVER, asked).rowcount


def of_person(raw: Statements, guests: Sequence[int], today: date, limit: int = 20) -> list[Kept]:
    """What these rows of one person are still to be told, the newest first."""
    rows = raw.execute(OF_PERSON, (list(guests), today, limit)).fetchall()
    return [kept(row) for row in rows]


def kept(row: tuple[Any, ...]) -> Kept:
    """A row of COLUMNS; jsonb comes as text on Django's connections."""
    notice_id, guest, kind, day, until, facts, made_at, told_at, told_by = row
    return Kept(notice_id, guest, kind, day, until, msgspec.json.decode(facts), made_at, told_at, told_by)


def listed(
    raw: Statements, *, state: str, kind: str | None, today: date, before: int | None, limit: int
) -> list[tuple[Kept, str]]:
    """Notices with their guests' names, the newest first, below the id `before`."""
    asked: dict[str, Any] = {"kind": kind, "before": before, "limit": limit}
    if state == "open":
        asked |= {"today": today}
    rows = raw.execute(LISTED.format(state=STATES[state]), asked).fetchall()
    return [(kept(row[:-1]), row[-1]) for row in rows]


def one(raw: Statements, notice_id: int) -> tuple[Kept, str] | None:
    found = raw.execute(ONE, (notice_id,)).fetchone()
    return (kept(found[:-1]), found[-1]) if found else None


def told(raw: Statements, notice_id: int, *, by: str) -> datetime | None:
    """Somebody told the guest: when; None when it is not there or was told before."""
    now = clock.now()
    return now if raw.execute(TOLD, (now, by[:80], notice_id)).rowcount == 1 else None
