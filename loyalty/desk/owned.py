"""What is still to be prepared for the guests somebody looks after."""

from datetime import date
from uuid import UUID

from kernel.statements import Statements
from loyalty.owners.reading import HOLDS


def open_by_owner(raw: Statements, today: date) -> dict[UUID, int]:
    """Owner -> open tasks for his guests who are coming or here."""
    return dict(raw.execute(OPEN, {"today": today}).fetchall())


OPEN = f"""
SELECT o.staff, count(*)
  FROM desk_task t JOIN guests_guest a ON a.id = t.guest_id
  JOIN guests_guest p ON p.id = coalesce(a.merged_into_id, a.id) OR p.merged_into_id = coalesce(a.merged_into_id, a.id)
  JOIN owners_owner o ON o.guest_id = p.id
 WHERE t.state = 'open' AND t.day >= %(today)s::date - 365 AND t.until >= %(today)s::date AND o.staff IS NOT NULL AND {HOLDS}
 GROUP BY o.staff
"""  # noqa: S608 (constants)
