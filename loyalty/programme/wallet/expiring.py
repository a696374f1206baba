"""Gifts may end, principal never: guests hear of a gift's end 30 and 7 days ahead.

The end itself is booked by the ledger's own nightly expiry, like that of any lot with a last day.
"""

from datetime import date, timedelta
from typing import Any

from kernel import money
from kernel.statements import Statements
from loyalty.programme import notices
from loyalty.programme.notices import Notice

AHEAD_DAYS = (30, 7)

ENDING = """
SELECT l.id, coalesce(g.merged_into_id, g.id), l.remaining, l.expires_on
  FROM ledger_lot l
  JOIN ledger_account a ON a.id = l.account_id
  JOIN guests_guest g ON g.id = a.guest_id
 WHERE l.kind = 'gift' AND l.remaining > 0 AND l.expires_on BETWEEN %s AND %s AND l.earned_on < %s
 ORDER BY l.id
"""


def run(raw: Statements, day: date) -> dict[str, int]:
    """Put down whose gift ends within the notice, each lot once for 30 days and once for 7."""
    found = raw.execute(ENDING, (day, day + timedelta(days=max(AHEAD_DAYS)), day)).fetchall()
    return {"gifts_expiring_told": notices.put(raw, [notice(row, day) for row in found])}


def notice(row: tuple[Any, ...], day: date) -> Notice:
    lot, guest, remaining, expires_on = row
    ahead = min(days for days in AHEAD_DAYS if expires_on <= day + timedelta(days=days))
    facts = {"amount": money.amount(remaining), "expires_on": expires_on.isoformat()}
    return Notice(guest, "gift_expiring", f"gift_expiring:{lot}:{ahead}", day, expires_on, facts)
