"""What became of replies and scripts: which were copied, which were used, counted over thirty days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.statements import Statements

DAYS = 30


@dataclass(frozen=True, slots=True)
class Count:
    """Scripts that were answered for: used, and not used. What passed unanswered is not guessed at."""

    used: int
    not_used: int

    @property
    def answered(self) -> int:
        return self.used + self.not_used


def copied(
    raw: Statements,
    *,
    guest: int | None,
    intent: str,
    step: int,
    locale: str,
    edited: bool,
    by: UUID | None,
    by_name: str,
    now: datetime,
) -> None:
    """A proposed reply was copied. Neither the message nor the text is kept."""
    raw.execute(COPIED, (guest, intent, step, locale, edited, now, by, by_name[:80]))


def by_script(raw: Statements, today: date) -> dict[str, Count]:
    """Of the last thirty days."""
    found = raw.execute(BY_SCRIPT, (today - timedelta(days=DAYS), today)).fetchall()
    return {code: Count(used, not_used) for code, used, not_used in found}


def by_staff(raw: Statements, today: date) -> Sequence[tuple[UUID | None, str, Count]]:
    """The same by who said so, who answered most first; the name as it was last."""
    found: list[tuple[Any, ...]] = raw.execute(BY_STAFF, (today - timedelta(days=DAYS), today)).fetchall()
    return [(staff, name, Count(used, not_used)) for staff, name, used, not_used in found]


COPIED = """
INSERT INTO desk_replyuse (guest_id, intent, step, locale, edited, at, by, by_name) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
BY_SCRIPT = """
SELECT code, count(*) FILTER (WHERE used), count(*) FILTER (WHERE NOT used) FROM desk_scriptuse
 WHERE day > %s AND day <= %s GROUP BY code
"""
BY_STAFF = """
SELECT by, (array_agg(by_name ORDER BY at DESC))[1], count(*) FILTER (WHERE used), count(*) FILTER (WHERE NOT used)
  FROM desk_scriptuse WHERE day > %s AND day <= %s GROUP BY by ORDER BY count(*) DESC, by LIMIT 200
"""
