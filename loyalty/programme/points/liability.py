"""What outstanding points come to, at the end of any day, in points and in money."""

from dataclasses import dataclass
from datetime import date

from kernel.statements import Statements
from loyalty.programme.points import coherence
from loyalty.programme.versions import in_force

# Sums of all that moved until the first day, then day by day.
BY_DAY = """
WITH moved AS (
  SELECT greatest(p.on_day, %(first)s::date) AS day, a.kind, s.amount
    FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
   CROSS JOIN LATERAL (VALUES (e.from_account, -e.amount), (e.to_account, e.amount)) AS s(account, amount)
    JOIN ledger_account a ON a.id = s.account
   WHERE e.unit = 'points' AND p.on_day <= %(last)s::date
), by_day AS (
  SELECT day, sum(amount) FILTER (WHERE kind = 'base') AS base, sum(amount) FILTER (WHERE kind = 'bonus') AS bonus,
         sum(amount) FILTER (WHERE kind = 'pending') AS pending, sum(amount) FILTER (WHERE kind = 'owed') AS owed
    FROM moved GROUP BY day
)
SELECT d.day::date, sum(coalesce(m.base, 0)) OVER w, sum(coalesce(m.bonus, 0)) OVER w,
       sum(coalesce(m.pending, 0)) OVER w, sum(coalesce(m.owed, 0)) OVER w
  FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS d(day)
  LEFT JOIN by_day m ON m.day = d.day::date
WINDOW w AS (ORDER BY d.day) ORDER BY d.day
"""


@dataclass(frozen=True, slots=True)
class Liability:
    """Points outstanding at the end of a local day, and what they are reckoned at (None: no price to go by)."""

    day: date
    base: int
    bonus: int
    pending: int
    owed: int  # by guests, not counted in `points`
    worth_cents: int | None

    @property
    def points(self) -> int:
        return self.base + self.bonus + self.pending


def of_day(raw: Statements, day: date) -> Liability:
    """At the end of this local day."""
    return of_days(raw, day, day)[0]


def of_days(raw: Statements, first: date, last: date) -> list[Liability]:
    """For each day, at its end; the money by the programme that was in force then."""
    found = []
    for day, *sums in raw.execute(BY_DAY, {"first": first, "last": last}).fetchall():
        base, bonus, pending, owed = (int(each) for each in sums)
        published = in_force(raw, day)
        worth = coherence.worth_cents(published.programme, base + bonus + pending) if published else None
        found.append(Liability(day, base, bonus, pending, owed, worth))
    return found
