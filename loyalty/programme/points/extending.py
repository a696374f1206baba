"""Who earns in the last year of a lot keeps it a year longer (C66): once per lot, in the night after the earning.

An earning is points from a stay, from an action, or bought: what the house corrects, gives back or moves is none.
"""

from datetime import date, timedelta

from kernel.statements import Statements
from loyalty.ledger.batches import Done
from loyalty.ledger.extending import extend
from loyalty.programme.points import earning, expiring, giving
from loyalty.programme.versions import Published
from tenants.models import Property

EARNED = (earning.KIND, giving.ACTION, giving.PURCHASE)
# Lots that may be moved, each with the last earning of the person before it ends. What ended yesterday is among them:
# this runs before those are cleared.
CANDIDATES = """
WITH persons AS (SELECT id AS row, coalesce(merged_into_id, id) AS person FROM guests_guest),
due AS (
  SELECT l.id, p.person, l.earned_on, l.expires_on
    FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id JOIN persons p ON p.row = a.guest_id
   WHERE l.remaining > 0 AND NOT l.extended AND l.kind IN ('base', 'bonus')
     AND l.expires_on >= %(day)s::date - 1 AND l.expires_on <= %(day)s::date + 366
), earned AS (
  SELECT DISTINCT p.person, x.earned_on
    FROM ledger_lot x JOIN ledger_account a ON a.id = x.account_id JOIN persons p ON p.row = a.guest_id
   WHERE x.source_id IS NULL AND x.origin = ANY(%(origins)s::text[]) AND x.earned_on <= %(day)s::date
     AND x.earned_on >= %(day)s::date - 370
     AND NOT EXISTS (SELECT FROM ledger_posting r WHERE r.corrects_id = x.posting_id AND r.kind = 'reversal')
)
SELECT d.id, d.earned_on, d.expires_on, max(e.earned_on)
  FROM due d JOIN earned e ON e.person = d.person AND e.earned_on > d.earned_on AND e.earned_on <= d.expires_on
 GROUP BY d.id, d.earned_on, d.expires_on
"""


def run(raw: Statements, hotel: Property, published: Published, day: date) -> Done:
    """Move what an earning has moved by this local day; nothing happens the second time."""
    expiry = published.programme.points.expiry
    if not expiry.extension:
        return Done(0, 0)
    found = raw.execute(CANDIDATES, {"day": day, "origins": list(EARNED)}).fetchall()
    ends = {
        lot: expiring.extended(last)
        for lot, earned_on, last, earning_on in found
        if expiring.moves(expiry, earned_on, last, earning_on, already=False)
    }
    # Booked for the day that is over: the lots that ended with it are still there then.
    return extend(raw, ends, day - timedelta(days=1))
