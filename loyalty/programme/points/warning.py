"""Guests are told before points end: at 30 and at 7 days, or as the programme says; each occasion once."""

from datetime import date, timedelta

from kernel.statements import Statements
from loyalty.programme import notices
from loyalty.programme.notices import Notice
from loyalty.programme.versions import Published
from tenants.models import Property

EXPIRING = "points_expiring"
# The guest's points over all rows, by last day.
ENDING = """
SELECT coalesce(g.merged_into_id, g.id), l.expires_on, sum(l.remaining)::bigint
  FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id JOIN guests_guest g ON g.id = a.guest_id
 WHERE l.remaining > 0 AND l.expires_on >= %s AND l.expires_on <= %s AND l.kind IN ('base', 'bonus', 'pending')
 GROUP BY 1, 2 ORDER BY 1, 2
"""


def due(warn_days: list[int], day: date, last: date) -> int | None:
    """Which warning is due on this day for points with this last day: pure. None: none yet.

    The nearest one counts, so that points which came late are not told of twice in one night.
    """
    left = (last - day).days
    return min((days for days in warn_days if left <= days), default=None)


def run(raw: Statements, hotel: Property, published: Published, day: date) -> int:
    """Put down what guests are to be told on this local day; how many notices were new."""
    warn_days = list(published.programme.points.warn_days)
    if not warn_days:
        return 0
    found = raw.execute(ENDING, (day, day + timedelta(days=max(warn_days)))).fetchall()
    wanted = []
    for person, last, points in found:
        days = due(warn_days, day, last)
        if days is not None:
            key = f"points:{person}:{last.isoformat()}:{days}"
            facts = {"points": points, "last": last.isoformat(), "days": (last - day).days}
            wanted.append(Notice(person, EXPIRING, key, day, last, facts))
    return notices.put(raw, wanted)
