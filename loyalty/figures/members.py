"""Members whose benefits cost most in a range; for one property's own report."""

from typing import Any

from kernel import money
from kernel.statements import Statements
from reports.ranges import Range
from tenants.context import raw_connection

SHOWN = 20
DEAREST = """
SELECT g.id, g.name, max(u.tier), sum(u.count)::bigint, sum(u.count * u.price_cents)::bigint,
       sum(u.count * u.cost_cents)::bigint AS cost
  FROM benefits_use u JOIN guests_guest asked ON asked.id = u.guest_id
  JOIN guests_guest g ON g.id = coalesce(asked.merged_into_id, asked.id)
 WHERE u.undone_at IS NULL AND u.day BETWEEN %s AND %s AND NOT g.secret
 GROUP BY g.id, g.name ORDER BY cost DESC, g.id LIMIT %s
"""


def dearest(days: Range) -> list[dict[str, Any]]:
    """Inside in_property()."""
    rows = Statements(raw_connection()).execute(DEAREST, (days.start, days.end, SHOWN)).fetchall()
    return [
        {
            "guest_id": str(guest),
            "name": name,
            "tier": tier,
            "uses": uses,
            "price": money.amount(price),
            "cost": money.amount(cost),
        }
        for guest, name, tier, uses, price, cost in rows
    ]
