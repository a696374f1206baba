"""Lots are moved to a later last day: what is left goes into a successor, by a posting, once per lot.

Which lots, and to which day, is the programme's rule. Lots that are empty, over, pending, without an end or already
moved once are left as they are.
"""

from collections.abc import Mapping
from datetime import date

from kernel import clock
from kernel.statements import Statements, array
from loyalty.ledger.batches import Done


def extend(raw: Statements, ends: Mapping[int, date], on: date) -> Done:
    """Lot -> its new last day. Run again, nothing happens: a lot is moved once."""
    if not ends:
        return Done(0, 0)
    row = raw.execute(EXTEND, (on, clock.now(), array(list(ends)), array(list(ends.values())))).fetchone()
    return Done(*(row or (0, 0)))


EXTEND = "SELECT * FROM ledger_extend(%s, %s, %s::bigint[], %s::date[])"
