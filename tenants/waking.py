"""When a property's worker is to look again: a row in a public queue, so that nobody looks into every schema in turn."""

from datetime import datetime
from typing import Literal

from django.db import connection

from kernel import clock
from kernel.statements import Statements

What = Literal["messages", "campaigns", "filings"]

PUT = "INSERT INTO public.tenants_wake (property_id, what, at) VALUES (%s, %s, %s)"
# What is due is taken whole: whoever looks finds everything, and asks to be woken for what is left.
TAKE = """
WITH taken AS (DELETE FROM public.tenants_wake WHERE what = %s AND at <= %s RETURNING property_id, at)
SELECT property_id FROM taken GROUP BY property_id ORDER BY min(at)
"""


def at(raw: Statements, property_id: int, what: What, moment: datetime) -> None:
    """Have this property looked at from then on; in the transaction that makes it necessary, inside the property.

    `moment` is by the property's own clock, which a sandbox may have moved; the queue goes by the real one.
    """
    raw.execute(PUT, (property_id, what, clock.real_now() + (moment - clock.now())))


def due(what: What) -> list[int]:
    """Properties that are due, the longest waiting first; their rows are gone. Outside of any property.

    The caller looks at each, and puts a new row where something is left; what a crash between the two loses is found
    by the hourly look at every property.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [what, clock.real_now()])
        return [property_id for (property_id,) in cursor.fetchall()]
