"""One at a time for each chain: whoever asks Stripe about it, or changes it there, and writes down what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

CHAIN, PRICES = 7501, 7502  # the first numbers of the advisory locks


@contextmanager
def turn(chain_id: int, *, of: int = CHAIN) -> Iterator[None]:
    """Within: no other connection is. May be entered again by who is in it.

    It spans calls to Stripe, so it is held by the session: no transaction stands open meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s::int)", [of, chain_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s::int)", [of, chain_id])
