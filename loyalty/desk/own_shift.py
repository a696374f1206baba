"""What one person did at the desk: confirmed today, in time this week, how long it took, contacts added today."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kernel.statements import Statements
from tenants.models import Property

WEEK = timedelta(days=7)


def mine(
    raw: Statements, hotel: Property, staff: UUID | None, day_began: datetime, now: datetime
) -> dict[str, Any]:
    """Rates are None where there was nothing to judge; a key has done nothing. The target is the house's, of each day."""
    asked = {"staff": staff, "began": day_began, "week": day_began - WEEK, "now": now}
    found: Any = raw.execute(MINE, asked).fetchone()
    confirmed, due, on_time, median, contacts = found
    return {
        "confirmed": confirmed,
        "on_time_rate": round(on_time / due, 6) if due else None,
        "median_hours": round(median, 1) if median is not None else None,
        "contacts": contacts,
        "contacts_target": hotel.contacts_target,
    }


# Due are the remarks assigned to this person (by the clerk's account) whose time fell in the week, or is still to come and
# they are finished. A contact is a guest whose remark was kept for the first time.
MINE = """
SELECT (SELECT count(*) FROM remarks_task t WHERE t.completed_by = %(staff)s AND t.completed_at >= %(began)s),
       d.due, d.on_time, d.median,
       (SELECT count(*) FROM remarks_task t
         WHERE t.completed_by = %(staff)s AND t.completed_at >= %(began)s
           AND NOT EXISTS (SELECT FROM remarks_task e WHERE e.guest_id = t.guest_id AND e.completed_at < t.completed_at))
  FROM (SELECT count(*) AS due, count(*) FILTER (WHERE t.completed_at <= t.due_at) AS on_time,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.completed_at - v.checked_out_at) / 3600)
                 FILTER (WHERE t.completed_at IS NOT NULL) AS median
          FROM remarks_task t JOIN stays_visit v ON v.id = t.visit_id
         WHERE t.clerk IN (SELECT c.external_id FROM stays_clerk c WHERE c.staff = %(staff)s) AND t.clerk <> ''
           AND t.due_at >= %(week)s AND (t.due_at < %(now)s OR t.completed_at IS NOT NULL) AND v.checked_out_at IS NOT NULL
           AND v.check_in_on >= (%(week)s::timestamptz - interval '60 days')::date) d
"""
