"""Whose rows one person has: the guest that stands for the person, and those merged into it."""

from kernel.statements import Statements

ROWS = """
SELECT coalesce(asked.merged_into_id, asked.id),
       ARRAY(SELECT m.id FROM guests_guest m WHERE m.merged_into_id = coalesce(asked.merged_into_id, asked.id)
             ORDER BY m.id)
  FROM guests_guest asked WHERE asked.id = %s
"""
# The same of guests_guest g, who stands for a person, inside a statement: all rows, as an array that indexes are used by.
ALL_OF_G = "ARRAY(SELECT g.id UNION ALL SELECT m.id FROM guests_guest m WHERE m.merged_into_id = g.id)"


def rows_of(raw: Statements, guest_id: int) -> tuple[int, ...]:
    """The standing guest's id first, then the ids merged into it; empty when there is no such guest.

    What belongs to a person (accounts, coupons, uses) stays with the row it came to, and is read over all rows:
    so taking a merge back needs no movement.
    """
    found = raw.execute(ROWS, (guest_id,)).fetchone()
    return (found[0], *found[1]) if found else ()
