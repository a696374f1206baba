"""Lots whose last day is over are taken off the books, one posting per account and day.

The last usable day is `expires_on` itself: on the day after, expire() takes the lot. Debits look at the day too, so
nothing is spent between midnight and the nightly run. Run again for the same day, nothing happens.
"""

from collections.abc import Sequence
from datetime import date

from kernel import clock
from kernel.statements import Statements, array
from loyalty.ledger.batches import AT_ONCE, Done, until_done

KINDS = ("base", "bonus", "gift")


def expire(raw: Statements, day: date, *, kinds: Sequence[str] = KINDS) -> Done:
    """Book what ended before this local day."""

    def once() -> tuple[int, int]:
        row = raw.execute(EXPIRE, (day, clock.now(), array(kinds), AT_ONCE)).fetchone()
        return row or (0, 0)

    return until_done(once)


EXPIRE = "SELECT * FROM ledger_expire(%s, %s, %s::text[], %s)"
