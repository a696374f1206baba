"""What was kept long enough: lines of the gate's log, receipts and old sums. Messages themselves stay, and opt-outs for ever."""

from datetime import date, timedelta

from kernel import clock
from kernel.statements import Statements

LOG_DAYS, RECEIPT_DAYS, DAY_SUMS = 180, 90, 400
AT_ONCE = 50_000

LOG = """
DELETE FROM messaging_judgement WHERE id IN (
    SELECT j.id FROM messaging_judgement j JOIN messaging_message m ON m.id = j.message_id
     WHERE j.at < %s AND m.state <> 'waiting' ORDER BY j.id LIMIT %s)
"""
RECEIPTS = """
DELETE FROM messaging_receipt WHERE id IN (
    SELECT id FROM messaging_receipt WHERE applied_at < %s ORDER BY id LIMIT %s)
"""
SUMS = "DELETE FROM messaging_spend WHERE scope LIKE 'day:%%' AND scope < %s AND reserved_cents = 0"


def night(raw: Statements, day: date) -> dict[str, int]:
    """Remove what is older than it has to be, so much at a time; how many of each. In the caller's transaction."""
    now = clock.now()
    return {
        "log": raw.execute(LOG, (now - timedelta(days=LOG_DAYS), AT_ONCE)).rowcount,
        "receipts": raw.execute(RECEIPTS, (now - timedelta(days=RECEIPT_DAYS), AT_ONCE)).rowcount,
        "sums": raw.execute(SUMS, (f"day:{day - timedelta(days=DAY_SUMS)}",)).rowcount,
    }
