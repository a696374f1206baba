"""Pending points whose day has come become base or bonus points; a lot keeps the day it was earned and its last day.

One posting per guest row and day. What the row owes is paid at once from what matures.
"""

from datetime import date

from kernel import clock
from kernel.statements import Statements
from loyalty.ledger.batches import AT_ONCE, Done, until_done


def mature(raw: Statements, day: date) -> Done:
    """Book what comes due on this local day or came due before. Run again for the same day, nothing happens."""

    def once() -> tuple[int, int]:
        row = raw.execute(MATURE, (day, clock.now(), AT_ONCE)).fetchone()
        return row or (0, 0)

    return until_done(once)


MATURE = "SELECT * FROM ledger_mature(%s, %s, %s)"
