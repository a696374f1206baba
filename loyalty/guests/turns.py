"""One writer at a time for the guests of a property: what is derived together is changed together."""

from typing import Any

import psycopg

from kernel.statements import Statements

# The first half of PostgreSQL's two-part advisory locks; the second is the property.
TURN = 0x4855_494B  # 'HUIK'


def take(raw: "Statements | psycopg.Connection[Any]", property_id: int) -> None:
    """Wait for this property's turn, and keep it to the end of the transaction.

    Must stand before the first read that a decision rests on, as its own statement: a statement sees what was
    committed when it began, not what was committed while it waited.
    """
    raw.execute("SELECT pg_advisory_xact_lock(%s, %s)", (TURN, property_id))
