"""Many at once: connections of their own, under the property's role, each a thread."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any, TypeVar

import psycopg
from django.db import connection

from kernel.statements import Statements
from tenants.context import as_owner
from tenants.database.names import quoted, role_of
from tenants.models import Property

T = TypeVar("T")


@contextmanager
def line(hotel: Property) -> Iterator["psycopg.Connection[Any]"]:
    """A connection as a process of ours has it at this property; every statement commits by itself."""
    settings = connection.settings_dict
    with psycopg.connect(
        host=str(settings["HOST"]), user=settings["USER"], dbname=settings["NAME"], autocommit=True
    ) as made:
        # A deadlock that has to be waited for a second would be most of the time.
        made.execute("SET deadlock_timeout = '100ms'")
        made.execute(f"SET search_path TO {quoted(hotel.schema_name)}, public")  # type: ignore[arg-type]
        made.execute(f"SET ROLE {quoted(role_of(hotel.schema_name, database=settings['NAME']))}")  # type: ignore[arg-type]
        yield made


def at_once(hotel: Property, count: int, act: Callable[[Statements, int], T]) -> list[T]:
    """What each of so many gives, all of them started together."""
    ready = Barrier(count, timeout=60)

    def one(number: int) -> T:
        with line(hotel) as own:
            ready.wait()
            return act(Statements(own), number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


# A spend looks at the lots, and takes what others are just taking.
WITHOUT_LOCK = """
CREATE OR REPLACE FUNCTION ledger_lock(p_guests bigint[], p_kinds text[], OUT locked bigint[], OUT owing boolean)
LANGUAGE sql AS $$
  SELECT array_agg(id), false FROM ledger_account WHERE guest_id = ANY(p_guests) AND kind = ANY(p_kinds)
$$;
"""


@contextmanager
def lock_taken_out(hotel: Property) -> Iterator[None]:
    """The control: within, the ledger's function locks nothing."""
    with as_owner(hotel.schema_name), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('ledger_lock'::regproc)")
        [(before,)] = cursor.fetchall()
        cursor.execute(WITHOUT_LOCK)
    try:
        yield
    finally:
        with as_owner(hotel.schema_name), connection.cursor() as cursor:
            cursor.execute(before)
