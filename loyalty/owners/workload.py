"""How much each person has to look after. Who left and still owns guests is listed too: they are to be handed over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kernel.statements import Statements
from loyalty.owners import people
from loyalty.owners.reading import HOLDS, WITHOUT
from loyalty.remarks.worklist import LOOKS_BACK_DAYS
from tenants.models import Property

CONTACTS_DAYS = 30


@dataclass(frozen=True, slots=True)
class Load:
    """One person's. `contacts`: remarks he completed in the last 30 days, each one a contact that is complete."""

    staff: UUID
    name: str
    left: bool
    guests: int
    at_risk: int
    open_complaints: int
    overdue_complaints: int
    remarks_open: int
    contacts: int


def listed(raw: Statements, hotel: Property, now: datetime) -> list[Load]:
    """Everybody who works here, and whoever left and still has guests or complaints; who has left first."""
    counts = {staff: numbers for staff, *numbers in raw.execute(LOADS, _values(now))}
    here = people.here(hotel)
    # Remarks and contacts of who has left are nothing that could be handed over.
    left = {staff for staff, numbers in counts.items() if staff not in here and (numbers[0] or numbers[2])}
    names = {**{each.id: each.name for each in here.values()}, **people.names(left)}
    loads = [
        Load(staff, names.get(staff, ""), staff in left, *counts.get(staff, [0] * 6))
        for staff in [*left, *here]
    ]
    return sorted(loads, key=lambda load: (not load.left, load.name, str(load.staff)))


def unowned(raw: Statements) -> int:
    """How many guests nobody owns."""
    return int(raw.value(UNOWNED))


def _values(now: datetime) -> dict[str, datetime]:
    return {
        "now": now,
        "since": now - timedelta(days=CONTACTS_DAYS),
        "looks_back": now - timedelta(days=LOOKS_BACK_DAYS),
    }


LOADS = f"""
SELECT staff, sum(guests)::int, sum(at_risk)::int, sum(complaints)::int, sum(overdue)::int, sum(remarks)::int,
       sum(contacts)::int
  FROM (SELECT o.staff, count(*) AS guests, count(*) FILTER (WHERE s.stage = 'at_risk') AS at_risk,
               0 AS complaints, 0 AS overdue, 0 AS remarks, 0 AS contacts
          FROM owners_owner o JOIN guests_guest p ON p.id = o.guest_id
          LEFT JOIN lifecycle_state s ON s.guest_id = coalesce(p.merged_into_id, p.id)
         WHERE o.staff IS NOT NULL AND {HOLDS} GROUP BY o.staff
        UNION ALL
        SELECT i.owner, 0, 0, count(*), count(*) FILTER (WHERE i.due_at < %(now)s), 0, 0 FROM guests_interaction i
         WHERE i.kind = 'complaint' AND i.settled_at IS NULL AND i.owner IS NOT NULL GROUP BY i.owner
        UNION ALL
        SELECT c.staff, 0, 0, 0, 0, count(*), 0
          FROM remarks_task t JOIN stays_clerk c ON c.external_id = t.clerk
          JOIN stays_visit v ON v.id = t.visit_id JOIN guests_guest g ON g.id = v.guest_id
         WHERE t.completed_at IS NULL AND t.due_at > %(looks_back)s AND v.ordinal = g.visits AND NOT g.secret
           AND c.staff IS NOT NULL GROUP BY c.staff
        UNION ALL
        SELECT t.completed_by, 0, 0, 0, 0, 0, count(*) FROM remarks_task t
         WHERE t.completed_at >= %(since)s AND t.completed_by IS NOT NULL GROUP BY t.completed_by) x
 GROUP BY staff
"""  # noqa: S608 (constants)
UNOWNED = f"SELECT count(*) FROM guests_guest g WHERE {WITHOUT}"  # noqa: S608
