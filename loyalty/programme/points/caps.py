"""How much of a cap is left to a person. The caller holds the person's turn, or two could take the same rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.statements import Statements
from loyalty.programme.periods import span
from loyalty.programme.points.refusals import OverCap
from loyalty.programme.terms import Period

USED = """
SELECT coalesce(sum(points), 0)::bigint, count(*) FROM points_use
 WHERE guest_id = ANY(%s::bigint[]) AND what = %s AND (%s::text IS NULL OR code = %s) AND day >= %s AND NOT undone
"""
NOTE = """
INSERT INTO points_use (guest_id, what, code, day, points, posting, undone)
VALUES (%s, %s, %s, %s, %s, %s, false)
"""
UNDO = "UPDATE points_use SET undone = true WHERE posting = %s AND NOT undone"
JOINED = "SELECT min(joined_on) FROM tiers_membership WHERE guest_id = ANY(%s::bigint[])"


@dataclass(frozen=True, slots=True)
class Used:
    points: int
    times: int


def used(
    raw: Statements, rows: Sequence[int], what: str, period: Period, today: date, code: str | None = None
) -> Used:
    """What this person did of it in the period that today lies in; with a code, only of that."""
    if period == "stay":
        return Used(0, 0)  # nothing to add up: the cap is on each act
    joined_on = raw.value(JOINED, (list(rows),)) if period == "membership_year" else None
    first = span(period, today, joined_on).began_on
    return Used(*(raw.execute(USED, (list(rows), what, code, code, first)).fetchone() or (0, 0)))


def left(
    raw: Statements,
    rows: Sequence[int],
    what: str,
    cap: int | None,
    period: Period,
    today: date,
    code: str | None = None,
) -> int | None:
    """Points that the cap leaves in this period; None without a cap."""
    if cap is None:
        return None
    return max(cap - used(raw, rows, what, period, today, code).points, 0)


def check(
    raw: Statements,
    rows: Sequence[int],
    what: str,
    cap: int | None,
    period: Period,
    today: date,
    *,
    asked: int,
) -> None:
    """Refuse what passes the cap."""
    rest = left(raw, rows, what, cap, period, today)
    if rest is not None and asked > rest:
        raise OverCap(left=rest, asked=asked)


def note(
    raw: Statements,
    guest: int,
    what: str,
    *,
    day: date,
    points: int,
    posting: int,
    code: str = "",
) -> None:
    """Count it towards its cap. Once: the caller has just made the posting."""
    raw.execute(NOTE, (guest, what, code, day, points, posting))


def undo(raw: Statements, posting: int) -> None:
    """What was taken back counts no more."""
    raw.execute(UNDO, (posting,))
