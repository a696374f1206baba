"""Whose visits changed: put down with the change, taken by the worker that judges them anew."""

from collections.abc import Iterable

from django.db import connection

from kernel import clock
from kernel.statements import Statements, array

PUT = "INSERT INTO public.reports_dirtylife (property_id, at, guest_id) SELECT %s, %s, unnest(%s::bigint[])"
# All marks of the guests who wait longest: what one mark asks for is done for the guest's other ones too.
TAKE = """
DELETE FROM public.reports_dirtylife WHERE property_id = %s AND guest_id IN (
    SELECT guest_id FROM (SELECT guest_id, min(id) AS first FROM public.reports_dirtylife
                           WHERE property_id = %s GROUP BY guest_id) AS waiting ORDER BY first LIMIT %s)
RETURNING guest_id
"""
WAITING = "SELECT property_id FROM public.reports_dirtylife GROUP BY property_id ORDER BY min(id)"
DROP = "DELETE FROM public.reports_dirtylife WHERE property_id = %s"
BATCH = 2_000


def put(raw: Statements, property_id: int, guests: Iterable[int]) -> None:
    """Have these guests judged anew; in the transaction that changed their visits."""
    if ids := sorted(set(guests)):
        raw.execute(PUT, (property_id, clock.real_now(), array(ids)))


def take(property_id: int, most: int = BATCH) -> list[int]:
    """Take the marks of at most so many guests, in the transaction that does what they ask for; outside of the property."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [property_id, property_id, most])
        return sorted({guest for (guest,) in cursor.fetchall()})


def waiting() -> list[int]:
    """Properties with marks, the one that waits longest first; outside of any property."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [property_id for (property_id,) in cursor.fetchall()]


def drop(property_id: int) -> None:
    """Forget the marks of a property that is gone."""
    with connection.cursor() as cursor:
        cursor.execute(DROP, [property_id])
