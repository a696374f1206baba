"""Whose visits changed: put down with the change, taken by the worker that judges them anew."""

from collections.abc import Iterable

from django.db import connection

from kernel import clock
from kernel.statements import Statements, array

PUT = "INSERT INTO public.reports_dirtylife (property_id, at, guest_id) SELECT %s, %s, unnest(%s::bigint[])"
TAKE = "DELETE FROM public.reports_dirtylife WHERE property_id = %s RETURNING guest_id"
WAITING = "SELECT property_id FROM public.reports_dirtylife GROUP BY property_id ORDER BY min(id)"


def put(raw: Statements, property_id: int, guests: Iterable[int]) -> None:
    """Have these guests judged anew; in the transaction that changed their visits."""
    if ids := sorted(set(guests)):
        raw.execute(PUT, (property_id, clock.now(), array(ids)))


def take(property_id: int) -> list[int]:
    """Take the marks of a property, in the transaction that does what they ask for; outside of the property."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [property_id])
        return sorted({guest for (guest,) in cursor.fetchall()})


def waiting() -> list[int]:
    """Properties with marks, the one that waits longest first; outside of any property."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [property_id for (property_id,) in cursor.fetchall()]
