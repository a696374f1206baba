"""One act at a time for a person's points: who wants to know what is left of a cap holds this until the end."""

from collections.abc import Iterable

from kernel.statements import Statements
from loyalty.guests.persons import rows_of

LOCK = "SELECT id FROM guests_guest WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"


def take(raw: Statements, guests: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Guest -> all rows of the person, whose standing rows are locked, in the order of their ids.

    A merge that was under way is waited for, and counted.
    """
    asked = list(guests)
    locked: set[int] = set()
    while True:
        rows = {guest: rows_of(raw, guest) for guest in asked}
        standing = {found[0] for found in rows.values() if found}
        if standing <= locked:
            return rows
        raw.execute(LOCK, (sorted(standing),)).fetchall()
        locked |= standing
