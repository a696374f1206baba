"""One writer at a time for who owns whom: two who assign or transfer at once would each count by what he read before."""

from kernel.statements import Statements

# The first half of PostgreSQL's two-part advisory locks; the second is the property.
TURN = 0x4F57_4E52  # 'OWNR'


def take(raw: Statements, property_id: int) -> None:
    """Wait for this property's turn and keep it to the end of the transaction; before the first read that decides."""
    raw.execute("SELECT pg_advisory_xact_lock(%s, %s)", (TURN, property_id))
