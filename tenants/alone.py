"""One run of a kind at a time at a property, over many transactions; the lock goes with the session when the process dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.errors import LockNotAvailable

from kernel.errors import Refused
from kernel.statements import Statements
from tenants.context import raw_connection

NOW = "SELECT pg_try_advisory_lock(hashtextextended(%s || ' ' || current_schema(), 0))"
SOON = "SELECT pg_advisory_lock(hashtextextended(%s || ' ' || current_schema(), 0))"
DONE = "SELECT pg_advisory_unlock(hashtextextended(%s || ' ' || current_schema(), 0))"


@contextmanager
def alone(kind: str, busy: type[Refused], wait_s: int = 0) -> Iterator[None]:
    """Within: nobody else runs this kind here. Raises `busy` when somebody does, still after so many seconds.

    Inside the property, outside of a transaction.
    """
    if not (_within(kind, wait_s) if wait_s else _raw().value(NOW, (kind,))):
        raise busy
    try:
        yield
    finally:
        # A transaction around it all that failed takes no statement any more; the session ends with it.
        if not connection.needs_rollback:
            _raw().value(DONE, (kind,))


def _within(kind: str, wait_s: int) -> bool:
    _raw().execute(f"SET lock_timeout = '{wait_s}s'")
    try:
        _raw().execute(SOON, (kind,))
    except LockNotAvailable:
        return False
    finally:
        _raw().execute("RESET lock_timeout")
    return True


def _raw() -> Statements:
    return Statements(raw_connection())
